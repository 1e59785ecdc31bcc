package theseus.kernel;

import java.util.List;
import theseus.kernel.spi.Outcome;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * The answer to a query with what it was computed from.
 *
 * @param reads each key that was read, alone or in a range, in the order of first reading; those
 *     that a range passed by are not proof that nothing else lies between
 */
public record Answered(Outcome outcome, List<Read> reads) {
    public Answered {
        reads = List.copyOf(reads);
    }

    /** A key that was read. */
    public record Read(TableId table, Bytes key) {}
}
