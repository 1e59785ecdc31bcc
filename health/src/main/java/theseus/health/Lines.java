package theseus.health;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import theseus.sdk.Bytes;

/** The lines of a stream, each ended by a line feed and bounded like a resource. */
final class Lines {
    private final String file;
    private final InputStream in;
    private final byte[] piece = new byte[64 * 1024];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int from;
    private int to;
    private int count;

    Lines(String file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** The next line without its end; empty at the end of the stream. */
    Bytes next() throws IOException {
        line.reset();
        while (true) {
            if (from == to) {
                from = 0;
                to = Math.max(0, in.read(piece));
                if (to == 0) {
                    return end();
                }
            }
            int end = from;
            while (end < to && piece[end] != '\n') {
                end++;
            }
            line.write(piece, from, end - from);
            boolean ended = end < to;
            from = ended ? end + 1 : end;
            if (line.size() > Envelope.MAX_RESOURCE_BYTES) {
                throw new MalformedRecord(
                        file + ", line " + (count + 1),
                        "longer than " + Envelope.MAX_RESOURCE_BYTES + " bytes");
            }
            if (ended) {
                count++;
                if (line.size() == 0) {
                    throw new MalformedRecord(file + ", line " + count, "is empty");
                }
                return Bytes.wrap(line.toByteArray());
            }
        }
    }

    private Bytes end() {
        if (line.size() > 0) {
            throw new MalformedRecord(file, "the last line does not end; is the file cut off?");
        }
        return Bytes.EMPTY;
    }
}
