package theseus.state;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.protocol.TrieHash;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The tries of a state at one height: one per table, and the top trie over their roots. Immutable;
 * shares what did not change with the trees before and after it.
 */
record StateTree(Map<TableId, Node> tables, Node top) {
    static final StateTree EMPTY = new StateTree(Map.of(), Bucket.EMPTY);

    StateTree {
        tables = Collections.unmodifiableMap(tables);
    }

    Hash root() {
        return top.hash();
    }

    StateTree with(Map<TableId, LeafChanges> changes, Workers workers) {
        Map<TableId, Node> roots = new TreeMap<>();
        changes.forEach(
                (table, leaves) ->
                        roots.put(table, TrieUpdate.apply(table(table), leaves, workers)));
        return replaced(roots, workers);
    }

    /** With other tables in the place of those, whole; an empty one is none. */
    StateTree replaced(Map<TableId, Node> roots, Workers workers) {
        Map<TableId, Node> after = new TreeMap<>(tables);
        LeafChanges changes = new LeafChanges(roots.size());
        roots.forEach(
                (table, root) -> {
                    if (root.isEmpty()) {
                        after.remove(table);
                    } else {
                        after.put(table, root);
                    }
                    changes.set(TrieHash.path(table), root.hash());
                });
        return new StateTree(after, TrieUpdate.apply(top, changes, workers));
    }

    /** {@code value} is what the state holds under {@code key}. */
    StateProof prove(TableId table, Bytes key, Optional<Bytes> value) {
        Node root = table(table);
        return new StateProof(
                table,
                key,
                value,
                TriePath.to(root, TrieHash.path(key)),
                root.isEmpty() ? Optional.empty() : Optional.of(root.hash()),
                TriePath.to(top, TrieHash.path(table)));
    }

    Node table(TableId table) {
        return tables.getOrDefault(table, Bucket.EMPTY);
    }
}
