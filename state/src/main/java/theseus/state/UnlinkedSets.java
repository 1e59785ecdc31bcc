package theseus.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;

/**
 * All sets of tables that are not under the root, how tables move between them and the root, and
 * the tables that nobody holds any more. The records of those stay until no state that can be read
 * has them; they are removed range by range, again after a crash.
 */
final class UnlinkedSets {
    private final Storage storage;
    private final GuardedStorage guarded;
    private final TableNumbers numbers;
    private final LinkLog log;
    private final History history;
    private final Map<Hash, UnlinkedSet> sets = new ConcurrentHashMap<>();
    private final NavigableSet<Integer> dropped = new ConcurrentSkipListSet<>();

    UnlinkedSets(
            Storage storage,
            GuardedStorage guarded,
            TableNumbers numbers,
            Map<Integer, Owner> owners,
            LinkLog log,
            History history) {
        this.storage = storage;
        this.guarded = guarded;
        this.numbers = numbers;
        this.log = log;
        this.history = history;
        read(owners);
        sweep();
    }

    private void read(Map<Integer, Owner> owners) {
        Map<Hash, Map<TableId, Integer>> tables = new TreeMap<>();
        owners.forEach(
                (number, owner) -> {
                    switch (owner) {
                        case Owner.InSet in ->
                                tables.computeIfAbsent(in.name(), name -> new HashMap<>())
                                        .put(numbers.id(number), number);
                        case Owner.Dropped _ -> dropped.add(number);
                        case Owner.Gone _ -> {}
                    }
                });
        for (Storage.Row row :
                storage.scan(
                        Storage.Space.META, Keys.SETS, Keys.after(Keys.SETS), Integer.MAX_VALUE)) {
            Hash name = Keys.nameOfSet(row.key());
            Map<TableId, Integer> held = tables.getOrDefault(name, Map.of());
            put(name, UnlinkedSet.Content.decode(row.value(), held));
        }
    }

    private UnlinkedSet put(Hash name, UnlinkedSet.Content content) {
        return sets.computeIfAbsent(
                name, absent -> new UnlinkedSet(absent, storage, this, content));
    }

    UnlinkedSet get(Hash name) {
        return put(name, UnlinkedSet.Content.NONE);
    }

    List<Hash> names() {
        return sets.values().stream()
                .filter(set -> set.content().exists())
                .map(UnlinkedSet::name)
                .sorted()
                .toList();
    }

    /** Of the tables of each set. */
    Map<Hash, Map<TableId, Integer>> numbers() {
        Map<Hash, Map<TableId, Integer>> tables = new TreeMap<>();
        sets.forEach((name, set) -> tables.put(name, set.content().numbers()));
        return tables;
    }

    void writeLater(List<Storage.Write> writes) {
        guarded.writeLater(writes);
    }

    /** A fresh number for a table of {@code set}. */
    int takeNumber(TableId table, Hash set, List<Storage.Write> writes) {
        int number = numbers.take(table);
        writes.add(TableNumbers.write(table, number));
        writes.add(Owner.write(number, new Owner.InSet(set)));
        return number;
    }

    /** A table that an older state still has under its root must stay what it is. */
    void checkNotPinned(Hash set, TableId table, int number) {
        if (log.pins(number, history.oldest())) {
            throw new IllegalStateException(
                    table
                            + " left the root to "
                            + set
                            + " within the undo horizon and cannot be written yet; drop the set to"
                            + " fill it anew");
        }
    }

    /** Stores a block, with what it moves. */
    void commit(long height, Linking linking, List<Storage.Write> writes, Runnable store) {
        if (linking.isEmpty()) {
            store.run();
            return;
        }
        List<UnlinkedSet> held = hold(linking.names());
        try {
            linking.checkUnchanged();
            Map<UnlinkedSet, UnlinkedSet.Content> after = new HashMap<>();
            List<BlockLinks.SetBefore> befores = new ArrayList<>();
            for (UnlinkedSet set : held) {
                var before = set.content();
                befores.add(new BlockLinks.SetBefore(set.name(), before.exists(), before.mark()));
                after.put(
                        set,
                        before.with(
                                linking.after(set.name(), set.tables()),
                                before.height(),
                                before.mark()));
            }
            BlockLinks links = new BlockLinks(linking.moves(), befores);
            List<Integer> displaced = new ArrayList<>();
            owners(links, after, writes, displaced);
            after.forEach((set, content) -> writes.add(set.row(content)));
            writes.add(LinkLog.write(height, links));
            log.add(height, links);
            linking.trees().forEach(log::remember);
            store.run();
            after.forEach(UnlinkedSet::become);
            dropped.addAll(displaced);
        } finally {
            held.reversed().forEach(UnlinkedSet::release);
        }
    }

