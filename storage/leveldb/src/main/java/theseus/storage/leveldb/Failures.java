package theseus.storage.leveldb;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import theseus.state.spi.StorageException;

/** Says what a failure of the engine means. */
final class Failures {
    private static final int MAX_CAUSES = 16;

    private Failures() {}

    static StorageException of(String what, Exception failure) {
        Optional<Throwable> told = Optional.empty();
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++, cause = cause.getCause()) {
            switch (cause) {
                case StorageException known -> {
                    return known;
                }
                case DamagedFile damaged -> {
                    return corrupt(what, damaged, failure);
                }
                case IOException disk when isFull(disk) -> {
                    return new StorageException(
                            StorageException.Code.STORAGE_FULL,
                            what
                                    + ": the disk is full ("
                                    + disk.getMessage()
                                    + "). Make room; nothing that was committed is lost.",
                            failure);
                }
                case IOException disk -> told = Optional.of(disk);
                default -> {}
            }
        }
        if (told.isEmpty()) {
            // Of itself the engine complains of what it reads alone.
            return corrupt(what, failure, failure);
        }
        return new StorageException(
                StorageException.Code.STORAGE_FAILED,
                what + ": " + told.get() + ". Check the disk and its permissions.",
                failure);
    }

    private static StorageException corrupt(String what, Throwable why, Exception failure) {
        String text = why instanceof DamagedFile ? why.getMessage() : String.valueOf(why);
        return new StorageException(
                StorageException.Code.STORAGE_CORRUPT,
                what + ": " + text + ". " + StorageException.RECOVERY,
                failure);
    }

    private static boolean isFull(IOException failure) {
        String reason =
                failure instanceof FileSystemException file && file.getReason() != null
                        ? file.getReason()
                        : String.valueOf(failure.getMessage());
        return reason.contains("No space left")
                || reason.contains("not enough space")
                || reason.contains("quota exceeded");
    }
}
