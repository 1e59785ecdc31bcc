package theseus.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Content with a checksum behind it: CRC-32C, 4 bytes, big-endian. */
final class Sealed {
    static final int SEAL_BYTES = Integer.BYTES;

    private Sealed() {}

    static byte[] seal(byte[] content) {
        return ByteBuffer.allocate(content.length + SEAL_BYTES)
                .put(content)
                .putInt(checksum(content))
                .array();
    }

    /**
     * @throws IOException when it is not what was sealed
     */
    static byte[] open(byte[] sealed) throws IOException {
        if (sealed.length < SEAL_BYTES) {
            throw new IOException("it has only " + sealed.length + " bytes");
        }
        byte[] content = Arrays.copyOf(sealed, sealed.length - SEAL_BYTES);
        if (ByteBuffer.wrap(sealed).getInt(content.length) != checksum(content)) {
            throw new IOException("its checksum is wrong");
        }
        return content;
    }

    private static int checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }
}