    private static void owners(
            BlockLinks links,
            Map<UnlinkedSet, UnlinkedSet.Content> after,
            List<Storage.Write> writes,
            List<Integer> displaced) {
        for (BlockLinks.Move move : links.moves()) {
            if (move.displaced() != BlockLinks.NO_TABLE) {
                displaced.add(move.displaced());
            }
            if (move.joined()) {
                writes.add(Owner.root(move.number()));
            } else if (move.left()) {
                writes.add(Owner.write(move.number(), new Owner.InSet(move.set())));
            }
        }
        for (UnlinkedSet set : after.keySet()) {
            set.content()
                    .numbers()
                    .forEach(
                            (table, number) -> {
                                if (links.leaves(set.name(), table)) {
                                    displaced.add(number);
                                }
                            });
        }
        displaced.forEach(number -> writes.add(Owner.write(number, new Owner.Dropped())));
    }

    /**
     * Takes a block back, with what it moved: what joined is in its set again, as it was and as of
     * the block before.
     *
     * @param joined the trees that joined, as they were before the block
     * @param after numbers of the tables under the root, after the block
     */
    void takeBack(
            long height,
            Map<Integer, Node> joined,
            Map<TableId, Integer> after,
            List<Storage.Write> writes,
            Runnable store) {
        BlockLinks links = log.at(height);
        if (links.isEmpty()) {
            store.run();
            return;
        }
        TakenBack back = new TakenBack(height, links, joined, after);
        List<UnlinkedSet> held =
                hold(links.sets().stream().map(BlockLinks.SetBefore::name).toList());
        try {
            held.forEach(back::over);
            back.write(writes);
            store.run();
            back.contents().forEach(UnlinkedSet::become);
            settle(height, back);
        } finally {
            held.reversed().forEach(UnlinkedSet::release);
        }
    }

    /** Not while {@link #sweep} looks: the log is what keeps it off what came back. */
    private synchronized void settle(long height, TakenBack back) {
        dropped.addAll(back.dropped());
        dropped.removeAll(back.restored());
        log.remove(height);
    }

    private List<UnlinkedSet> hold(Iterable<Hash> names) {
        List<UnlinkedSet> held = new ArrayList<>();
        for (Hash name : names) {
            UnlinkedSet set = get(name);
            set.hold();
            held.add(set);
        }
        return held;
    }

    /** The tree of a table that left in block {@code height}, as it was then. */
    Node left(long height, BlockLinks.Move move) {
        return log.tree(height, move.number())
                .orElseGet(
                        () -> {
                            Node tree = left(move);
                            log.remember(move.number(), tree);
                            return tree;
                        });
    }

    /** Nobody wrote it since: it is in its set, or dropped with it. */
    private Node left(BlockLinks.Move move) {
        UnlinkedSet set = get(move.set());
        Integer held = set.content().numbers().get(move.table());
        return held != null && held == move.number()
                ? set.tables().tree().table(move.table())
                : Rebuild.table(storage, move.number(), Workers.NONE, rows -> {});
    }

    void drop(Hash name) {
        UnlinkedSet set = get(name);
        set.hold();
        try {
            var before = set.content();
            if (!before.exists()) {
                return;
            }
            List<Storage.Write> writes = new ArrayList<>();
            writes.add(set.row(UnlinkedSet.Content.NONE));
            before.numbers()
                    .values()
                    .forEach(number -> writes.add(Owner.write(number, new Owner.Dropped())));
            guarded.write(writes);
            set.become(UnlinkedSet.Content.NONE);
            dropped.addAll(before.numbers().values());
        } finally {
            set.release();
        }
        sweep();
    }

    /** Removes the records of dropped tables that no state within the horizon has. */
    synchronized void sweep() {
        for (int number : dropped) {
            if (!log.pins(number, history.oldest())) {
                storage.removeRange(
                        Storage.Space.RECORDS,
                        Keys.record(number, Bytes.EMPTY),
                        Keys.record(number + 1, Bytes.EMPTY));
                guarded.writeLater(List.of(Owner.write(number, new Owner.Gone())));
                dropped.remove(number);
            }
        }
    }
}
