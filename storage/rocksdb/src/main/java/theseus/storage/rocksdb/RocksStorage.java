package theseus.storage.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * Storage on disk over RocksDB. The directory belongs to one process at a time. Key {@code
 * 02'format'} in META holds the format version as one byte; a directory of another version is
 * refused, not guessed at.
 */
public final class RocksStorage implements Storage {
    private static final byte FORMAT = 1;
    private static final byte[] FORMAT_KEY = "\u0002format".getBytes(StandardCharsets.UTF_8);

    /** Said of files that are not what the engine wrote, and of those that are not there. */
    private static final Set<Status.Code> DAMAGE =
            Set.of(Status.Code.Corruption, Status.Code.NotFound, Status.Code.InvalidArgument);

    private final DirectoryLock directoryLock;
    private final Path directory;
    private final Engine engine;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    private RocksStorage(Path directory, DirectoryLock directoryLock, Engine engine) {
        this.directory = directory;
        this.directoryLock = directoryLock;
        this.engine = engine;
    }

    /**
     * Opens or creates the storage in {@code directory}.
     *
     * @throws StorageException when it is in use, of another format, or cannot be read
     */
    public static RocksStorage open(Path directory) {
        DirectoryLock lock;
        try {
            Files.createDirectories(directory);
            lock = DirectoryLock.take(directory);
        } catch (IOException failed) {
            throw failed("The directory " + directory + " could not be opened", failed);
        }
        try {
            checkManifest(directory);
            LogTypes.check(directory);
            ManifestMark.check(directory);
            loadLibrary();
            RocksStorage storage = new RocksStorage(directory, lock, new Engine(directory));
            try {
                storage.checkFormat(directory);
                ManifestMark.set(directory);
            } catch (StorageException | IOException refused) {
                storage.close();
                throw refused;
            }
            return storage;
        } catch (StorageException refused) {
            lock.close();
            throw refused;
        } catch (RocksDBException | IOException failed) {
            lock.close();
            throw failed("The storage in " + directory + " could not be opened", failed);
        }
    }

    private static void loadLibrary() {
        try {
            RocksDB.loadLibrary();
        } catch (RuntimeException | UnsatisfiedLinkError missing) {
            throw new StorageException(
                    StorageException.Code.STORAGE_FAILED,
                    "RocksDB does not load on this system: "
                            + missing.getMessage()
                            + ". Set storage = leveldb, which needs no native library.",
                    missing);
        }
    }

    /** Without it the engine would begin anew and delete what is there. */
    private static void checkManifest(Path directory) throws IOException {
        Path current = directory.resolve("CURRENT");
        if (Files.exists(current)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            if (files.anyMatch(file -> file.toString().endsWith(".sst"))) {
                throw new StorageException(
                        StorageException.Code.STORAGE_CORRUPT,
                        "The file " + current + " is missing. " + StorageException.RECOVERY);
            }
        }
    }

    private void checkFormat(Path directory) {
        Optional<byte[]> format = get(Space.META, FORMAT_KEY);
        if (format.isEmpty()) {
            write(List.of(new Write(Space.META, FORMAT_KEY, Optional.of(new byte[] {FORMAT}))));
            return;
        }
        if (format.get().length != 1 || format.get()[0] != FORMAT) {
            String found = HexFormat.of().formatHex(format.get());
            throw new StorageException(
                    StorageException.Code.STORAGE_FORMAT,
                    "The storage in "
                            + directory
                            + " has format 0x"
                            + found
                            + "; this program reads format "
                            + FORMAT
                            + ". Use the program that wrote it, or another directory.");
        }
    }

    @Override
    public Optional<byte[]> get(Space space, byte[] key) {
        return reading(() -> Optional.ofNullable(database().get(engine.family(space), key)));
    }

    @Override
    public List<Optional<byte[]>> getAll(Space space, List<byte[]> keys) {
        return reading(
                () -> {
                    List<ColumnFamilyHandle> families =
                            Collections.nCopies(keys.size(), engine.family(space));
                    List<Optional<byte[]>> values = new ArrayList<>(keys.size());
                    for (byte[] value : database().multiGetAsList(families, keys)) {
                        values.add(Optional.ofNullable(value));
                    }
                    return values;
                });
    }

