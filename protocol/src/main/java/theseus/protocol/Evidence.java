package theseus.protocol;

import java.util.List;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Why a gate stopped a plan, kept on chain: what was submitted, and what each version made of it.
 *
 * @param submission the transaction or routine; all zeros when it was none
 * @param differences one line each, at most {@link #MAX_DIFFERENCES}; keys and values as hex
 * @param old canonical receipt of the version in force, cut out when beyond {@link #MAX_BYTES}
 * @param candidate the same of the candidate
 */
public record Evidence(
        Gate gate,
        long height,
        Hash submission,
        String explanation,
        List<String> differences,
        Optional<Bytes> old,
        Optional<Bytes> candidate) {
    public static final int MAX_DIFFERENCES = 16;
    public static final int MAX_DIFFERENCE_LENGTH = 512;
    public static final int MAX_BYTES = 4096;

    public Evidence {
        differences = List.copyOf(differences);
        Wire.atMost("differences of an evidence", differences.size(), MAX_DIFFERENCES);
    }

    /** Of a gate that no single submission hit. */
    public static Evidence of(Gate gate, long height, String explanation) {
        return new Evidence(
                gate,
                height,
                Hash.ZERO,
                explanation,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
