package theseus.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** A state with a plan's new tables, as if they had joined the root. */
record JoiningView(StateView state, StateView joining, Set<TableId> tables) implements StateView {
    JoiningView {
        tables = Set.copyOf(tables);
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        return of(table).get(table, key);
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        return of(table).range(table, from, to, limit);
    }

    private StateView of(TableId table) {
        return tables.contains(table) ? joining : state;
    }
}
