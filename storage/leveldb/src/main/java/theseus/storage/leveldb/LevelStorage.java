package theseus.storage.leveldb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.ReadOptions;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.iq80.leveldb.env.Env;
import org.iq80.leveldb.impl.DbImpl;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * Storage on disk in plain Java. A space is the first byte of a key. The directory belongs to one
 * process at a time. Key {@code 02'format'} in META holds the format version as one byte; a
 * directory of another version is refused, not guessed at. Bounds: {@value #CACHE_BYTES} bytes of
 * cached blocks and two write buffers of {@value #BUFFER_BYTES} bytes.
 */
public final class LevelStorage implements Storage {
    private static final byte FORMAT = 1;
    private static final byte[] FORMAT_KEY = "\u0002format".getBytes(StandardCharsets.UTF_8);
    private static final long CACHE_BYTES = 64L << 20;
    private static final int BUFFER_BYTES = 32 << 20;
    private static final int TABLE_BYTES = 8 << 20;
    private static final int REMOVED_AT_ONCE = 4_096;

    private final DB database;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    private LevelStorage(DB database) {
        this.database = database;
    }

    /**
     * Opens or creates the storage in {@code directory}.
     *
     * @throws StorageException when it is in use, of another format, damaged, or cannot be read
     */
    public static LevelStorage open(Path directory) {
        return open(directory, new Disk(), BUFFER_BYTES);
    }

    /** Its own tests strike at what goes to the disk, and fill small buffers soon. */
    static LevelStorage open(Path directory, Env disk, int bufferBytes) {
        try {
            Files.createDirectories(directory);
            checkManifest(directory);
            LevelStorage storage =
                    new LevelStorage(new DbImpl(options(bufferBytes), directory.toString(), disk));
            try {
                storage.checkFormat(directory);
            } catch (StorageException refused) {
                storage.close();
                throw refused;
            }
            return storage;
        } catch (IOException | RuntimeException failed) {
            throw Failures.of("The storage in " + directory + " could not be opened", failed);
        }
    }

    private static Options options(int bufferBytes) {
        // Blocks are checked where they are read, see TableFile.
        return new Options()
                .createIfMissing(true)
                .compressionType(CompressionType.NONE)
                .writeBufferSize(bufferBytes)
                .maxFileSize(TABLE_BYTES)
                .cacheSize(CACHE_BYTES);
    }

    /** Without it the engine would begin anew and delete what is there. */
    private static void checkManifest(Path directory) throws IOException {
        Path current = directory.resolve("CURRENT");
        if (Files.exists(current)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            if (files.anyMatch(file -> file.toString().matches(".*\\.(ldb|sst)"))) {
                throw new DamagedFile(current, "it is missing");
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
            throw new StorageException(
                    StorageException.Code.STORAGE_FORMAT,
                    "The storage in "
                            + directory
                            + " has format 0x"
                            + HexFormat.of().formatHex(format.get())
                            + "; this program reads format "
                            + FORMAT
                            + ". Use the program that wrote it, or another directory.");
        }
    }

    private static byte[] stored(Space space, byte[] key) {
        byte[] stored = new byte[key.length + 1];
        stored[0] = (byte) space.ordinal();
        System.arraycopy(key, 0, stored, 1, key.length);
        return stored;
    }

    @Override
    public Optional<byte[]> get(Space space, byte[] key) {
        return get(new ReadOptions(), space, key);
    }

    private Optional<byte[]> get(ReadOptions options, Space space, byte[] key) {
        return reading(() -> Optional.ofNullable(database.get(stored(space, key), options)));
    }

    @Override
    public List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit) {
        return scan(new ReadOptions(), space, from, to, limit);
    }

    private List<Row> scan(
            ReadOptions options, Space space, byte[] from, Optional<byte[]> to, int limit) {
        Optional<byte[]> end = to.map(key -> stored(space, key));
        return reading(
                () -> {
                    List<Row> rows = new ArrayList<>();
                    if (limit <= 0) {
                        return rows;
                    }
                    try (DBIterator rowsFrom = database.iterator(options)) {
                        rowsFrom.seek(stored(space, from));
                        while (rows.size() < limit && rowsFrom.hasNext()) {
                            Map.Entry<byte[], byte[]> row = rowsFrom.next();
                            byte[] key = row.getKey();
                            if (key[0] != space.ordinal()
                                    || end.isPresent()
                                            && Arrays.compareUnsigned(key, end.get()) >= 0) {
                                break;
                            }
                            rows.add(
                                    new Row(
                                            Arrays.copyOfRange(key, 1, key.length),
                                            row.getValue()));
                        }
                    }
                    return rows;
                });
    }

    @Override
    public Snapshot snapshot() {
        return reading(() -> new View(database.getSnapshot()));
    }

    @Override
    public void write(List<Write> writes) {
        write(true, writes);
    }

    @Override
    public void writeLater(List<Write> writes) {
        write(false, writes);
    }

    private void write(boolean synced, List<Write> writes) {
        reading(
                () -> {
                    try (WriteBatch batch = database.createWriteBatch()) {
                        for (Write write : writes) {
                            byte[] key = stored(write.space(), write.key());
                            if (write.value().isPresent()) {
                                batch.put(key, write.value().get());
                            } else {
                                batch.delete(key);
                            }
                        }
                        database.write(batch, new WriteOptions().sync(synced));
                        return writes.size();
                    }
                });
    }

    @Override
    public void compact(Space space, byte[] from, byte[] to) {
        reading(
                () -> {
                    database.compactRange(stored(space, from), stored(space, to));
                    return 0;
                });
    }

    @Override
    public void removeRange(Space space, byte[] from, byte[] to) {
        byte[] next = from;
        while (true) {
            List<Row> rows = scan(space, next, Optional.of(to), REMOVED_AT_ONCE);
            if (!rows.isEmpty()) {
                writeLater(
                        rows.stream()
                                .map(row -> new Write(space, row.key(), Optional.empty()))
                                .toList());
            }
            if (rows.size() < REMOVED_AT_ONCE) {
                return;
            }
            next = rows.getLast().key();
        }
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                database.close();
            }
        } catch (IOException | RuntimeException failed) {
            throw Failures.of("The storage could not be closed", failed);
        } finally {
            open.writeLock().unlock();
        }
    }

    private interface Access<T> {
        T run() throws IOException;
    }

    private <T> T reading(Access<T> access) {
        open.readLock().lock();
        try {
            if (closed) {
                throw new StorageException(
                        StorageException.Code.STORAGE_FAILED, "The storage is closed.");
            }
            return access.run();
        } catch (IOException | RuntimeException failed) {
            throw Failures.of("The storage engine failed", failed);
        } finally {
            open.readLock().unlock();
        }
    }

    private final class View implements Snapshot {
        private final org.iq80.leveldb.Snapshot snapshot;
        private boolean released;

        private View(org.iq80.leveldb.Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        private ReadOptions options() {
            return new ReadOptions().snapshot(snapshot);
        }

        @Override
        public Optional<byte[]> get(Space space, byte[] key) {
            return LevelStorage.this.get(options(), space, key);
        }

        @Override
        public List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit) {
            return LevelStorage.this.scan(options(), space, from, to, limit);
        }

        @Override
        public synchronized void close() {
            if (released) {
                return;
            }
            released = true;
            try {
                snapshot.close();
            } catch (IOException failed) {
                throw Failures.of("A snapshot could not be released", failed);
            }
        }
    }
}
