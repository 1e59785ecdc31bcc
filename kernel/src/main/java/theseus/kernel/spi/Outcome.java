package theseus.kernel.spi;

import java.util.List;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;

/** How an invocation ended. */
public sealed interface Outcome {
    long gasUsed();

    /** {@code value} is the encoded result, empty where there is none. */
    record Returned(Bytes value, long gasUsed) implements Outcome {}

    record Refused(String code, long gasUsed) implements Outcome {}

    /** {@code reason} is deterministic: it names class and method of the module, no JDK text. */
    record Trapped(TrapKind kind, String reason, long gasUsed) implements Outcome {}

    /** What {@link Invocation.Derive} computed: keys of index tables, amounts of sums. */
    record Derived(List<IndexKey> keys, List<Amount> amounts, long gasUsed) implements Outcome {}

    /** {@code table} is the index table's position in the descriptor. */
    record IndexKey(int table, Bytes key) {}

    /** {@code table} is the sum table's position in the descriptor. */
    record Amount(int table, long amount) {}

    /** What a lens made of records. */
    record Carried(Image image, long gasUsed) implements Outcome {}

    /** What stands on the other side of a lens; up, it is always {@link Is}. */
    sealed interface Image {
        /** In key order, without doubles. */
        record Is(List<StateView.Row> rows) implements Image {
            public Is {
                rows = List.copyOf(rows);
            }
        }

        record Absent() implements Image {}

        record Refuse(String reason) implements Image {}

        /**
         * More, or larger, records than a unit may have. Whose fault that is, is not known here.
         */
        record TooLarge(String what) implements Image {}
    }
}
