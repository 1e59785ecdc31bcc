package theseus.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Writes over a base that does not change. Each key that was touched has a cell with what the base
 * holds and what holds now; a journal of the cells' former contents takes writes back to a
 * checkpoint. A block is an overlay over the state, a transaction one over the block's, a nested
 * call a checkpoint in the transaction's.
 *
 * <p>Point access is one hash lookup. Nothing iterates over a hash order: changes are listed in the
 * order of first write and then sorted, and a table's sorted view is built when a range is first
 * asked of it.
 */
final class Overlay implements StateView {
    private final StateView base;
    private final Map<TableId, Layer> layers = new LinkedHashMap<>();
    private final List<Undo> journal = new ArrayList<>();

    Overlay(StateView base) {
        this.base = base;
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        return cell(layer(table), table, key).current;
    }

    void put(TableId table, Bytes key, Bytes value) {
        write(table, key, Optional.of(value));
    }

    void remove(TableId table, Bytes key) {
        write(table, key, Optional.empty());
    }

    void write(TableId table, Bytes key, Optional<Bytes> content) {
        Layer layer = layer(table);
        Cell cell = cell(layer, table, key);
        journal.add(new Undo(cell, cell.current));
        cell.current = content;
        layer.written(cell);
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        if (limit <= 0 || (to.isPresent() && from.compareTo(to.get()) >= 0)) {
            return List.of();
        }
        Layer layer = layers.get(table);
        if (layer == null || layer.written.isEmpty()) {
            return base.range(table, from, to, limit);
        }
        SortedMap<Bytes, Cell> own = layer.sorted().tailMap(from);
        return MergedRange.of(
                new RowPages(base, table, from, to, limit),
                (to.isPresent() ? own.headMap(to.get()) : own).values(),
                limit);
    }

    /** A point to which {@link #revert} can go back. */
    int checkpoint() {
        return journal.size();
    }

    void revert(int checkpoint) {
        while (journal.size() > checkpoint) {
            Undo last = journal.removeLast();
            last.cell.current = last.former;
        }
    }

    /** What differs from the base. */
    ChangeSet changes() {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        for (Map.Entry<TableId, Layer> entry : layers.entrySet()) {
            SortedMap<Bytes, Optional<Bytes>> changes = entry.getValue().changes();
            if (!changes.isEmpty()) {
                tables.put(entry.getKey(), changes);
            }
        }
        return new ChangeSet(tables);
    }

    void apply(ChangeSet changes) {
        changes.tables().forEach((table, rows) -> rows.forEach((k, v) -> write(table, k, v)));
    }

    private Layer layer(TableId table) {
        Layer layer = layers.get(table);
        if (layer == null) {
            layer = new Layer();
            layers.put(table, layer);
        }
        return layer;
    }

    private Cell cell(Layer layer, TableId table, Bytes key) {
        Cell cell = layer.cells.get(key);
        if (cell == null) {
            cell = new Cell(key, base.get(table, key));
            layer.cells.put(key, cell);
        }
        return cell;
    }

    /** A key of a table that was read or written. */
    static final class Cell {
        final Bytes key;
        final Optional<Bytes> base;
        Optional<Bytes> current;
        private boolean written;

        Cell(Bytes key, Optional<Bytes> base) {
            this.key = key;
            this.base = base;
            this.current = base;
        }
    }

    private record Undo(Cell cell, Optional<Bytes> former) {}

    private static final class Layer {
        private final Map<Bytes, Cell> cells = new LinkedHashMap<>();
        private final List<Cell> written = new ArrayList<>();
        private final TreeMap<Bytes, Cell> sorted = new TreeMap<>();
        private int sortedCount;

        void written(Cell cell) {
            if (!cell.written) {
                cell.written = true;
                written.add(cell);
            }
        }

        /** The written cells by key. */
        TreeMap<Bytes, Cell> sorted() {
            for (; sortedCount < written.size(); sortedCount++) {
                Cell cell = written.get(sortedCount);
                sorted.put(cell.key, cell);
            }
            return sorted;
        }

        SortedMap<Bytes, Optional<Bytes>> changes() {
            SortedMap<Bytes, Optional<Bytes>> changes = new TreeMap<>();
            for (Cell cell : written) {
                if (!cell.current.equals(cell.base)) {
                    changes.put(cell.key, cell.current);
                }
            }
            return changes;
        }
    }
}
