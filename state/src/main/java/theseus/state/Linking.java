package theseus.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.spi.ChangeSet.Link;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/**
 * The links of a staged block, worked out: which stored tables move, with their trees. Nothing is
 * copied; a tree and a number change hands.
 */
final class Linking {
    private final UnlinkedSets sets;
    private final Workers workers;
    private final SortedMap<TableId, Link> links;
    private final Map<TableId, Tables.Table> joined = new TreeMap<>();
    private final Map<TableId, Tables.Table> left = new TreeMap<>();
    private final List<BlockLinks.Move> moves = new ArrayList<>();

    Linking(SortedMap<TableId, Link> links, UnlinkedSets sets, Workers workers) {
        this.links = links;
        this.sets = sets;
        this.workers = workers;
    }

    /** The tables under the root once the joining ones joined. */
    Tables join(Tables before) {
        links.forEach(
                (table, link) -> {
                    if (link instanceof Link.Join(Hash set)) {
                        join(table, set, before);
                    }
                });
        return before.with(joined, workers);
    }

    private void join(TableId table, Hash set, Tables before) {
        Tables from = sets.get(set).tables();
        Node root = from.tree().table(table);
        if (!before.tree().table(table).isEmpty()) {
            throw new IllegalArgumentException(
                    table + " cannot join from " + set + ": a table of that id has records");
        }
        int number = root.isEmpty() ? BlockLinks.NO_TABLE : from.number(table).orElseThrow();
        int displaced =
                root.isEmpty()
                        ? BlockLinks.NO_TABLE
                        : before.number(table).orElse(BlockLinks.NO_TABLE);
        if (!root.isEmpty()) {
            joined.put(table, new Tables.Table(number, root));
        }
        moves.add(new BlockLinks.Move(table, new Link.Join(set), number, displaced));
    }

    /** The tables under the root once the leaving ones left. */
    Tables leave(Tables after) {
        links.forEach(
                (table, link) -> {
                    if (link instanceof Link.Leave(Hash set)) {
                        leave(table, set, after);
                    }
                });
        return after.without(left.keySet(), workers);
    }

    private void leave(TableId table, Hash set, Tables after) {
        Node root = after.tree().table(table);
        checkVacant(table, set);
        int number = root.isEmpty() ? BlockLinks.NO_TABLE : after.number(table).orElseThrow();
        if (!root.isEmpty()) {
            left.put(table, new Tables.Table(number, root));
        }
        moves.add(new BlockLinks.Move(table, new Link.Leave(set), number, BlockLinks.NO_TABLE));
    }

    private void checkVacant(TableId table, Hash set) {
        if (!sets.get(set).tables().tree().table(table).isEmpty()) {
            throw new IllegalArgumentException(
                    table + " cannot leave to " + set + ": it holds a table of that id");
        }
    }

    boolean isEmpty() {
        return moves.isEmpty();
    }

    List<BlockLinks.Move> moves() {
        return moves;
    }

    /** The names of the sets that are touched, in order. */
    Set<Hash> names() {
        Set<Hash> names = new TreeSet<>();
        moves.forEach(move -> names.add(move.set()));
        return names;
    }

    /** Refuses when a set was written to since the block was staged, where it matters. */
    void checkUnchanged() {
        for (BlockLinks.Move move : moves) {
            boolean joins = move.link() instanceof Link.Join;
            Node now = sets.get(move.set()).tables().tree().table(move.table());
            Tables.Table staged = joined.get(move.table());
            boolean same = joins && staged != null ? now == staged.root() : now.isEmpty();
            if (!same) {
                throw new IllegalStateException(
                        move.table()
                                + " of the unlinked tables "
                                + move.set()
                                + " was written after the block was staged; stage it again");
            }
        }
    }

    /** The tables of a set after the block. */
    Tables after(Hash set, Tables before) {
        List<TableId> gone = new ArrayList<>();
        Map<TableId, Tables.Table> come = new HashMap<>();
        for (BlockLinks.Move move : moves) {
            if (move.set().equals(set) && move.joined()) {
                gone.add(move.table());
            } else if (move.set().equals(set) && left.containsKey(move.table())) {
                come.put(move.table(), left.get(move.table()));
            }
        }
        return before.without(gone, workers).with(come, workers);
    }

    /** The trees of the tables that move, by number. */
    Map<Integer, Node> trees() {
        Map<Integer, Node> trees = new HashMap<>();
        joined.values().forEach(table -> trees.put(table.number(), table.root()));
        left.values().forEach(table -> trees.put(table.number(), table.root()));
        return trees;
    }
}
