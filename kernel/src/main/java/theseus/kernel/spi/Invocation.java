package theseus.kernel.spi;

import java.util.List;
import theseus.kernel.spi.StateView.Row;
import theseus.sdk.Bytes;

/** What a sandbox is asked to run. All bodies are canonical encodings under the descriptor. */
public sealed interface Invocation {
    /** Fills the tables of a new instance. */
    record Genesis(Bytes document) implements Invocation {}

    record Handle(String message, int form, Bytes body) implements Invocation {}

    /** Returns the encoded result. */
    record Answer(String query, Bytes body) implements Invocation {}

    /** A call from another module; {@code arguments} is an array; returns the encoded result. */
    record Call(String interfaceName, String method, Bytes arguments) implements Invocation {}

    record BeginBlock() implements Invocation {}

    record EndBlock() implements Invocation {}

    /**
     * Computes what is derived from a record; pure, the host is not called. Ends as {@link
     * Outcome.Derived}.
     *
     * @param checked whether the record invariants must hold too (a broken one is a trap); not for
     *     a record that is being replaced or removed, else a stricter invariant of a later version
     *     would lock what it objects to
     */
    record Derive(int table, Bytes key, Bytes value, boolean checked) implements Invocation {}

    /** Whether the sum invariant {@code name} holds for {@code total}; returns a boolean. */
    record CheckSum(String name, long total) implements Invocation {}

    /** Whether the scan invariant {@code name} holds for a record; returns a boolean. */
    record CheckScan(String name, Bytes key, Bytes value) implements Invocation {}

    /** The canary key of a message; returns a byte string. */
    record CanaryKey(String message, int form, Bytes body) implements Invocation {}

    /**
     * Carries old records up through lens number {@code lens} of the descriptor; ends as {@link
     * Outcome.Carried}. One record, at most one previous for a lens of records; in key order for a
     * family.
     */
    record Up(int lens, List<Row> old, List<Row> previous) implements Invocation {
        public Up {
            old = List.copyOf(old);
            previous = List.copyOf(previous);
        }
    }

    /** The other way. */
    record Down(int lens, List<Row> current, List<Row> previous) implements Invocation {
        public Down {
            current = List.copyOf(current);
            previous = List.copyOf(previous);
        }
    }

    /** An event of the version before as one of this version; returns its body. */
    record UpEvent(String event, Bytes body) implements Invocation {}
}
