package theseus.protocol;

import java.util.List;
import theseus.sdk.Bytes;

/**
 * What comparing has seen in a window. The follower reports it, the block keeps it from CANARY on;
 * it is a function of the chain alone.
 *
 * <p>With all its bounds used it fits into {@link Limits#MAX_TALLY_BYTES}.
 *
 * @param messages sorted by name, at most {@link #MAX_MESSAGES}; message types of which nothing ran
 *     twice are not listed
 * @param keys distinct canary keys that count for the window, up to {@link #MAX_KEYS}: all that
 *     were compared beside the chain, from CANARY on those that the candidate served
 * @param evidence of the first hits of absolute gates, at most {@link #MAX_EVIDENCE}; only the
 *     first has receipts
 */
public record Tally(
        List<MessageTally> messages, long compared, long keys, List<Evidence> evidence) {
    public static final int MAX_EVIDENCE = 4;
    public static final int MAX_KEYS = 4096;
    public static final int MAX_MESSAGES = 128;

    /** Of these, types of the plan's own instances; a plan with more is not opened. */
    public static final int MAX_OWN_MESSAGES = 96;

    public static final Tally EMPTY = new Tally(List.of(), 0, 0, List.of());

    private static final RecordCodec<Tally> CODEC = RecordCodec.of(Tally.class);

    public Tally {
        messages = List.copyOf(messages);
        evidence = List.copyOf(evidence);
        Wire.atMost("message types of a tally", messages.size(), MAX_MESSAGES);
        Wire.atMost("evidence of a tally", evidence.size(), MAX_EVIDENCE);
    }

    /**
     * Of one message type. A transaction counts for each type of message in it.
     *
     * @param equal alike in both worlds, traps and refusals that both had included
     * @param declared different as declared
     * @param undeclared different otherwise, failures of the candidate included
     * @param oversized not compared and no sample: one version came to a bound on sizes to which
     *     the other kept
     * @param served in which the candidate's effects counted; none before CANARY
     * @param keys distinct canary keys of this type, counted up to {@link #MAX_KEYS}
     * @param oldGas sum over the first sample of each key
     * @param candidateGas sum over the same samples
     */
    public record MessageTally(
            Plan.MessageName message,
            long equal,
            long declared,
            long undeclared,
            long oversized,
            long served,
            long keys,
            long oldGas,
            long candidateGas) {
        /** Those that were compared. */
        public long samples() {
            return equal + declared + undeclared;
        }
    }

    public Bytes encode() {
        return CODEC.encode(this);
    }

    public static Tally decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }
}
