package theseus.health;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Form;
import theseus.sdk.Hash;
import theseus.sdk.Query;

/**
 * What version 2 of the module {@code consent} has in another shape than {@link ConsentMessages}.
 */
final class PurposeMessages {
    private PurposeMessages() {}

    /** What a grant may be used for. */
    sealed interface Use {
        record Any() implements Use {}

        record Only(List<Purpose> purposes) implements Use {}
    }

    enum Purpose {
        TREATMENT,
        PAYMENT,
        OPERATIONS,
        RESEARCH,
        PUBLIC_HEALTH,
        PATIENT_REQUEST
    }

    @Form(2)
    record Grant(
            Hash grantId,
            AccountId reader,
            List<Bytes> tags,
            long fromMillis,
            long untilMillis,
            Bytes body,
            Hash keys,
            Use use)
            implements theseus.sdk.Message {}

    record Terms(
            AccountId patient,
            AccountId reader,
            List<Bytes> tags,
            long fromMillis,
            long untilMillis,
            boolean revoked,
            Use use) {}

    record CheckFor(AccountId patient, AccountId reader, List<Bytes> tags, Purpose purpose)
            implements Query<InForce> {}

    record Check(AccountId patient, AccountId reader, List<Bytes> tags) implements Query<InForce> {}

    record InForce(Hash grantId) {}
}
