package theseus.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import theseus.kernel.spi.HeldState;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;

/** A version read from a snapshot of the storage, taken while it was the newest. */
final class HeldVersion implements HeldState {
    private final Version version;
    private final StateView chained;
    private final Storage.Snapshot snapshot;
    private final Map<Hash, Map<TableId, Integer>> unlinked;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * @param chained the same state, read through the chain of undo
     * @param unlinked numbers of the tables of each set
     */
    HeldVersion(
            Version version,
            StateView chained,
            Storage.Snapshot snapshot,
            Map<Hash, Map<TableId, Integer>> unlinked) {
        this.version = version;
        this.chained = chained;
        this.snapshot = snapshot;
        this.unlinked = unlinked;
    }

    @Override
    public long height() {
        return version.height();
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        return reading(
                () -> get(number(version.tables(), table), key), () -> chained.get(table, key));
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        return reading(
                () -> range(number(version.tables(), table), from, to, limit),
                () -> chained.range(table, from, to, limit));
    }

    @Override
    public StateView unlinked(Hash set) {
        Map<TableId, Integer> numbers = unlinked.getOrDefault(set, Map.of());
        return new StateView() {
            @Override
            public Optional<Bytes> get(TableId table, Bytes key) {
                return reading(
                        () -> HeldVersion.this.get(number(numbers, table), key),
                        HeldVersion::letGo);
            }

            @Override
            public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
                return reading(
                        () -> HeldVersion.this.range(number(numbers, table), from, to, limit),
                        HeldVersion::letGo);
            }
        };
    }

    private static Optional<Integer> number(Map<TableId, Integer> numbers, TableId table) {
        return Optional.ofNullable(numbers.get(table));
    }

    private Optional<Bytes> get(Optional<Integer> number, Bytes key) {
        return number.flatMap(
                table ->
                        snapshot.get(Storage.Space.RECORDS, Keys.record(table, key))
                                .map(Bytes::wrap));
    }

    private List<StateView.Row> range(
            Optional<Integer> number, Bytes from, Optional<Bytes> to, int limit) {
        if (number.isEmpty() || limit <= 0) {
            return List.of();
        }
        return VersionView.scan(snapshot, number.get(), from, to, limit).stream()
                .map(row -> new StateView.Row(Keys.keyOfRecord(row.key()), Bytes.wrap(row.value())))
                .toList();
    }

    /** While it is read it is not closed: the engine must not be asked for what is released. */
    private <T> T reading(Supplier<T> held, Supplier<T> released) {
        lock.readLock().lock();
        try {
            if (!closed) {
                return held.get();
            }
        } finally {
            lock.readLock().unlock();
        }
        return released.get();
    }

    private static <T> T letGo() {
        throw new IllegalStateException("the state that these tables belonged to was let go");
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                snapshot.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
