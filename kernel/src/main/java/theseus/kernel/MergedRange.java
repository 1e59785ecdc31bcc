package theseus.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import theseus.kernel.spi.StateView.Row;

/** Merges the rows of a base with the cells written over it; a cell hides the base's row. */
final class MergedRange {
    private MergedRange() {}

    static List<Row> of(RowPages base, Collection<Overlay.Cell> written, int limit) {
        List<Row> rows = new ArrayList<>();
        Iterator<Overlay.Cell> cells = written.iterator();
        while (rows.size() < limit && cells.hasNext()) {
            Overlay.Cell cell = cells.next();
            while (rows.size() < limit
                    && base.hasNext()
                    && base.peek().key().compareTo(cell.key) < 0) {
                rows.add(base.next());
            }
            if (base.hasNext() && base.peek().key().equals(cell.key)) {
                base.next();
            }
            if (rows.size() < limit && cell.current.isPresent()) {
                rows.add(new Row(cell.key, cell.current.get()));
            }
        }
        while (rows.size() < limit && base.hasNext()) {
            rows.add(base.next());
        }
        return rows;
    }
}
