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
}
