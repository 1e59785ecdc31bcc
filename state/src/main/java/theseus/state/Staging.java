package theseus.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Limits;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;

/** Prepares a block: its new trees on this thread, its undo on the helper's. */
final class Staging {
    /** An artifact is the biggest value there is; its encoding adds a little. */
    private static final int VALUE_BYTES_MAX = 2 * Limits.MAX_ARTIFACT_BYTES;

    private final Storage storage;
    private final TableNumbers numbers;
    private final Executor helper;

    Staging(Storage storage, TableNumbers numbers, Executor helper) {
        this.storage = storage;
        this.numbers = numbers;
        this.helper = helper;
    }

    StagedBlock stage(long height, StateTree before, ChangeSet changes) {
        check(changes);
        Map<TableId, Integer> newTables = new LinkedHashMap<>();
        changes.tables()
                .forEach(
                        (table, records) -> {
                            if (!records.isEmpty() && numbers.number(table).isEmpty()) {
                                newTables.put(table, numbers.count() + newTables.size());
                            }
                        });
        List<Storage.Write> writes = new ArrayList<>(changes.size() + newTables.size());
        newTables.forEach((table, number) -> writes.add(TableNumbers.write(table, number)));
        CompletableFuture<UndoInMemory> undo =
                CompletableFuture.supplyAsync(() -> prepare(changes, newTables, writes), helper);
        StateTree after = before.with(leaves(changes), helper);
        return new StagedBlock(height, after.root(), after, newTables, undo.join(), writes);
    }

    private static Map<TableId, LeafChanges> leaves(ChangeSet changes) {
        Map<TableId, LeafChanges> leaves = new TreeMap<>();
        changes.tables()
                .forEach(
                        (table, records) -> {
                            LeafChanges tableLeaves = new LeafChanges(records.size());
                            records.forEach(
                                    (key, value) -> {
                                        if (value.isPresent()) {
                                            tableLeaves.put(key, value.get());
                                        } else {
                                            tableLeaves.remove(key);
                                        }
                                    });
                            leaves.put(table, tableLeaves);
                        });
        return leaves;
    }

    private UndoInMemory prepare(
            ChangeSet changes, Map<TableId, Integer> newTables, List<Storage.Write> writes) {
        Map<Integer, List<Undo.Old>> undo = new TreeMap<>();
        changes.tables()
                .forEach(
                        (table, records) -> {
                            if (!records.isEmpty()) {
                                boolean isNew = newTables.containsKey(table);
                                int number =
                                        numbers.number(table)
                                                .orElseGet(() -> newTables.getOrDefault(table, -1));
                                undo.put(number, prepare(number, isNew, records, writes));
                            }
                        });
        return new UndoInMemory(undo);
    }

    private List<Undo.Old> prepare(
            int table,
            boolean isNew,
            SortedMap<Bytes, Optional<Bytes>> records,
            List<Storage.Write> writes) {
        List<byte[]> keys = new ArrayList<>(records.size());
        records.forEach(
                (key, value) -> {
                    byte[] record = Keys.record(table, key);
                    keys.add(record);
                    writes.add(
                            new Storage.Write(
                                    Storage.Space.RECORDS, record, value.map(Bytes::unsafeArray)));
                });
        List<Undo.Old> olds = new ArrayList<>(records.size());
        if (isNew) {
            records.keySet().forEach(key -> olds.add(new Undo.Old(key, Optional.empty())));
            return olds;
        }
        List<Optional<byte[]>> values = storage.getAll(Storage.Space.RECORDS, keys);
        int i = 0;
        for (Bytes key : records.keySet()) {
            olds.add(new Undo.Old(key, values.get(i++).map(Bytes::wrap)));
        }
        return olds;
    }

    private static void check(ChangeSet changes) {
        changes.tables()
                .forEach(
                        (table, records) -> {
                            checkSize(
                                    "name of instance",
                                    table.instance().length(),
                                    Limits.MAX_NAME_LENGTH);
                            checkSize(
                                    "name of table",
                                    table.table().length(),
                                    Limits.MAX_NAME_LENGTH);
                            records.forEach(
                                    (key, value) -> {
                                        checkSize("key", key.size(), Limits.MAX_KEY_BYTES);
                                        value.ifPresent(
                                                bytes ->
                                                        checkSize(
                                                                "value",
                                                                bytes.size(),
                                                                VALUE_BYTES_MAX));
                                    });
                        });
    }

    private static void checkSize(String what, int size, int max) {
        if (size > max) {
            throw new IllegalArgumentException(
                    "a " + what + " of " + size + " does not fit the state; at most " + max);
        }
    }
}
