package theseus.module.consent.v3;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Message;

/** The form of a grant that version 1 had; it is still accepted. */
final class Version1 {
    private Version1() {}

    /** Form 1: for any purpose. */
    public record Grant(
            Hash grantId,
            AccountId reader,
            List<Bytes> tags,
            long fromMillis,
            long untilMillis,
            Bytes body,
            Hash keys)
            implements Message {}

    static Consent.Grant up(Grant old) {
        return new Consent.Grant(
                old.grantId(),
                old.reader(),
                old.tags(),
                old.fromMillis(),
                old.untilMillis(),
                old.body(),
                old.keys(),
                new Use.Any());
    }
}
