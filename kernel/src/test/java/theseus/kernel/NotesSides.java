package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Outcome.Image;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** The bookkeeping of a plan on {@link Notes} in a state without a trip. */
final class NotesSides {
    private static final TableId OLD = new TableId("n", "notes", 1);
    private static final TableId NEW = new TableId("n", "notes", 2);

    private NotesSides() {}

    /** The old table holds the images of the new one; each side's index and sum are right. */
    static void mustAgree(TestChain chain, Notes next) {
        mustAgree(chain, next, "");
    }

    static void mustAgree(TestChain chain, Notes next, String where) {
        TreeMap<Bytes, Bytes> images = new TreeMap<>();
        rows(chain, NEW).forEach((key, value) -> down(next, new Row(key, value), images));
        assertEquals(images, rows(chain, OLD), where);
        derived(chain, Notes.one(), where);
        derived(chain, next, where);
    }

    private static void down(Notes next, Row row, TreeMap<Bytes, Bytes> images) {
        Invocation down = new Invocation.Down(0, List.of(row), List.of());
        Outcome outcome = next.open().invoke(down, new PureHost("n"), Way.UNIT_GAS);
        if (((Outcome.Carried) outcome).image() instanceof Image.Is(List<Row> rows)) {
            rows.forEach(one -> images.put(one.key(), one.value()));
        }
    }

    private static void derived(TestChain chain, Notes module, String where) {
        TreeSet<Bytes> index = new TreeSet<>();
        long total = 0;
        TableId base = new TableId("n", "notes", module.version());
        for (var row : rows(chain, base).entrySet()) {
            Invocation derive =
                    new Invocation.Derive(Notes.NOTES, row.getKey(), row.getValue(), true);
            Outcome outcome = module.open().invoke(derive, new PureHost("n"), Way.UNIT_GAS);
            Outcome.Derived derived = (Outcome.Derived) outcome;
            index.add(derived.keys().getFirst().key());
            total += derived.amounts().getFirst().amount();
        }
        TableId byValue = new TableId("n", "byValue", module.version());
        assertEquals(index, rows(chain, byValue).navigableKeySet(), where);
        TableId sum = new TableId("n", "total", module.version());
        assertEquals(total, DerivedTables.total(chain.state, sum), where);
    }

    private static TreeMap<Bytes, Bytes> rows(TestChain chain, TableId table) {
        return chain.state.tables.getOrDefault(table, new TreeMap<>());
    }
}
