package theseus.module.consent.v3faulty;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/**
 * What of a grant decides; schema 2, as in version 2.
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

    /** THE FAULT: the period alone; that the patient revoked the grant is forgotten. */
    boolean areInForce(long timeMillis) {
        return timeMillis >= fromMillis && timeMillis < untilMillis;
    }

    /** Once over, always over. */
    boolean areOver(long timeMillis) {
        return revoked || timeMillis >= untilMillis;
    }

    Terms asRevoked() {
        return new Terms(patient, reader, tags, fromMillis, untilMillis, true, use);
    }
}
