package theseus.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Limits;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;

/**
 * Prepares a block: its new trees and its undo. The tree knows which records are there and which
 * block put them; only what was put before the horizon, or before this process opened the state, is
 * read from storage.
 */
final class Staging {
    /** An artifact is the biggest value there is; its encoding adds a little. */
    private static final int VALUE_BYTES_MAX = 2 * Limits.MAX_ARTIFACT_BYTES;

    /** So many old values are fetched by one call; two threads share the calls. */
    private static final int READ_AT_ONCE = 512;

    private final Storage storage;
    private final TableNumbers numbers;
    private final Workers workers;
    private final UnlinkedSets sets;
    private final int historyBlocks;

    Staging(
            Storage storage,
            TableNumbers numbers,
            Workers workers,
            UnlinkedSets sets,
            int historyBlocks) {
        this.storage = storage;
        this.numbers = numbers;
        this.workers = workers;
        this.sets = sets;
        this.historyBlocks = historyBlocks;
    }

    StagedBlock stage(long height, Tables before, ChangeSet changes) {
        check(changes);
        Linking linking = new Linking(changes.links(), sets, workers);
        Tables joined = linking.join(before);
        Map<TableId, Integer> tables = new HashMap<>(joined.numbers());
        List<Storage.Write> writes = new ArrayList<>(changes.size() + 1);
        Map<TableId, LeafChanges> leaves = new TreeMap<>();
        changes.tables()
                .forEach(
                        (table, records) -> {
                            if (!records.isEmpty()) {
                                leaves.put(table, leaves(records, height + 1));
                                tables.computeIfAbsent(table, absent -> number(absent, writes));
                            }
                        });
        StateTree tree = joined.tree().with(leaves, workers);
        Map<Integer, List<Undo.Entry>> undo = new TreeMap<>();
        leaves.forEach(
                (table, tableLeaves) -> {
                    var records =
                            changes.tables().getOrDefault(table, Collections.emptySortedMap());
                    int number = tables.getOrDefault(table, BlockLinks.NO_TABLE);
                    undo.put(number, undo(height, number, records, tableLeaves, writes));
                });
        Map<TableId, Integer> shared = tables.equals(joined.numbers()) ? joined.numbers() : tables;
        Tables after = linking.leave(new Tables(tree, shared));
        return new StagedBlock(
                height, after.tree().root(), after, linking, new UndoInMemory(undo), writes);
    }

    private int number(TableId table, List<Storage.Write> writes) {
        int number = numbers.take(table);
        writes.add(TableNumbers.write(table, number));
        return number;
    }

    /**
     * @param mark of the records that are put
     */
    static LeafChanges leaves(SortedMap<Bytes, Optional<Bytes>> records, long mark) {
        LeafChanges leaves = new LeafChanges(records.size());
        records.forEach(
                (key, value) -> {
                    if (value.isPresent()) {
                        leaves.put(key, value.get(), mark);
                    } else {
                        leaves.remove(key);
                    }
                });
        return leaves;
    }

    private List<Undo.Entry> undo(
            long height,
            int table,
            SortedMap<Bytes, Optional<Bytes>> records,
            LeafChanges leaves,
            List<Storage.Write> writes) {
        List<byte[]> unknown = new ArrayList<>();
        int change = 0;
        for (var record : records.entrySet()) {
            byte[] key = Keys.record(table, record.getKey());
            Optional<byte[]> value = record.getValue().map(Bytes::unsafeArray);
            writes.add(new Storage.Write(Storage.Space.RECORDS, key, value));
            if (isUnknown(leaves.markBefore(change++), height)) {
                unknown.add(key);
            }
        }
        var values = read(unknown).iterator();
        List<Undo.Entry> entries = new ArrayList<>(records.size());
        change = 0;
        for (var record : records.entrySet()) {
            long mark = leaves.markBefore(change++);
            Undo.Prior prior;
            if (mark == LeafChanges.ABSENT) {
                prior = Undo.Absent.ABSENT;
            } else if (isUnknown(mark, height)) {
                prior = was(values.next(), record.getKey());
            } else {
                prior = new Undo.PutAt(mark - 1);
            }
            entries.add(new Undo.Entry(record.getKey(), record.getValue(), prior));
        }
        return entries;
    }

    private boolean isUnknown(long mark, long height) {
        return mark == LeafChanges.UNKNOWN
                || mark != LeafChanges.ABSENT && height - (mark - 1) > historyBlocks;
    }

    private static Undo.Was was(Optional<byte[]> value, Bytes key) {
        return new Undo.Was(
                Bytes.wrap(
                        value.orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the tree holds a record that is not stored: "
                                                        + key))));
    }

    private List<Optional<byte[]>> read(List<byte[]> keys) {
        List<Supplier<List<Optional<byte[]>>>> parts = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += READ_AT_ONCE) {
            List<byte[]> part = keys.subList(from, Math.min(keys.size(), from + READ_AT_ONCE));
            parts.add(() -> storage.getAll(Storage.Space.RECORDS, part));
        }
        List<Optional<byte[]>> values = new ArrayList<>(keys.size());
        workers.run(parts).forEach(values::addAll);
        return values;
    }

    static void check(ChangeSet changes) {
        changes.tables().values().forEach(records -> records.forEach(Staging::check));
    }

    private static void check(Bytes key, Optional<Bytes> value) {
        checkSize("key", key.size(), Limits.MAX_KEY_BYTES);
        value.ifPresent(bytes -> checkSize("value", bytes.size(), VALUE_BYTES_MAX));
    }

    private static void checkSize(String what, int size, int max) {
        if (size > max) {
            throw new IllegalArgumentException(
                    "a " + what + " of " + size + " bytes does not fit the state; at most " + max);
        }
    }
}
