package theseus.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** A state with later changes laid over it, on the heap. By one thread at a time. */
final class Layer implements StateView {
    private static final Bytes ZERO = Bytes.wrap(new byte[1]);

    private final Map<TableId, Rows> changed = new HashMap<>();
    private final StateView base;

    /** Most is read by key; the order is made when a range is first asked for. */
    private static final class Rows {
        private final Map<Bytes, Optional<Bytes>> byKey = new HashMap<>();
        private Optional<NavigableMap<Bytes, Optional<Bytes>>> sorted = Optional.empty();

        void put(Bytes key, Optional<Bytes> value) {
            byKey.put(key, value);
            sorted.ifPresent(rows -> rows.put(key, value));
        }

        NavigableMap<Bytes, Optional<Bytes>> sorted() {
            if (sorted.isEmpty()) {
                sorted = Optional.of(new TreeMap<>(byKey));
            }
            return sorted.get();
        }
    }

    Layer(StateView base) {
        this.base = base;
    }

    /** Nothing beneath. */
    static Layer empty() {
        return new Layer(
                new StateView() {
                    @Override
                    public Optional<Bytes> get(TableId table, Bytes key) {
                        return Optional.empty();
                    }

                    @Override
                    public List<Row> range(
                            TableId table, Bytes from, Optional<Bytes> to, int limit) {
                        return List.of();
                    }
                });
    }

    void apply(ChangeSet changes) {
        changes.tables()
                .forEach(
                        (table, rows) -> {
                            Rows own = rows(table);
                            rows.forEach(own::put);
                        });
    }

    void put(TableId table, Bytes key, Bytes value) {
        rows(table).put(key, Optional.of(value));
    }

    private Rows rows(TableId table) {
        return changed.computeIfAbsent(table, _ -> new Rows());
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        Rows rows = changed.get(table);
        Optional<Bytes> own = rows == null ? null : rows.byKey.get(key);
        return own == null ? base.get(table, key) : own;
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        Rows changes = changed.get(table);
        if (changes == null || limit <= 0 || to.isPresent() && from.compareTo(to.get()) >= 0) {
            return base.range(table, from, to, limit);
        }
        NavigableMap<Bytes, Optional<Bytes>> own = changes.sorted();
        List<Row> rows = new ArrayList<>();
        Bytes position = from;
        while (true) {
            List<Row> page = base.range(table, position, to, limit);
            boolean last = page.size() < limit;
            Optional<Bytes> end = last ? to : Optional.of(page.getLast().key().concat(ZERO));
            for (Row row : merged(own, page, position, end)) {
                if (rows.size() == limit) {
                    return rows;
                }
                rows.add(row);
            }
            if (last || rows.size() == limit) {
                return rows;
            }
            position = end.orElseThrow();
        }
    }

    private static List<Row> merged(
            NavigableMap<Bytes, Optional<Bytes>> own,
            List<Row> page,
            Bytes from,
            Optional<Bytes> end) {
        SortedMap<Bytes, Optional<Bytes>> here =
                end.isPresent() ? own.subMap(from, end.get()) : own.tailMap(from);
        if (here.isEmpty()) {
            return page;
        }
        TreeMap<Bytes, Bytes> rows = new TreeMap<>();
        page.forEach(row -> rows.put(row.key(), row.value()));
        here.forEach(
                (key, value) ->
                        value.ifPresentOrElse(put -> rows.put(key, put), () -> rows.remove(key)));
        List<Row> all = new ArrayList<>(rows.size());
        rows.forEach((key, value) -> all.add(new Row(key, value)));
        return all;
    }
}
