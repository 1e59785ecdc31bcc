package theseus.storage.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import theseus.state.spi.Storage;

/**
 * Storage on the heap; it is gone with the process. Closing it keeps the content, so that a test
 * can open a state on it again. A snapshot is a copy of the whole.
 */
public final class MemoryStorage implements Storage {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Space, TreeMap<byte[], byte[]>> spaces = new EnumMap<>(Space.class);

    public MemoryStorage() {
        for (Space space : Space.values()) {
            spaces.put(space, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    private MemoryStorage(MemoryStorage origin) {
        origin.spaces.forEach((space, rows) -> spaces.put(space, new TreeMap<>(rows)));
    }

    @Override
    public Optional<byte[]> get(Space space, byte[] key) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(rows(space).get(key)).map(byte[]::clone);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit) {
        lock.readLock().lock();
        try {
            List<Row> found = new ArrayList<>();
            for (var entry : rows(space).tailMap(from, true).entrySet()) {
                boolean beyond =
                        to.isPresent() && Arrays.compareUnsigned(entry.getKey(), to.get()) >= 0;
                if (beyond || found.size() >= limit) {
                    break;
                }
                found.add(new Row(entry.getKey().clone(), entry.getValue().clone()));
            }
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public Snapshot snapshot() {
        lock.readLock().lock();
        try {
            return new Copy(new MemoryStorage(this));
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void write(List<Write> writes) {
        lock.writeLock().lock();
        try {
            for (Write write : writes) {
                if (write.value().isPresent()) {
                    rows(write.space()).put(write.key().clone(), write.value().get().clone());
                } else {
                    rows(write.space()).remove(write.key());
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void writeLater(List<Write> writes) {
        write(writes);
    }

    @Override
    public void removeRange(Space space, byte[] from, byte[] to) {
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return;
        }
        lock.writeLock().lock();
        try {
            rows(space).subMap(from, true, to, false).clear();
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {}

    private TreeMap<byte[], byte[]> rows(Space space) {
        TreeMap<byte[], byte[]> rows = spaces.get(space);
        if (rows == null) {
            throw new IllegalStateException("no space " + space);
        }
        return rows;
    }

    private record Copy(MemoryStorage content) implements Snapshot {
        @Override
        public Optional<byte[]> get(Space space, byte[] key) {
            return content.get(space, key);
        }

        @Override
        public List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit) {
            return content.scan(space, from, to, limit);
        }

        @Override
        public void close() {}
    }
}
