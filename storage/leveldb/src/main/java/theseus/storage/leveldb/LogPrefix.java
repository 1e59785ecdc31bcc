package theseus.storage.leveldb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.iq80.leveldb.impl.Logs;
import org.iq80.leveldb.util.PureJavaCrc32C;

/**
 * Reads a log or a manifest up to its first record that is not whole. A process that is killed
 * leaves the beginning of a record, a machine that loses power leaves anything after what was
 * synced: both end the log. So what follows a damaged record never counts, as nothing must be there
 * without what was written before it; whether something that counted is missing then is known to
 * those who remember how far they came. In a manifest, and in a log that a later one follows,
 * everything was synced, so there it is damage.
 *
 * <pre>
 * block of 32 KiB   chunks; fewer than 7 bytes at its end are zeros
 * chunk             masked CRC-32C (4), length (2), type (1): 1 whole, 2 first, 3 middle, 4 last
 * </pre>
 */
final class LogPrefix {
    private static final int BLOCK_BYTES = 32 * 1_024;
    private static final int HEADER_BYTES = 7;
    private static final int WHOLE = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;

    private LogPrefix() {}

    static InputStream of(Path path) throws IOException {
        byte[] content = Files.readAllBytes(path);
        int whole = wholeBytes(content);
        if (whole < content.length && !mayEndAnywhere(path, content, whole)) {
            throw new DamagedFile(path, "the record at " + whole + " is not whole");
        }
        return new ByteArrayInputStream(content, 0, whole);
    }

    /** Where the last record ends before which all are whole. */
    private static int wholeBytes(byte[] content) {
        int whole = 0;
        int at = 0;
        boolean isInside = false;
        while (true) {
            int leftInBlock = BLOCK_BYTES - at % BLOCK_BYTES;
            if (leftInBlock < HEADER_BYTES) {
                at += leftInBlock;
                continue;
            }
            if (at + HEADER_BYTES > content.length) {
                return Math.min(whole, content.length);
            }
            ByteBuffer header = ByteBuffer.wrap(content, at, HEADER_BYTES);
            header.order(ByteOrder.LITTLE_ENDIAN);
            int crc = header.getInt();
            int length = Short.toUnsignedInt(header.getShort());
            int type = header.get();
            boolean fits =
                    length <= leftInBlock - HEADER_BYTES
                            && at + HEADER_BYTES + length <= content.length;
            boolean follows =
                    isInside ? type == MIDDLE || type == LAST : type == WHOLE || type == FIRST;
            if (!fits
                    || !follows
                    || Logs.getChunkChecksum(type, content, at + HEADER_BYTES, length) != crc) {
                return whole;
            }
            at += HEADER_BYTES + length;
            isInside = type == FIRST || type == MIDDLE;
            if (!isInside) {
                whole = at;
            }
        }
    }

    private static boolean mayEndAnywhere(Path path, byte[] content, int whole) throws IOException {
        return isLog(path) ? !isFollowed(path) : isBrokenOff(content, whole);
    }

    private static boolean isLog(Path path) {
        return path.toString().endsWith(".log");
    }

    private static boolean isFollowed(Path log) throws IOException {
        try (Stream<Path> files = Files.list(DiskFile.folder(log))) {
            return files.anyMatch(
                    other ->
                            isLog(other)
                                    && other.getFileName().compareTo(log.getFileName()) > 0
                                    && other.toFile().length() > 0);
        }
    }

    /** Of the record that is not whole, the end was never written. */
    private static boolean isBrokenOff(byte[] content, int from) {
        int at = from;
        while (at + HEADER_BYTES <= content.length) {
            int leftInBlock = BLOCK_BYTES - at % BLOCK_BYTES;
            if (leftInBlock < HEADER_BYTES) {
                at += leftInBlock;
                continue;
            }
            ByteBuffer header = ByteBuffer.wrap(content, at, HEADER_BYTES);
            header.order(ByteOrder.LITTLE_ENDIAN).getInt();
            int length = Short.toUnsignedInt(header.getShort());
            int type = header.get();
            boolean isWhole =
                    at + HEADER_BYTES + length <= content.length
                            && Logs.getChunkChecksum(type, content, at + HEADER_BYTES, length)
                                    == ByteBuffer.wrap(content, at, 4)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getInt();
            if (!isWhole) {
                return at + HEADER_BYTES + length > content.length
                        ? !isWholeAtSomeLength(content, at)
                        : isZero(content, at);
            }
            at += HEADER_BYTES + length;
        }
        return true;
    }

    /** Then it is its length that is damaged, and nothing was cut off. */
    private static boolean isWholeAtSomeLength(byte[] content, int at) {
        int crc = ByteBuffer.wrap(content, at, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
        PureJavaCrc32C covered = new PureJavaCrc32C();
        covered.update(content[at + HEADER_BYTES - 1]);
        for (int end = at + HEADER_BYTES; end < content.length; end++) {
            if (covered.getMaskedValue() == crc) {
                return true;
            }
            covered.update(content[end]);
        }
        return covered.getMaskedValue() == crc;
    }

    private static boolean isZero(byte[] content, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
