package theseus.storage.memory;

import java.util.ArrayDeque;
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
 * can open a state on it again. Under a snapshot older values are kept behind the newer ones.
 */
public final class MemoryStorage implements Storage {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Space, TreeMap<byte[], Cell>> spaces = new EnumMap<>(Space.class);

    /** How many snapshots are open of each moment. */
    private final TreeMap<Long, Integer> open = new TreeMap<>();

    /** Where cells have older ones behind them, in the order in which they were put there. */
    private final ArrayDeque<Stale> stale = new ArrayDeque<>();

    private long writes;

    private record Stale(long since, Space space, byte[] key) {}

    public MemoryStorage() {
        for (Space space : Space.values()) {
            spaces.put(space, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    @Override
    public Optional<byte[]> get(Space space, byte[] key) {
        return get(space, key, Long.MAX_VALUE);
    }

    @Override
    public List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit) {
        return scan(space, from, to, limit, Long.MAX_VALUE);
    }

    private Optional<byte[]> get(Space space, byte[] key, long moment) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(rows(space).get(key))
                    .flatMap(cell -> cell.at(moment))
                    .map(byte[]::clone);
        } finally {
            lock.readLock().unlock();
        }
    }

    private List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit, long moment) {
        lock.readLock().lock();
        try {
            List<Row> found = new ArrayList<>();
            for (var entry : rows(space).tailMap(from, true).entrySet()) {
                boolean beyond =
                        to.isPresent() && Arrays.compareUnsigned(entry.getKey(), to.get()) >= 0;
                if (beyond || found.size() >= limit) {
                    break;
                }
                entry.getValue()
                        .at(moment)
                        .ifPresent(
                                value -> found.add(new Row(entry.getKey().clone(), value.clone())));
            }
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public Snapshot snapshot() {
        lock.writeLock().lock();
        try {
            open.merge(writes, 1, Integer::sum);
            return new View(writes);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void write(List<Write> batch) {
        lock.writeLock().lock();
        try {
            writes++;
            for (Write write : batch) {
                put(write.space(), write.key().clone(), write.value().map(byte[]::clone));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void put(Space space, byte[] key, Optional<byte[]> value) {
        TreeMap<byte[], Cell> rows = rows(space);
        Cell before = rows.get(key);
        if (before != null && !open.isEmpty()) {
            rows.put(key, new Cell(writes, value, Optional.of(before)));
            stale.add(new Stale(writes, space, key));
        } else if (value.isPresent()) {
            rows.put(key, new Cell(writes, value, Optional.empty()));
        } else {
            rows.remove(key);
        }
    }

    @Override
    public void writeLater(List<Write> batch) {
        write(batch);
    }

    @Override
    public void removeRange(Space space, byte[] from, byte[] to) {
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return;
        }
        lock.writeLock().lock();
        try {
            writes++;
            List.copyOf(rows(space).subMap(from, true, to, false).keySet())
                    .forEach(key -> put(space, key, Optional.empty()));
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {}

    /** Forgets what no open snapshot shows. */
    private void release(long moment) {
        lock.writeLock().lock();
        try {
            open.merge(moment, -1, (many, less) -> many + less == 0 ? null : many + less);
            long oldest = open.isEmpty() ? Long.MAX_VALUE : open.firstKey();
            while (!stale.isEmpty() && stale.getFirst().since() <= oldest) {
                Stale last = stale.removeFirst();
                TreeMap<byte[], Cell> rows = rows(last.space());
                Cell cell = rows.get(last.key());
                if (cell != null && cell.since() <= oldest && cell.value().isEmpty()) {
                    rows.remove(last.key());
                } else if (cell != null) {
                    cell.forgetBefore(oldest);
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private TreeMap<byte[], Cell> rows(Space space) {
        TreeMap<byte[], Cell> rows = spaces.get(space);
        if (rows == null) {
            throw new IllegalStateException("no space " + space);
        }
        return rows;
    }

    /** A value since one write, and what stood there before. */
    private static final class Cell {
        private final long since;
        private final Optional<byte[]> value;
        private Optional<Cell> before;

        Cell(long since, Optional<byte[]> value, Optional<Cell> before) {
            this.since = since;
            this.value = value;
            this.before = before;
        }

        long since() {
            return since;
        }

        Optional<byte[]> value() {
            return value;
        }

        /** After so many writes. */
        Optional<byte[]> at(long moment) {
            Optional<Cell> cell = Optional.of(this);
            while (cell.isPresent() && cell.get().since > moment) {
                cell = cell.get().before;
            }
            return cell.flatMap(Cell::value);
        }

        void forgetBefore(long moment) {
            Optional<Cell> cell = Optional.of(this);
            while (cell.isPresent() && cell.get().since > moment) {
                cell = cell.get().before;
            }
            cell.ifPresent(seen -> seen.before = Optional.empty());
        }
    }

    private final class View implements Snapshot {
        private final long moment;
        private boolean released;

        View(long moment) {
            this.moment = moment;
        }

        @Override
        public Optional<byte[]> get(Space space, byte[] key) {
            return MemoryStorage.this.get(space, key, moment);
        }

        @Override
        public List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit) {
            return MemoryStorage.this.scan(space, from, to, limit, moment);
        }

        @Override
        public synchronized void close() {
            if (!released) {
                released = true;
                release(moment);
            }
        }
    }
}
