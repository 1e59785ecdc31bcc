package theseus.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;

/** Builds the trees from the records alone. */
final class Rebuild {
    private static final int ROWS_AT_ONCE = 1 << 16;

    private Rebuild() {}

    /**
     * @param progress hears of the records done so far
     */
    static StateTree run(
            Storage storage, TableNumbers tables, Workers workers, LongConsumer progress) {
        StateTree tree = StateTree.EMPTY;
        byte[] from = new byte[0];
        long done = 0;
        while (true) {
            List<Storage.Row> rows =
                    storage.scan(Storage.Space.RECORDS, from, Optional.empty(), ROWS_AT_ONCE);
            Map<TableId, LeafChanges> leaves = new HashMap<>();
            for (Storage.Row row : rows) {
                Bytes key = Keys.keyOfRecord(row.key());
                leaves.computeIfAbsent(
                                tables.id(Keys.tableOfRecord(row.key())),
                                table -> new LeafChanges(rows.size()))
                        .put(key, Bytes.wrap(row.value()), LeafChanges.UNKNOWN);
            }
            tree = tree.with(leaves, workers);
            done += rows.size();
            if (rows.size() < ROWS_AT_ONCE) {
                return tree;
            }
            progress.accept(done);
            from = Keys.next(rows.getLast().key());
        }
    }
}
