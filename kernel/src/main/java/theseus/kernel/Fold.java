package theseus.kernel;

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

/**
 * A state with known changes over it. Other than an {@link Overlay} it never reads the base for a
 * key that changed, so that laying many changes over a state costs no reads.
 */
final class Fold implements StateView {
    private final StateView base;
    private final SortedMap<TableId, NavigableMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();

    Fold(StateView base) {
        this.base = base;
    }

    Fold apply(ChangeSet changes) {
        changes.tables()
                .forEach(
                        (table, rows) ->
                                tables.computeIfAbsent(table, _ -> new TreeMap<>()).putAll(rows));
        return this;
    }

    /** All that was laid over the base. */
    ChangeSet changes() {
        return new ChangeSet(new TreeMap<>(tables));
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        NavigableMap<Bytes, Optional<Bytes>> rows = tables.get(table);
        if (rows != null) {
            Optional<Bytes> changed = rows.get(key);
            if (changed != null) {
                return changed;
            }
        }
        return base.get(table, key);
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        NavigableMap<Bytes, Optional<Bytes>> all = tables.get(table);
        boolean empty = to.isPresent() && from.compareTo(to.get()) >= 0;
        if (all == null || limit <= 0 || empty) {
            return base.range(table, from, to, limit);
        }
        SortedMap<Bytes, Optional<Bytes>> own = all.tailMap(from, true);
        if (to.isPresent()) {
            own = own.headMap(to.get());
        }
        return merged(new RowPages(base, table, from, to, limit), own, limit);
    }

    private static List<Row> merged(
            RowPages pages, SortedMap<Bytes, Optional<Bytes>> own, int limit) {
        List<Row> rows = new ArrayList<>();
        for (var change : own.entrySet()) {
            while (rows.size() < limit
                    && pages.hasNext()
                    && pages.peek().key().compareTo(change.getKey()) < 0) {
                rows.add(pages.next());
            }
            if (rows.size() == limit) {
                return rows;
            }
            if (pages.hasNext() && pages.peek().key().equals(change.getKey())) {
                pages.next();
            }
            change.getValue().ifPresent(value -> rows.add(new Row(change.getKey(), value)));
        }
        while (rows.size() < limit && pages.hasNext()) {
            rows.add(pages.next());
        }
        return rows;
    }
}
