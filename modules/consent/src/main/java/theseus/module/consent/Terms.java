package theseus.module.consent;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/**
 * What of a grant decides.
 *
 * @param tags blinded, ascending; see README.md
 * @param fromMillis in force from this block time on
 * @param untilMillis in force before this block time
 */
public record Terms(
        AccountId patient,
        AccountId reader,
        List<Bytes> tags,
        long fromMillis,
        long untilMillis,
        boolean revoked) {

    boolean areWellFormed() {
        return Tags.wellFormed(tags, Consent.MAX_TAGS) && fromMillis < untilMillis;
    }

    boolean cover(List<Bytes> wanted) {
        return Tags.cover(tags, wanted);
    }

    boolean areInForce(long timeMillis) {
        return !areOver(timeMillis) && timeMillis >= fromMillis;
    }

    /** Once over, always over. */
    boolean areOver(long timeMillis) {
        return revoked || timeMillis >= untilMillis;
    }

    Terms asRevoked() {
        return new Terms(patient, reader, tags, fromMillis, untilMillis, true);
    }
}
