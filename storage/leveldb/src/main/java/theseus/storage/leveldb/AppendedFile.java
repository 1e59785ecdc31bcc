package theseus.storage.leveldb;

import java.io.FileOutputStream;
import java.io.IOException;
import org.iq80.leveldb.env.WritableFile;
import org.iq80.leveldb.util.Slice;

/** A file that grows: every byte of a write is written, and closing it makes it durable. */
record AppendedFile(FileOutputStream out) implements WritableFile {
    @Override
    public void append(Slice data) throws IOException {
        out.write(data.getRawArray(), data.getRawOffset(), data.length());
    }

    @Override
    public void force() throws IOException {
        out.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            if (out.getFD().valid()) {
                force();
            }
        }
    }
}
