package theseus.protocol;

import java.util.List;
import theseus.sdk.Bytes;

/**
 * What comparing has seen in a window. The follower reports it, the block keeps it from CANARY on;
 * it is a function of the chain alone.
 *
 * @param messages sorted by name; message types without a sample are not listed
 * @param keys distinct canary keys seen, counted up to {@link #MAX_KEYS}
 * @param evidence of the first hits of absolute gates, at most {@link #MAX_EVIDENCE}
 */
public record Tally(
        List<MessageTally> messages, long compared, long keys, List<Evidence> evidence) {
    public static final int MAX_EVIDENCE = 4;
    public static final int MAX_KEYS = 4096;
    public static final Tally EMPTY = new Tally(List.of(), 0, 0, List.of());

    private static final RecordCodec<Tally> CODEC = RecordCodec.of(Tally.class);

    public Tally {
        messages = List.copyOf(messages);
        evidence = List.copyOf(evidence);
        Wire.atMost("evidence of a tally", evidence.size(), MAX_EVIDENCE);
    }

    /**
     * Of one message type. A transaction counts for each type of message in it.
     *
     * @param equal alike in both worlds, traps and refusals that both had included
     * @param declared different as declared
     * @param undeclared different otherwise, failures of the candidate included
     * @param keys distinct canary keys of this type, counted up to {@link #MAX_KEYS}
     * @param oldGas sum over the first sample of each key
     * @param candidateGas sum over the same samples
     */
    public record MessageTally(
            Plan.MessageName message,
            long equal,
            long declared,
            long undeclared,
            long keys,
            long oldGas,
            long candidateGas) {}

    public Bytes encode() {
        return CODEC.encode(this);
    }

    public static Tally decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }
}
