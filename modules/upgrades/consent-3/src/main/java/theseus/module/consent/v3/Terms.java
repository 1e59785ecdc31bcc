package theseus.module.consent.v3;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/**
 * What of a grant decides, the grant as a whole: what version 2 keeps (schema 2), and what queries
 * answer.
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
        boolean revoked,
        Use use) {

    boolean areWellFormed() {
        return Tags.wellFormed(tags, Consent.MAX_TAGS)
                && fromMillis < untilMillis
                && use.isWellFormed();
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
}
