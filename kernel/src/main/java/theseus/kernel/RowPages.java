package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** The rows of a range, fetched page by page. */
final class RowPages {
    private static final int MIN_PAGE_ROWS = 16;
    private static final Bytes ZERO = Bytes.of(new byte[1]);

    private final StateView state;
    private final TableId table;
    private final Optional<Bytes> to;
    private final int pageSize;
    private List<Row> page;
    private int position;

    RowPages(StateView state, TableId table, Bytes from, Optional<Bytes> to, int pageSize) {
        this.state = state;
        this.table = table;
        this.to = to;
        this.pageSize = Math.max(MIN_PAGE_ROWS, pageSize);
        this.page = state.range(table, from, to, this.pageSize);
    }

    /** The least key after {@code key}. */
    static Bytes successor(Bytes key) {
        return key.concat(ZERO);
    }

    boolean hasNext() {
        if (position == page.size() && page.size() == pageSize) {
            Bytes from = successor(page.getLast().key());
            page =
                    to.isPresent() && from.compareTo(to.get()) >= 0
                            ? List.of()
                            : state.range(table, from, to, pageSize);
            position = 0;
        }
        return position < page.size();
    }

    Row peek() {
        return page.get(position);
    }

    Row next() {
        return page.get(position++);
    }
}
