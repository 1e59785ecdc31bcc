package theseus.state;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import theseus.protocol.TableId;

/** Takes trees over blocks, forth or back, by the blocks' undo. */
final class Replay {
    private final LinkLog log;
    private final UnlinkedSets sets;
    private final Priors priors;
    private final TableNumbers numbers;
    private final Workers workers;
    private final Map<Integer, Node> joined = new HashMap<>();
    private StateTree tree;

    /** Goes back from {@code tree}. */
    Replay(
            StateTree tree,
            LinkLog log,
            UnlinkedSets sets,
            Priors priors,
            TableNumbers numbers,
            Workers workers) {
        this.tree = tree;
        this.log = log;
        this.sets = sets;
        this.priors = priors;
        this.numbers = numbers;
        this.workers = workers;
    }

    StateTree tree() {
        return tree;
    }

    /** The tables that joined in the blocks gone back over, as they were before, by number. */
    Map<Integer, Node> joined() {
        return joined;
    }

    /** To the tree before block {@code height}: what left is back, and what joined is not there. */
    void back(long height, Undo undo) {
        BlockLinks links = log.at(height);
        if (!links.isEmpty()) {
            tree = tree.replaced(left(height, links), workers);
        }
        Map<TableId, LeafChanges> leaves = new TreeMap<>();
        undo.forEach(
                part -> {
                    LeafChanges table =
                            leaves.computeIfAbsent(
                                    numbers.id(part.table()),
                                    id -> new LeafChanges(part.entries().size()));
                    for (Undo.Entry entry : part.entries()) {
                        priors.value(part.table(), entry)
                                .ifPresentOrElse(
                                        value -> table.put(entry.key(), value, mark(entry)),
                                        () -> table.remove(entry.key()));
                    }
                });
        tree = tree.with(leaves, workers);
        if (!links.isEmpty()) {
            tree = tree.replaced(unjoined(links), workers);
        }
    }

    private Map<TableId, Node> left(long height, BlockLinks links) {
        Map<TableId, Node> roots = new TreeMap<>();
        for (BlockLinks.Move move : links.moves()) {
            if (move.left()) {
                Node root = joined.remove(move.number());
                roots.put(move.table(), root != null ? root : sets.left(height, move));
            }
        }
        return roots;
    }

    private Map<TableId, Node> unjoined(BlockLinks links) {
        Map<TableId, Node> roots = new TreeMap<>();
        for (BlockLinks.Move move : links.moves()) {
            if (move.joined()) {
                joined.put(move.number(), tree.table(move.table()));
                roots.put(move.table(), Bucket.EMPTY);
            }
        }
        return roots;
    }

    private static long mark(Undo.Entry entry) {
        return entry.prior() instanceof Undo.PutAt at ? at.height() + 1 : LeafChanges.UNKNOWN;
    }

    /** Takes {@code trees}, by number, over block {@code height}. */
    static void after(
            Map<Integer, Node> trees,
            long height,
            Undo undo,
            IntPredicate wanted,
            Workers workers) {
        Map<Integer, LeafChanges> leaves = new TreeMap<>();
        undo.forEach(
                part -> {
                    if (!wanted.test(part.table())) {
                        return;
                    }
                    LeafChanges table =
                            leaves.computeIfAbsent(
                                    part.table(), number -> new LeafChanges(part.entries().size()));
                    for (Undo.Entry entry : part.entries()) {
                        entry.value()
                                .ifPresentOrElse(
                                        value -> table.put(entry.key(), value, height + 1),
                                        () -> table.remove(entry.key()));
                    }
                });
        apply(leaves, trees, workers);
    }

    static void apply(
            Map<Integer, LeafChanges> changes, Map<Integer, Node> trees, Workers workers) {
        changes.forEach(
                (number, leaves) ->
                        trees.put(
                                number,
                                TrieUpdate.apply(
                                        trees.getOrDefault(number, Bucket.EMPTY),
                                        leaves,
                                        workers)));
    }
}
