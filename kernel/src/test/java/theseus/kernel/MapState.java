package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** A state in two sorted maps. Empty tables do not exist, so that equal contents are equal. */
final class MapState implements StateView {
    final SortedMap<TableId, TreeMap<Bytes, Bytes>> tables = new TreeMap<>();

    MapState copy() {
        MapState copy = new MapState();
        tables.forEach((table, rows) -> copy.tables.put(table, new TreeMap<>(rows)));
        return copy;
    }

    MapState apply(ChangeSet changes) {
        changes.tables().forEach((table, rows) -> rows.forEach((k, v) -> write(table, k, v)));
        return this;
    }

    void put(TableId table, Bytes key, Bytes value) {
        write(table, key, Optional.of(value));
    }

    void write(TableId table, Bytes key, Optional<Bytes> value) {
        TreeMap<Bytes, Bytes> rows = tables.computeIfAbsent(table, _ -> new TreeMap<>());
        if (value.isPresent()) {
            rows.put(key, value.get());
        } else {
            rows.remove(key);
        }
        if (rows.isEmpty()) {
            tables.remove(table);
        }
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        return Optional.ofNullable(tables.getOrDefault(table, new TreeMap<>()).get(key));
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        List<Row> rows = new ArrayList<>();
        var tail = tables.getOrDefault(table, new TreeMap<>()).tailMap(from);
        for (var entry : tail.entrySet()) {
            if (rows.size() == limit
                    || to.map(t -> entry.getKey().compareTo(t) >= 0).orElse(false)) {
                break;
            }
            rows.add(new Row(entry.getKey(), entry.getValue()));
        }
        return rows;
    }
}
