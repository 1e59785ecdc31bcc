package theseus.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import theseus.protocol.TableId;
import theseus.state.spi.Storage;

/** The links of one block taken back: what its sets become, and who holds its tables. */
final class TakenBack {
    private final long height;
    private final BlockLinks links;
    private final Map<Integer, Node> joined;
    private final Map<UnlinkedSet, UnlinkedSet.Content> contents = new HashMap<>();
    private final List<Integer> dropped = new ArrayList<>();
    private final List<Integer> restored = new ArrayList<>();

    /**
     * @param joined the trees that joined, as they were before the block
     * @param after numbers of the tables under the root, after the block
     */
    TakenBack(
            long height, BlockLinks links, Map<Integer, Node> joined, Map<TableId, Integer> after) {
        this.height = height;
        this.links = links;
        this.joined = joined;
        for (BlockLinks.Move move : links.moves()) {
            Integer newer = after.get(move.table());
            if (move.left() && newer != null) {
                dropped.add(newer);
            }
            if (move.released() != BlockLinks.NO_TABLE) {
                restored.add(move.released());
            }
        }
    }

    void over(UnlinkedSet set) {
        var now = set.content();
        Tables tables = set.tables();
        List<TableId> gone = new ArrayList<>();
        Map<TableId, Tables.Table> come = new HashMap<>();
        for (BlockLinks.Move move : links.moves()) {
            if (!move.set().equals(set.name())) {
                continue;
            }
            Integer held = now.numbers().get(move.table());
            if (move.left() && held != null && held == move.number()) {
                gone.add(move.table());
            } else if (move.joined()) {
                come.put(move.table(), new Tables.Table(move.number(), tree(move)));
                if (held != null) {
                    dropped.add(held);
                }
            }
        }
        Tables back = tables.without(gone, Workers.NONE).with(come, Workers.NONE);
        contents.put(set, content(set, now, back, !come.isEmpty()));
    }

    private UnlinkedSet.Content content(
            UnlinkedSet set, UnlinkedSet.Content now, Tables back, boolean came) {
        var before = links.before(set.name()).orElseThrow();
        if (came) {
            return now.with(back, height - 1, before.mark());
        }
        boolean stays = before.existed() || now.height() >= 0 || !back.numbers().isEmpty();
        return now.exists() && stays
                ? now.with(back, now.height(), now.mark())
                : UnlinkedSet.Content.NONE;
    }

    private Node tree(BlockLinks.Move move) {
        Node tree = joined.get(move.number());
        if (tree == null) {
            throw new IllegalStateException("no tree of the table that joined: " + move);
        }
        return tree;
    }

    void write(List<Storage.Write> writes) {
        for (BlockLinks.Move move : links.moves()) {
            if (move.joined()) {
                writes.add(Owner.write(move.number(), new Owner.InSet(move.set())));
            }
        }
        dropped.forEach(number -> writes.add(Owner.write(number, new Owner.Dropped())));
        restored.forEach(number -> writes.add(Owner.root(number)));
        contents.forEach((set, content) -> writes.add(set.row(content)));
    }

    Map<UnlinkedSet, UnlinkedSet.Content> contents() {
        return contents;
    }

    List<Integer> dropped() {
        return dropped;
    }

    List<Integer> restored() {
        return restored;
    }
}
