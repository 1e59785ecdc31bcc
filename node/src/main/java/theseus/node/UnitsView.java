package theseus.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * A state that shows of some tables a few units only; of all others everything.
 *
 * @param units by table, the first key that each unit could have
 */
record UnitsView(
        StateView state, Map<TableId, ReadTable> read, Map<TableId, SortedSet<Bytes>> units)
        implements StateView {
    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        ReadTable of = read.get(table);
        return of == null || shown(table).contains(of.unit(key))
                ? state.get(table, key)
                : Optional.empty();
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        ReadTable of = read.get(table);
        if (of == null) {
            return state.range(table, from, to, limit);
        }
        List<Row> rows = new ArrayList<>();
        for (Bytes unit : shown(table)) {
            Bytes end = of.end(unit);
            if (rows.size() >= limit) {
                break;
            }
            if (end.compareTo(from) <= 0) {
                continue;
            }
            Bytes first = unit.compareTo(from) < 0 ? from : unit;
            Bytes last = to.isPresent() && to.get().compareTo(end) < 0 ? to.get() : end;
            if (first.compareTo(last) < 0) {
                rows.addAll(state.range(table, first, Optional.of(last), limit - rows.size()));
            }
        }
        return rows;
    }

    private SortedSet<Bytes> shown(TableId table) {
        SortedSet<Bytes> shown = units.get(table);
        return shown == null ? Collections.emptySortedSet() : shown;
    }
}
