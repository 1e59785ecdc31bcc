package theseus.module.consent.v3;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/**
 * What a patient lets be read in an emergency, and by whom.
 *
 * @param tags the reduced data set; blinded, ascending
 * @param readers accounts of emergency departments, ascending, 1 to {@link #MAX_READERS}
 * @param leaseMillis how long, {@link #MIN_LEASE_MILLIS} to {@link #MAX_LEASE_MILLIS}
 */
public record EmergencyRule(List<Bytes> tags, List<AccountId> readers, long leaseMillis) {
    public static final int MAX_READERS = 16;
    public static final long MIN_LEASE_MILLIS = 60 * 1000L;
    public static final long MAX_LEASE_MILLIS = 24 * 60 * 60 * 1000L;

    boolean isWellFormed() {
        for (int i = 1; i < readers.size(); i++) {
            if (readers.get(i - 1).compareTo(readers.get(i)) >= 0) {
                return false;
            }
        }
        return Tags.wellFormed(tags, Consent.MAX_TAGS)
                && !readers.isEmpty()
                && readers.size() <= MAX_READERS
                && leaseMillis >= MIN_LEASE_MILLIS
                && leaseMillis <= MAX_LEASE_MILLIS;
    }
}
