package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Submission;
import theseus.sdk.Bytes;

/**
 * What must hold for the submissions of a block, whatever the state: what an honest proposer never
 * proposes, and nobody votes for. Whether each may run is found out by executing it.
 */
public final class BlockChecks {
    private BlockChecks() {}

    /** Why it is no block; from cheap to dear. */
    public static Optional<String> problem(List<Bytes> submissions) {
        if (submissions.size() > Limits.MAX_BLOCK_TRANSACTIONS) {
            return Optional.of(
                    "%d submissions, at most %d are allowed"
                            .formatted(submissions.size(), Limits.MAX_BLOCK_TRANSACTIONS));
        }
        long sizeBytes = 0;
        for (Bytes submission : submissions) {
            sizeBytes += submission.size();
        }
        if (sizeBytes > Limits.MAX_BLOCK_BYTES) {
            return Optional.of(
                    "%d bytes, at most %d are allowed"
                            .formatted(sizeBytes, Limits.MAX_BLOCK_BYTES));
        }
        TreeSet<Bytes> seen = new TreeSet<>();
        for (int i = 0; i < submissions.size(); i++) {
            if (!seen.add(submissions.get(i))) {
                return Optional.of("submission %d stands there twice".formatted(i));
            }
            try {
                Submission.decode(submissions.get(i));
            } catch (MalformedException malformed) {
                return Optional.of("submission %d: %s".formatted(i, malformed.explanation()));
            }
        }
        return Optional.empty();
    }
}
