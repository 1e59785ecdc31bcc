package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** A state with later changes laid over it, on the heap. */
final class Layer implements StateView {
    private static final Bytes ZERO = Bytes.wrap(new byte[1]);

    private StateView base;
    private final SortedMap<TableId, NavigableMap<Bytes, Optional<Bytes>>> changed =
            new TreeMap<>();

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
                        (table, rows) ->
                                changed.computeIfAbsent(table, _ -> new TreeMap<>()).putAll(rows));
    }

    /** As it is now; what is applied to this one later does not show. */
    StateView frozen() {
        Layer frozen = new Layer(base);
        frozen.apply(changes());
        return frozen;
    }

    /** Its changes lie in {@code base} from now on. */
    void rebase(StateView base) {
        this.base = base;
        changed.clear();
    }

    void put(TableId table, Bytes key, Bytes value) {
        changed.computeIfAbsent(table, _ -> new TreeMap<>()).put(key, Optional.of(value));
    }

    /** All changes since the beginning, net. */
    ChangeSet changes() {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        changed.forEach((table, rows) -> tables.put(table, new TreeMap<>(rows)));
        return new ChangeSet(tables);
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        NavigableMap<Bytes, Optional<Bytes>> rows = changed.get(table);
        Optional<Bytes> own = rows == null ? null : rows.get(key);
        return own == null ? base.get(table, key) : own;
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        NavigableMap<Bytes, Optional<Bytes>> own = changed.get(table);
        if (own == null || limit <= 0 || to.isPresent() && from.compareTo(to.get()) >= 0) {
            return base.range(table, from, to, limit);
        }
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
        TreeMap<Bytes, Bytes> rows = new TreeMap<>();
        page.forEach(row -> rows.put(row.key(), row.value()));
        SortedMap<Bytes, Optional<Bytes>> here =
                end.isPresent() ? own.subMap(from, end.get()) : own.tailMap(from);
        here.forEach(
                (key, value) ->
                        value.ifPresentOrElse(put -> rows.put(key, put), () -> rows.remove(key)));
        List<Row> all = new ArrayList<>(rows.size());
        rows.forEach((key, value) -> all.add(new Row(key, value)));
        return all;
    }
}
