package theseus.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;

/** Builds trees from the records alone. */
final class Rebuild {
    private static final int ROWS_AT_ONCE = 1 << 16;

    private Rebuild() {}

    /**
     * The trees of tables that stand together.
     *
     * @param progress hears of the records done so far
     */
    static StateTree run(
            Storage storage,
            Map<TableId, Integer> numbers,
            Workers workers,
            LongConsumer progress) {
        Map<TableId, Node> roots = new TreeMap<>();
        long[] done = new long[1];
        new TreeMap<>(numbers)
                .forEach(
                        (table, number) ->
                                roots.put(
                                        table,
                                        table(
                                                storage,
                                                number,
                                                workers,
                                                rows -> progress.accept(done[0] += rows))));
        return StateTree.EMPTY.replaced(roots, workers);
    }

    /**
     * The tree of one table.
     *
     * @param progress hears of how many more records are done
     */
    static Node table(Storage storage, int number, Workers workers, LongConsumer progress) {
        Node root = Bucket.EMPTY;
        Optional<byte[]> end = Keys.after(Keys.record(number, Bytes.EMPTY));
        byte[] from = Keys.record(number, Bytes.EMPTY);
        while (true) {
            List<Storage.Row> rows = storage.scan(Storage.Space.RECORDS, from, end, ROWS_AT_ONCE);
            LeafChanges leaves = new LeafChanges(rows.size());
            for (Storage.Row row : rows) {
                leaves.put(
                        Keys.keyOfRecord(row.key()), Bytes.wrap(row.value()), LeafChanges.UNKNOWN);
            }
            root = TrieUpdate.apply(root, leaves, workers);
            progress.accept(rows.size());
            if (rows.size() < ROWS_AT_ONCE) {
                return root;
            }
            from = Keys.next(rows.getLast().key());
        }
    }
}
