package theseus.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageReader;

/**
 * A snapshot of which something is read at least once a minute: the engine keeps everything that it
 * shows, and a reader who has gone to sleep must not fill the disk. Thread-safe.
 */
final class PatientSnapshot implements StorageReader, AutoCloseable {
    static final long PATIENCE_MILLIS = 60_000;

    private final Storage.Snapshot snapshot;
    private final long patienceNanos;
    private long lastNanos = System.nanoTime();
    private boolean closed;

    PatientSnapshot(Storage.Snapshot snapshot) {
        this(snapshot, PATIENCE_MILLIS);
    }

    PatientSnapshot(Storage.Snapshot snapshot, long patienceMillis) {
        this.snapshot = snapshot;
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        Thread.ofVirtual().name("snapshot-patience").start(this::watch);
    }

    @Override
    public synchronized Optional<byte[]> get(Storage.Space space, byte[] key) {
        use();
        return snapshot.get(space, key);
    }

    @Override
    public synchronized List<Storage.Row> scan(
            Storage.Space space, byte[] from, Optional<byte[]> to, int limit) {
        use();
        return snapshot.scan(space, from, to, limit);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            notifyAll();
            snapshot.close();
        }
    }

    private void use() {
        if (closed) {
            throw new NodeException(
                    "BACKUP_TOO_SLOW",
                    "Nothing was read of the backup for "
                            + TimeUnit.NANOSECONDS.toSeconds(patienceNanos)
                            + " s, so it was given up; begin again");
        }
        lastNanos = System.nanoTime();
    }

    private synchronized void watch() {
        try {
            while (!closed) {
                long left = lastNanos + patienceNanos - System.nanoTime();
                if (left <= 0) {
                    close();
                } else {
                    wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
