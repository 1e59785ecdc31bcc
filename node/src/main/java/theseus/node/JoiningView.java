package theseus.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** The state before a block with which a plan's new tables join the root: with these tables. */
record JoiningView(StateView state, UnlinkedTables joining, Set<TableId> tables)
        implements StateView {
    JoiningView {
        tables = Set.copyOf(tables);
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        return tables.contains(table) ? joining.get(table, key) : state.get(table, key);
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        return tables.contains(table)
                ? joining.range(table, from, to, limit)
                : state.range(table, from, to, limit);
    }
}
