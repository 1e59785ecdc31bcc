package theseus.storage.leveldb;

import java.io.IOException;
import java.io.InputStream;
import org.iq80.leveldb.env.SequentialFile;
import org.iq80.leveldb.util.SliceOutput;

/** What a log or manifest holds up to the end of its last whole record. */
record WholeRecords(InputStream in) implements SequentialFile {
    @Override
    public void skip(long n) throws IOException {
        in.skipNBytes(n);
    }

    @Override
    public int read(int atMost, SliceOutput destination) throws IOException {
        return destination.writeBytes(in, atMost);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
