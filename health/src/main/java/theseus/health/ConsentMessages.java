package theseus.health;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** This application's copy of the module {@code consent}'s records; see its specification. */
final class ConsentMessages {
    private ConsentMessages() {}

    record Grant(
            Hash grantId,
            AccountId reader,
            List<Bytes> tags,
            long fromMillis,
            long untilMillis,
            Bytes body,
            Hash keys)
            implements theseus.sdk.Message {}

    record Revoke(Hash grantId) implements theseus.sdk.Message {}

    record Terms(
            AccountId patient,
            AccountId reader,
            List<Bytes> tags,
            long fromMillis,
            long untilMillis,
            boolean revoked) {}

    record Body(Bytes body, Hash keys) {}

    record Relationship(AccountId patient, AccountId reader) {}

    record Considered(List<Hash> grantIds) {}
}
