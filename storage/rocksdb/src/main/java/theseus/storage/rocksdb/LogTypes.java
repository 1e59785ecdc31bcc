package theseus.storage.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import theseus.state.spi.StorageException;

/**
 * The engine skips records of logs and manifests whose type has its highest bit set, without a look
 * at their checksum, so that one flipped bit would take a record out of the middle in silence. It
 * writes none as this node opens it; a directory with one is refused. What else is wrong with a
 * record the engine sees itself.
 *
 * <pre>
 * block of 32 KiB   chunks; fewer than 7 bytes at its end are zeros
 * chunk             checksum (4), length (2), type (1)
 * </pre>
 */
final class LogTypes {
    private static final int BLOCK_BYTES = 32 * 1_024;
    private static final int HEADER_BYTES = 7;
    private static final int FIRST_RECYCLED = 5;
    private static final int LAST_RECYCLED = 8;
    private static final int LOG_NUMBER_BYTES = 4;

    private LogTypes() {}

    static void check(Path directory) throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.list(directory)) {
            logs =
                    files.filter(
                                    file -> {
                                        String name = String.valueOf(file.getFileName());
                                        return name.startsWith("MANIFEST-")
                                                || name.endsWith(".log");
                                    })
                            .sorted()
                            .toList();
        }
        for (Path log : logs) {
            checkFile(log);
        }
    }

    private static void checkFile(Path log) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(log));
        content.order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + HEADER_BYTES <= content.limit()) {
            int left = BLOCK_BYTES - at % BLOCK_BYTES;
            if (left < HEADER_BYTES) {
                at += left;
                continue;
            }
            int length = Short.toUnsignedInt(content.getShort(at + 4));
            int type = Byte.toUnsignedInt(content.get(at + 6));
            if (type >= 128) {
                throw new StorageException(
                        StorageException.Code.STORAGE_CORRUPT,
                        "The file "
                                + log
                                + " is damaged: there is no record of type "
                                + type
                                + ", at "
                                + at
                                + ". "
                                + StorageException.RECOVERY);
            }
            boolean isRecycled = type >= FIRST_RECYCLED && type <= LAST_RECYCLED;
            at += HEADER_BYTES + (isRecycled ? LOG_NUMBER_BYTES : 0) + length;
            if (type == 0 && length == 0) {
                return; // never written
            }
        }
    }
}
