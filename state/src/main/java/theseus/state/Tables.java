package theseus.state;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import theseus.protocol.TableId;

/**
 * Tables that stand together, under the root or in a set: their trees, and the numbers under which
 * their records lie. A table that is empty may have a number or none. Immutable.
 */
record Tables(StateTree tree, Map<TableId, Integer> numbers) {
    static final Tables EMPTY = new Tables(StateTree.EMPTY, Map.of());

    Tables {
        numbers = Collections.unmodifiableMap(numbers);
    }

    /** One of them. */
    record Table(int number, Node root) {}

    Optional<Integer> number(TableId table) {
        return Optional.ofNullable(numbers.get(table));
    }

    Tables with(Map<TableId, Table> moved, Workers workers) {
        if (moved.isEmpty()) {
            return this;
        }
        Map<TableId, Node> roots = new HashMap<>();
        Map<TableId, Integer> after = new HashMap<>(numbers);
        moved.forEach(
                (table, stored) -> {
                    roots.put(table, stored.root());
                    after.put(table, stored.number());
                });
        return new Tables(tree.replaced(roots, workers), after);
    }

    Tables without(Iterable<TableId> moved, Workers workers) {
        Map<TableId, Node> roots = new HashMap<>();
        Map<TableId, Integer> after = new HashMap<>(numbers);
        moved.forEach(
                table -> {
                    roots.put(table, Bucket.EMPTY);
                    after.remove(table);
                });
        return roots.isEmpty() ? this : new Tables(tree.replaced(roots, workers), after);
    }
}
