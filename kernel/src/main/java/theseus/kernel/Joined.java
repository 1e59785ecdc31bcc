package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * A state as if a plan's new tables had joined it.
 *
 * @param own which tables are read from {@code tables}; all others from {@code state}
 */
public record Joined(StateView state, StateView tables, Set<TableId> own) implements StateView {
    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        return side(table).get(table, key);
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        return side(table).range(table, from, to, limit);
    }

    private StateView side(TableId table) {
        return own.contains(table) ? tables : state;
    }
}
