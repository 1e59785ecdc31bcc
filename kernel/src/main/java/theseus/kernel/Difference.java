package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.EventRecord;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** Where two executions of the same submission differ. */
public sealed interface Difference {
    /** In how they ended: class, message, code or kind of trap. */
    record OfResult(Receipt.Status first, Receipt.Status second) implements Difference {}

    /** In the event at a position; empty where one has fewer events. */
    record OfEvent(int position, Optional<EventRecord> first, Optional<EventRecord> second)
            implements Difference {}

    /** In what holds under a key afterwards. */
    record OfRecord(TableId table, Bytes key, Content first, Content second)
            implements Difference {}

    /**
     * In what a lens relates: the records of one unit afterwards in both tables, of which neither
     * is the image of the other.
     */
    record OfUnit(TableId oldTable, List<Row> old, TableId newTable, List<Row> current)
            implements Difference {
        public OfUnit {
            old = List.copyOf(old);
            current = List.copyOf(current);
        }
    }

    /** What an execution did to a record. */
    sealed interface Content {
        record Untouched() implements Content {}

        record Removed() implements Content {}

        record Put(Bytes value) implements Content {}
    }
}