    @Override
    public List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit) {
        return reading(
                () -> {
                    try (ReadOptions options = new ReadOptions()) {
                        return scan(options, space, from, to, limit);
                    }
                });
    }

    private List<Row> scan(
            ReadOptions options, Space space, byte[] from, Optional<byte[]> to, int limit)
            throws RocksDBException {
        List<Row> rows = new ArrayList<>();
        try (Slice bound = new Slice(to.orElse(new byte[0]))) {
            if (to.isPresent()) {
                options.setIterateUpperBound(bound);
            }
            try (RocksIterator rowsFrom = database().newIterator(engine.family(space), options)) {
                rowsFrom.seek(from);
                while (rowsFrom.isValid() && rows.size() < limit) {
                    rows.add(new Row(rowsFrom.key(), rowsFrom.value()));
                    rowsFrom.next();
                }
                rowsFrom.status();
            }
        }
        return rows;
    }

    @Override
    public Snapshot snapshot() {
        return reading(() -> new View(database().getSnapshot()));
    }

    @Override
    public void write(List<Write> writes) {
        write(engine.synced(), writes);
    }

    @Override
    public void writeLater(List<Write> writes) {
        write(engine.unsynced(), writes);
    }

    private void write(WriteOptions options, List<Write> writes) {
        reading(
                () -> {
                    try (WriteBatch batch = new WriteBatch()) {
                        for (Write write : writes) {
                            ColumnFamilyHandle family = engine.family(write.space());
                            if (write.value().isPresent()) {
                                batch.put(family, write.key(), write.value().get());
                            } else {
                                batch.delete(family, write.key());
                            }
                        }
                        database().write(options, batch);
                        return writes.size();
                    }
                });
    }

    @Override
    public void removeRange(Space space, byte[] from, byte[] to) {
        reading(
                () -> {
                    database().deleteRange(engine.family(space), engine.unsynced(), from, to);
                    return 0;
                });
    }

    @Override
    public void compact(Space space, byte[] from, byte[] to) {
        reading(
                () -> {
                    try (CompactRangeOptions options = new CompactRangeOptions()) {
                        options.setExclusiveManualCompaction(false);
                        database().compactRange(engine.family(space), from, to, options);
                    }
                    return 0;
                });
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                engine.close();
                try {
                    ManifestMark.set(directory);
                } catch (IOException _) {
                    // That of the opening stays, which says less.
                }
                directoryLock.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }

    private RocksDB database() {
        return engine.database();
    }

    private interface Access<T> {
        T run() throws RocksDBException;
    }

    /** The native library must not be entered once it is closed: it would end the process. */
    private <T> T reading(Access<T> access) {
        open.readLock().lock();
        try {
            if (closed) {
                throw new StorageException(
                        StorageException.Code.STORAGE_FAILED, "The storage is closed.");
            }
            return access.run();
        } catch (RocksDBException failed) {
            throw failed("The storage engine failed", failed);
        } finally {
            open.readLock().unlock();
        }
    }

    private static StorageException failed(String what, Throwable cause) {
        Optional<Status> status =
                cause instanceof RocksDBException failed
                        ? Optional.ofNullable(failed.getStatus())
                        : Optional.empty();
        if (status.map(Status::getSubCode).equals(Optional.of(Status.SubCode.NoSpace))
                || String.valueOf(cause.getMessage()).contains("No space left")) {
            return new StorageException(
                    StorageException.Code.STORAGE_FULL,
                    what
                            + ": the disk is full ("
                            + cause.getMessage()
                            + "). Make room; nothing that was committed is lost.",
                    cause);
        }
        if (status.map(Status::getCode).filter(DAMAGE::contains).isPresent()) {
            return new StorageException(
                    StorageException.Code.STORAGE_CORRUPT,
                    what + ": " + cause.getMessage() + ". " + StorageException.RECOVERY,
                    cause);
        }
        return new StorageException(
                StorageException.Code.STORAGE_FAILED,
                what + ": " + cause.getMessage() + ". Check the disk and its permissions.",
                cause);
    }

    private final class View implements Snapshot {
        private final org.rocksdb.Snapshot snapshot;
        private boolean released;

        private View(org.rocksdb.Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public Optional<byte[]> get(Space space, byte[] key) {
            return reading(
                    () -> {
                        try (ReadOptions options = new ReadOptions().setSnapshot(snapshot)) {
                            return Optional.ofNullable(
                                    database().get(engine.family(space), options, key));
                        }
                    });
        }

        @Override
        public List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit) {
            return reading(
                    () -> {
                        try (ReadOptions options = new ReadOptions().setSnapshot(snapshot)) {
                            return RocksStorage.this.scan(options, space, from, to, limit);
                        }
                    });
        }

        @Override
        public synchronized void close() {
            open.readLock().lock();
            try {
                // Closing the database has released it otherwise.
                if (!released && !closed) {
                    database().releaseSnapshot(snapshot);
                }
                released = true;
            } finally {
                open.readLock().unlock();
            }
        }
    }
}
