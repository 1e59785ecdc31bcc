package theseus.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;
import theseus.state.spi.StorageReader;

/**
 * Reads the state at one version: storage first, then the chain of later undo (the order matters,
 * see {@link Version}). The tables {@code joining} are shown too, by their numbers: a table keeps
 * its number when it joins, and undo leads back to what it held. {@code rewindLock} is held for
 * reading, since a rewind takes links away.
 */
record VersionView(Storage storage, Version version, Map<TableId, Integer> joining, Lock rewindLock)
        implements StateView {
    private Optional<Integer> number(TableId table) {
        Integer number = joining.get(table);
        return Optional.ofNullable(number == null ? version.tables().get(table) : number);
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        Optional<Integer> number = number(table);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        rewindLock.lock();
        try {
            Optional<byte[]> newest =
                    storage.get(Storage.Space.RECORDS, Keys.record(number.get(), key));
            Optional<Undo.Entry> change = version.changeAfter(number.get(), key);
            Optional<Bytes> value =
                    change.isPresent()
                            ? new Priors(storage).value(number.get(), change.get())
                            : newest.map(Bytes::wrap);
            checkKept();
            return value;
        } catch (StorageException failed) {
            checkKept();
            throw failed;
        } finally {
            rewindLock.unlock();
        }
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        Optional<Integer> number = number(table);
        if (number.isEmpty() || limit <= 0) {
            return List.of();
        }
        rewindLock.lock();
        try {
            List<Row> rows = range(number.get(), from, to, limit);
            checkKept();
            return rows;
        } catch (StorageException failed) {
            checkKept();
            throw failed;
        } finally {
            rewindLock.unlock();
        }
    }

    private List<Row> range(int table, Bytes from, Optional<Bytes> to, int limit) {
        Priors priors = new Priors(storage);
        int scanned = limit;
        while (true) {
            List<Storage.Row> newest = scan(storage, table, from, to, scanned);
            boolean all = newest.size() < scanned;
            Optional<Bytes> end =
                    all ? to : Optional.of(after(Keys.keyOfRecord(newest.getLast().key())));
            TreeMap<Bytes, Optional<Bytes>> olds = new TreeMap<>();
            version.changesAfter(table, from, end)
                    .forEach((key, change) -> olds.put(key, priors.value(table, change)));
            List<Row> rows = merge(newest, olds, limit);
            if (all || rows.size() == limit) {
                return rows;
            }
            scanned = Math.max(scanned, scanned + scanned);
        }
    }

    /** The records of one table as they are stored. */
    static List<Storage.Row> scan(
            StorageReader storage, int table, Bytes from, Optional<Bytes> to, int limit) {
        Optional<byte[]> end =
                to.isPresent()
                        ? Optional.of(Keys.record(table, to.get()))
                        : Keys.after(Keys.record(table, Bytes.EMPTY));
        return storage.scan(Storage.Space.RECORDS, Keys.record(table, from), end, limit);
    }

    private static List<Row> merge(
            List<Storage.Row> newest, TreeMap<Bytes, Optional<Bytes>> olds, int limit) {
        TreeMap<Bytes, Optional<Bytes>> waiting = new TreeMap<>(olds);
        List<Row> rows = new ArrayList<>(Math.min(limit, newest.size() + olds.size()));
        for (Storage.Row row : newest) {
            Bytes key = Keys.keyOfRecord(row.key());
            addBelow(waiting, Optional.of(key), rows);
            Optional<Bytes> old = waiting.remove(key);
            if (!olds.containsKey(key)) {
                rows.add(new Row(key, Bytes.wrap(row.value())));
            } else if (old != null && old.isPresent()) {
                rows.add(new Row(key, old.get()));
            }
        }
        addBelow(waiting, Optional.empty(), rows);
        return rows.size() <= limit ? rows : List.copyOf(rows.subList(0, limit));
    }

    /** Records that a later block removed. */
    private static void addBelow(
            TreeMap<Bytes, Optional<Bytes>> waiting, Optional<Bytes> end, List<Row> rows) {
        while (!waiting.isEmpty()
                && (end.isEmpty() || waiting.firstKey().compareTo(end.get()) < 0)) {
            var first = waiting.pollFirstEntry();
            first.getValue().ifPresent(value -> rows.add(new Row(first.getKey(), value)));
        }
    }

    private static Bytes after(Bytes key) {
        return Bytes.wrap(Keys.next(key.unsafeArray()));
    }

    private void checkKept() {
        if (version.isGone()) {
            throw new IllegalStateException(
                    "the state after block "
                            + version.height()
                            + " is no longer kept; take a newer view");
        }
    }
}
