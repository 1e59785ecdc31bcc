package theseus.state;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Changes to tables whose tree has not taken them in: many at once are far cheaper than one write
 * after the other, each of which hashes the way up to the root again. By one thread at a time.
 */
final class Unhashed {
    private final SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes = new TreeMap<>();
    private int count;

    /** How many were added since the last {@link #onto}. */
    int count() {
        return count;
    }

    void add(ChangeSet more) {
        more.tables()
                .forEach(
                        (table, records) ->
                                changes.computeIfAbsent(table, any -> new TreeMap<>())
                                        .putAll(records));
        count += more.size();
    }

    /** The tree with all of them. Nothing is left then; all of it is, when it fails. */
    StateTree onto(StateTree tree) {
        Map<TableId, LeafChanges> leaves = new TreeMap<>();
        changes.forEach(
                (table, records) ->
                        leaves.put(table, Staging.leaves(records, LeafChanges.UNKNOWN)));
        StateTree next = tree.with(leaves, Workers.NONE);
        clear();
        return next;
    }

    void clear() {
        changes.clear();
        count = 0;
    }
}
