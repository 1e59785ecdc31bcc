package theseus.storage.rocksdb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.ChangeSet.Link;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Linked and unlinked tables as plain maps, block by block, with rewinds. */
final class LinkModel {
    static final List<Hash> SETS =
            List.of(
                    Hash.fromHex("a1".repeat(Hash.SIZE_BYTES)),
                    Hash.fromHex("b2".repeat(Hash.SIZE_BYTES)),
                    Hash.fromHex("c3".repeat(Hash.SIZE_BYTES)));

    private final int historyBlocks;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<Hash, UnlinkedSet> sets = new TreeMap<>();
    private long floor;
    private long moves;

    LinkModel(int historyBlocks) {
        this.historyBlocks = historyBlocks;
        SETS.forEach(set -> sets.put(set, new UnlinkedSet()));
    }

    /** A table that keeps being the same one when it moves. */
    static final class Table {
        SortedMap<Bytes, Bytes> records = new TreeMap<>();
        final Set<Long> left = new HashSet<>();
    }

    static final class UnlinkedSet {
        SortedMap<TableId, Table> tables = new TreeMap<>();
        boolean exists;
        long height = -1;
        Bytes mark = Bytes.EMPTY;

        Model content() {
            SortedMap<TableId, SortedMap<Bytes, Bytes>> content = new TreeMap<>();
            tables.forEach((id, table) -> content.put(id, table.records));
            return new Model(content);
        }

        boolean isEmpty(TableId id) {
            return !tables.containsKey(id) || tables.get(id).records.isEmpty();
        }
    }

    private record Moved(
            TableId id, Link link, Table table, SortedMap<Bytes, Bytes> content, Bytes mark) {}

    record Block(Model after, ChangeSet changes, List<Moved> moved, Map<Hash, Boolean> existed) {}

    long height() {
        return blocks.size() - 1;
    }

    /** How often a table that held records joined or left. */
    long moved() {
        return moves;
    }

    /** Lowest height that can be read. */
    long floor() {
        return floor;
    }

    Model at(long height) {
        return height < 0 ? Model.EMPTY : blocks.get((int) height).after();
    }

    ChangeSet changes(long height) {
        return blocks.get((int) height).changes();
    }

    UnlinkedSet set(Hash name) {
        return sets.get(name);
    }

    List<Hash> names() {
        return SETS.stream().filter(name -> sets.get(name).exists).toList();
    }

    boolean pinned(Hash set, TableId id) {
        Table table = sets.get(set).tables.get(id);
        return table != null && table.left.stream().anyMatch(height -> height > floor);
    }

    /** Changes of a block with random links that are allowed. */
    ChangeSet randomBlock(Random random, int most) {
        Model head = at(height());
        SortedMap<TableId, Link> links = new TreeMap<>();
        ChangeSet changes = head.randomChanges(random, most);
        for (TableId id : Model.TABLES) {
            Hash set = SETS.get(random.nextInt(SETS.size()));
            boolean joins = random.nextInt(sets.get(set).isEmpty(id) ? 30 : 3) == 0;
            if (joins && head.table(id).isEmpty()) {
                links.put(id, new Link.Join(set));
            } else if (random.nextInt(8) == 0 && sets.get(set).isEmpty(id)) {
                links.put(id, new Link.Leave(set));
            }
        }
        return new ChangeSet(changes.tables(), links);
    }

    void commit(ChangeSet changes) {
        long height = blocks.size();
        Model state = at(height - 1);
        List<Moved> moved = new ArrayList<>();
        Map<Hash, Boolean> existed = new TreeMap<>();
        for (var entry : changes.links().entrySet()) {
            if (entry.getValue() instanceof Link.Join(Hash name)) {
                existed.putIfAbsent(name, set(name).exists);
                if (!set(name).isEmpty(entry.getKey())) {
                    Table table = set(name).tables.remove(entry.getKey());
                    state = with(state, entry.getKey(), table.records);
                    moved.add(
                            new Moved(
                                    entry.getKey(),
                                    entry.getValue(),
                                    table,
                                    table.records,
                                    set(name).mark));
                }
            }
        }
        state = state.with(changes);
        for (var entry : changes.links().entrySet()) {
            if (entry.getValue() instanceof Link.Leave(Hash name)) {
                existed.putIfAbsent(name, set(name).exists);
                SortedMap<Bytes, Bytes> content = state.table(entry.getKey());
                if (!content.isEmpty()) {
                    Table table = linked(entry.getKey());
                    table.records = content;
                    table.left.add(height);
                    set(name).tables.put(entry.getKey(), table);
                    moved.add(
                            new Moved(
                                    entry.getKey(), entry.getValue(), table, content, Bytes.EMPTY));
                    state = with(state, entry.getKey(), new TreeMap<>());
                }
            }
        }
        existed.keySet().forEach(name -> set(name).exists = true);
        moves += moved.size();
        blocks.add(new Block(state, changes, moved, existed));
        floor = Math.max(floor, height - historyBlocks);
    }

    /** The table that is under the root: the one that joined last and did not leave, or a new. */
    private Table linked(TableId id) {
        for (Block block : blocks.reversed()) {
            for (Moved moved : block.moved()) {
                if (moved.id().equals(id)) {
                    return moved.link() instanceof Link.Join ? moved.table() : new Table();
                }
            }
        }
        return new Table();
    }

    private static Model with(Model state, TableId id, SortedMap<Bytes, Bytes> records) {
        SortedMap<TableId, SortedMap<Bytes, Bytes>> tables = new TreeMap<>(state.tables());
        tables.put(id, records);
        return new Model(tables);
    }

    void write(Hash name, ChangeSet changes, long height, Bytes mark) {
        UnlinkedSet set = set(name);
        Model after = set.content().with(changes);
        changes.tables()
                .forEach(
                        (id, records) -> {
                            if (!records.isEmpty()) {
                                set.tables.computeIfAbsent(id, absent -> new Table()).records =
                                        after.table(id);
                            }
                        });
        set.exists = true;
        set.height = height;
        set.mark = mark;
    }

    void drop(Hash name) {
        sets.put(name, new UnlinkedSet());
    }

    void rewind(long height) {
        while (height() > height) {
            Block block = blocks.removeLast();
            long taken = blocks.size();
            Set<Hash> came = new HashSet<>();
            for (Moved moved : block.moved()) {
                switch (moved.link()) {
                    case Link.Join(Hash name) -> {
                        UnlinkedSet set = set(name);
                        moved.table().records = moved.content();
                        set.tables.put(moved.id(), moved.table());
                        set.exists = true;
                        set.height = taken - 1;
                        set.mark = moved.mark();
                        came.add(name);
                    }
                    case Link.Leave(Hash name) -> {
                        moved.table().left.remove(taken);
                        set(name).tables.remove(moved.id(), moved.table());
                    }
                }
            }
            block.existed()
                    .forEach(
                            (name, existed) -> {
                                UnlinkedSet set = set(name);
                                boolean fresh = set.tables.isEmpty() && set.height < 0;
                                if (!existed && fresh && !came.contains(name)) {
                                    drop(name);
                                }
                            });
        }
    }

    Optional<ChangeSet> writable(Hash name, Random random, int most) {
        ChangeSet changes = set(name).content().randomChanges(random, most);
        return changes.tables().entrySet().stream()
                        .anyMatch(e -> !e.getValue().isEmpty() && pinned(name, e.getKey()))
                ? Optional.empty()
                : Optional.of(changes);
    }
}
