package theseus.node;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether there is room for more blocks. A node stops making them before the disk is full: then
 * nothing breaks off in the middle, readers are answered, and it goes on by itself. Thread-safe.
 */
final class DiskRoom {
    private static final long MEGABYTE = 1L << 20;

    private final Path folder;
    private final long minFreeBytes;
    private final LongSupplier freeBytes;
    private volatile boolean isFull;

    DiskRoom(Path folder, int minFreeMegabytes) {
        this(folder, minFreeMegabytes, freeBytes(folder));
    }

    DiskRoom(Path folder, int minFreeMegabytes, LongSupplier freeBytes) {
        this.folder = folder;
        this.minFreeBytes = minFreeMegabytes * MEGABYTE;
        this.freeBytes = freeBytes;
    }

    boolean isEnough() {
        return minFreeBytes == 0 || freeBytes.getAsLong() >= minFreeBytes;
    }

    /** Why no block can be made; empty when there is room. */
    Optional<String> lack() {
        long free = minFreeBytes == 0 ? Long.MAX_VALUE : freeBytes.getAsLong();
        if (free >= minFreeBytes) {
            if (isFull) {
                isFull = false;
                Log.info("disk.room", "freeMegabytes", free / MEGABYTE);
            }
            return Optional.empty();
        }
        if (!isFull) {
            isFull = true;
            Log.warning("disk.full", "freeMegabytes", free / MEGABYTE, "folder", folder);
        }
        return Optional.of(
                "The node's disk has "
                        + free / MEGABYTE
                        + " MB left and keeps "
                        + minFreeBytes / MEGABYTE
                        + "; no block is made until there is room on it");
    }

    /** Finding out which disk it is reads the table of mounts, so it is asked for once. */
    private static LongSupplier freeBytes(Path folder) {
        FileStore disk;
        try {
            disk = Files.getFileStore(folder);
        } catch (IOException e) {
            return () -> Long.MAX_VALUE; // nobody knows; writing will tell
        }
        return () -> {
            try {
                return disk.getUsableSpace();
            } catch (IOException e) {
                return Long.MAX_VALUE;
            }
        };
    }
}
