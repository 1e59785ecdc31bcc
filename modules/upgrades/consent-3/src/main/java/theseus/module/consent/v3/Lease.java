package theseus.module.consent.v3;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Access that a reader took in an emergency. It stays, for review.
 *
 * @param tags as the patient's rule had them then
 * @param document hash of what the reader wrote when breaking the glass
 * @param untilMillis in force before this block time, unless the patient disputes it
 * @param report hash of what the reader wrote afterwards
 * @param review what the patient made of it
 */
public record Lease(
        AccountId patient,
        AccountId reader,
        List<Bytes> tags,
        Reason reason,
        Hash document,
        long fromMillis,
        long untilMillis,
        Optional<Hash> report,
        Optional<Review> review) {
    /** Why the patient could not be asked. */
    public enum Reason {
        UNCONSCIOUS,
        DANGER_TO_LIFE,
        DANGER_TO_OTHERS
    }

    /** {@code document} is the hash of what the patient wrote. */
    public record Review(boolean accepted, Hash document) {}

    boolean isInForce(long timeMillis) {
        return timeMillis < untilMillis && !isDisputed();
    }

    boolean isDisputed() {
        return review.isPresent() && !review.get().accepted();
    }

    Lease reported(Hash written) {
        return new Lease(
                patient,
                reader,
                tags,
                reason,
                document,
                fromMillis,
                untilMillis,
                Optional.of(written),
                review);
    }

    Lease reviewed(Review by) {
        return new Lease(
                patient,
                reader,
                tags,
                reason,
                document,
                fromMillis,
                untilMillis,
                report,
                Optional.of(by));
    }
}
