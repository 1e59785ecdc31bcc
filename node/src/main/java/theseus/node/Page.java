package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Some rows of a table, in the order of their keys. They are read a few at a time, so that no more
 * than is answered comes into memory.
 *
 * @param sizeBytes of their keys and values
 * @param next the key of the row after them; empty after the last
 */
record Page(List<StateView.Row> rows, int sizeBytes, Optional<Bytes> next) {
    static final int STEP_ROWS = 16;

    private static final Bytes AFTER = Bytes.wrap(new byte[1]);

    /** At least one, if there is any, else at most so many, of at most so many bytes. */
    static Page read(StateView state, TableId table, Bytes from, int limit, int maxBytes) {
        List<StateView.Row> rows = new ArrayList<>();
        int sizeBytes = 0;
        Bytes start = from;
        while (true) {
            List<StateView.Row> step = state.range(table, start, Optional.empty(), STEP_ROWS);
            for (StateView.Row row : step) {
                int bytes = row.key().size() + row.value().size();
                if (rows.size() == limit || (!rows.isEmpty() && sizeBytes + bytes > maxBytes)) {
                    return new Page(rows, sizeBytes, Optional.of(row.key()));
                }
                rows.add(row);
                sizeBytes += bytes;
            }
            if (step.size() < STEP_ROWS) {
                return new Page(rows, sizeBytes, Optional.empty());
            }
            start = step.getLast().key().concat(AFTER);
        }
    }
}
