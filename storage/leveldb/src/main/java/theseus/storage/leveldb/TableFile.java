package theseus.storage.leveldb;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.iq80.leveldb.env.RandomInputFile;
import org.iq80.leveldb.table.Footer;
import org.iq80.leveldb.util.Slice;

/**
 * A table, mapped. Every block ends with its compression (1 byte) and the masked CRC-32C over both
 * (4 bytes, little-endian), which is checked with each read; the last {@value #FOOTER_BYTES} bytes
 * point to blocks.
 */
final class TableFile implements RandomInputFile {
    private static final int FOOTER_BYTES = 48;
    private static final int TRAILER_BYTES = 5;
    private static final int CRC_BYTES = Integer.BYTES;
    private static final int MASK_DELTA = 0xa282ead8;

    private final Path path;
    private final MemorySegment content;

    private TableFile(Path path, MemorySegment content) {
        this.path = path;
        this.content = content;
    }

    /** Stays mapped until nobody reads it any more; a closed table may be under a reader yet. */
    static TableFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < FOOTER_BYTES) {
                throw new DamagedFile(path, "it has only " + size + " bytes");
            }
            TableFile table =
                    new TableFile(
                            path,
                            channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto()));
            table.checkFooter();
            return table;
        }
    }

    private void checkFooter() throws IOException {
        ByteBuffer footer = read(size() - FOOTER_BYTES, FOOTER_BYTES);
        try {
            Footer.readFooter(new Slice(footer.array()));
        } catch (RuntimeException unreadable) {
            throw new DamagedFile(path, "its end points nowhere");
        }
    }

    @Override
    public long size() {
        return content.byteSize();
    }

    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
        long end = offset + length;
        if (offset < 0 || length < 0 || end > size()) {
            throw new DamagedFile(path, "it has " + size() + " bytes and should have " + end);
        }
        byte[] block;
        try {
            block = content.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        } catch (InternalError cutWhileMapped) {
            throw new DamagedFile(path, "its content went away");
        }
        boolean isFooter = end == size() && length == FOOTER_BYTES;
        if (!isFooter && (length < TRAILER_BYTES || !isWhole(block))) {
            throw new DamagedFile(path, "the checksum of the block at " + offset + " is wrong");
        }
        return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean isWhole(byte[] block) {
        int covered = block.length - CRC_BYTES;
        CRC32C crc = new CRC32C();
        crc.update(block, 0, covered);
        int value = (int) crc.getValue();
        int masked = Integer.rotateRight(value, 15) + MASK_DELTA;
        return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getInt(covered) == masked;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return path.toString();
    }
}
