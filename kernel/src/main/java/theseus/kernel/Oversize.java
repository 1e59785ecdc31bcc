package theseus.kernel;

import java.util.List;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.TrapKind;

/**
 * Where one world of a submission came to a bound of the kernel on sizes and the other kept to it:
 * a version with one field more in an event meets it first. Senders choose sizes, at once or bit by
 * bit, and could end every plan with them, so it says nothing about the candidate; it is no sample
 * either.
 */
final class Oversize {
    /** What is smaller in all was not made too large by who sent it. */
    private static final int LARGE_BYTES = 256;

    private Oversize() {}

    /** Whether that is all that can be said of two executions of one submission. */
    static boolean is(Executed old, Executed candidate) {
        return old.isTrapped(TrapKind.TOO_LARGE) && !candidate.isTrapped()
                || candidate.isTrapped(TrapKind.TOO_LARGE) && !old.isTrapped();
    }

    /**
     * Whether records have a size that somebody chose: who makes more than a bound of fewer bytes
     * is wrong.
     */
    static boolean isLarge(List<Row> rows) {
        long bytes = 0;
        for (Row row : rows) {
            bytes += row.key().size() + row.value().size();
        }
        return bytes >= LARGE_BYTES;
    }
}
