package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** A state with the changes of some transactions over it. */
final class Layered implements StateView {
    private final StateView base;
    private final Map<TableId, TreeMap<Bytes, Optional<Bytes>>> layers = new TreeMap<>();

    Layered(StateView base) {
        this.base = base;
    }

    void apply(ChangeSet changes) {
        changes.tables()
                .forEach(
                        (table, rows) ->
                                layers.computeIfAbsent(table, t -> new TreeMap<>()).putAll(rows));
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        TreeMap<Bytes, Optional<Bytes>> layer = layers.get(table);
        Optional<Bytes> changed = layer == null ? null : layer.get(key);
        return changed == null ? base.get(table, key) : changed;
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        TreeMap<Bytes, Optional<Bytes>> layer = layers.get(table);
        if (layer == null || limit <= 0) {
            return base.range(table, from, to, limit);
        }
        SortedMap<Bytes, Optional<Bytes>> changed =
                to.map(end -> layer.subMap(from, end)).orElseGet(() -> layer.tailMap(from));
        // each change can hide one row of the base
        TreeMap<Bytes, Bytes> rows = new TreeMap<>();
        int enough = (int) Math.min(Integer.MAX_VALUE, (long) limit + changed.size());
        base.range(table, from, to, enough).forEach(row -> rows.put(row.key(), row.value()));
        changed.forEach(
                (key, value) ->
                        value.ifPresentOrElse(v -> rows.put(key, v), () -> rows.remove(key)));
        List<Row> result = new ArrayList<>();
        for (var row : rows.entrySet()) {
            if (result.size() == limit) {
                break;
            }
            result.add(new Row(row.getKey(), row.getValue()));
        }
        return result;
    }
}
