package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** A page of large rows takes no more into memory than it answers. */
final class PageTest {
    private static final TableId TABLE = new TableId("some", "rows", 1);
    private static final int ROWS = 1_000;

    private final byte[] value;
    private int read;

    PageTest() {
        value = new byte[1_000];
    }

    /** Rows whose keys are 0 to 999 in two bytes. */
    private final StateView state =
            new StateView() {
                @Override
                public Optional<Bytes> get(TableId table, Bytes key) {
                    throw new AssertionError("it is read in order");
                }

                @Override
                public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
                    List<Row> rows = new ArrayList<>();
                    for (int i = 0; i < ROWS && rows.size() < limit; i++) {
                        if (key(i).compareTo(from) >= 0) {
                            rows.add(new Row(key(i), Bytes.wrap(value)));
                        }
                    }
                    read += rows.size();
                    return rows;
                }
            };

    private static Bytes key(int number) {
        return Bytes.wrap(new byte[] {(byte) (number >> 8), (byte) number});
    }

    private Page page(Bytes from, int limit, int maxBytes) {
        return Page.read(state, TABLE, from, limit, maxBytes);
    }

    @Test
    void bytesBoundWhatIsRead() {
        Page page = page(Bytes.EMPTY, ROWS, 10_100);
        assertEquals(10, page.rows().size());
        assertEquals(Optional.of(key(10)), page.next());
        assertEquals(10 * 1_002, page.sizeBytes());
        assertTrue(read <= 2 * Page.STEP_ROWS, "read " + read);
    }

    @Test
    void oneThatIsTooLargeIsAnsweredAlone() {
        Page page = page(key(7), 50, 1);
        assertEquals(key(7), page.rows().getFirst().key());
        assertEquals(1, page.rows().size());
        assertEquals(Optional.of(key(8)), page.next());
    }

    @Test
    void pagesGoOverEverythingOnce() {
        for (int limit : new int[] {1, 15, 16, 17, 100, ROWS, ROWS + 1}) {
            List<Bytes> all = new ArrayList<>();
            Optional<Bytes> next = Optional.of(Bytes.EMPTY);
            while (next.isPresent()) {
                Page page = page(next.get(), limit, 20_000);
                assertTrue(page.rows().size() <= limit);
                page.rows().forEach(row -> all.add(row.key()));
                next = page.next();
            }
            assertEquals(ROWS, all.size());
            for (int i = 0; i < ROWS; i++) {
                assertEquals(key(i), all.get(i));
            }
        }
    }
}
