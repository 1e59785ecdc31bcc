package theseus.state;

import java.util.Map;
import java.util.TreeMap;
import theseus.protocol.TableId;

/** Takes a tree over a block, forth or back, by the block's undo. */
final class Replay {
    private Replay() {}

    /** The tree after block {@code height}. */
    static StateTree after(
            StateTree before, long height, Undo undo, TableNumbers numbers, Workers workers) {
        Map<TableId, LeafChanges> leaves = new TreeMap<>();
        undo.forEach(
                part -> {
                    LeafChanges table = leaves(leaves, numbers.id(part.table()), part);
                    for (Undo.Entry entry : part.entries()) {
                        entry.value()
                                .ifPresentOrElse(
                                        value -> table.put(entry.key(), value, height + 1),
                                        () -> table.remove(entry.key()));
                    }
                });
        return before.with(leaves, workers);
    }

    /** The tree before the block of {@code undo}. */
    static StateTree before(
            StateTree after, Undo undo, Priors priors, TableNumbers numbers, Workers workers) {
        Map<TableId, LeafChanges> leaves = new TreeMap<>();
        undo.forEach(
                part -> {
                    LeafChanges table = leaves(leaves, numbers.id(part.table()), part);
                    for (Undo.Entry entry : part.entries()) {
                        priors.value(part.table(), entry)
                                .ifPresentOrElse(
                                        value -> table.put(entry.key(), value, mark(entry)),
                                        () -> table.remove(entry.key()));
                    }
                });
        return after.with(leaves, workers);
    }

    private static LeafChanges leaves(
            Map<TableId, LeafChanges> leaves, TableId table, Undo.Part part) {
        return leaves.computeIfAbsent(table, id -> new LeafChanges(part.entries().size()));
    }

    private static long mark(Undo.Entry entry) {
        return entry.prior() instanceof Undo.PutAt at ? at.height() + 1 : LeafChanges.UNKNOWN;
    }
}
