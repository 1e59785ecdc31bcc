package theseus.module.consent.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.module.consent.v3.Consent.Check;
import theseus.module.consent.v3.Consent.CheckFor;
import theseus.module.consent.v3.Consent.Grant;
import theseus.module.consent.v3.Consent.Refused;
import theseus.module.consent.v3.Consent.Revoke;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** What version 2 did, this one does: its tests of purposes. */
class AsVersion2Test {
    private static final long DAY = 24 * 60 * 60 * 1000L;
    private static final List<Bytes> TAGS = List.of(Bytes.of(new byte[Tags.SIZE_BYTES]));
    private static final Use TREATMENT_OR_PAYMENT =
            new Use.Only(List.of(Purpose.TREATMENT, Purpose.PAYMENT));

    private final Account patient = Account.named("patient");
    private final Account reader = Account.named("reader");
    private final Chain chain = Chain.of(Consent.class);

    @Test
    void aGrantAllowsThePurposesThatItNames() {
        chain.send(patient, grant("limited", TREATMENT_OR_PAYMENT)).applied();
        assertEquals(hash("limited"), chain.query(checkFor(Purpose.TREATMENT)).grantId());
        assertEquals(hash("limited"), chain.query(checkFor(Purpose.PAYMENT)).grantId());
        chain.refuses(checkFor(Purpose.RESEARCH), Refused.CONSENT_OTHER_PURPOSE);
    }

    @Test
    void whoDoesNotSayWhatForIsNotServedByALimitedGrant() {
        chain.send(patient, grant("limited", TREATMENT_OR_PAYMENT)).applied();
        chain.refuses(check(), Refused.CONSENT_MISSING);
    }

    @Test
    void aGrantForAnyPurposeServesEachAndWhoDoesNotSay() {
        chain.send(patient, grant("any", new Use.Any())).applied();
        for (Purpose purpose : Purpose.values()) {
            assertEquals(hash("any"), chain.query(checkFor(purpose)).grantId());
        }
        assertEquals(hash("any"), chain.query(check()).grantId());
    }

    @Test
    void aLimitedGrantIsRevokedAsAnyOther() {
        chain.send(patient, grant("limited", TREATMENT_OR_PAYMENT)).applied();
        chain.send(patient, new Revoke(hash("limited"))).applied();
        chain.refuses(checkFor(Purpose.TREATMENT), Refused.CONSENT_REVOKED);
    }

    @Test
    void purposesAscend() {
        for (List<Purpose> purposes :
                List.of(
                        List.<Purpose>of(),
                        List.of(Purpose.PAYMENT, Purpose.TREATMENT),
                        List.of(Purpose.PAYMENT, Purpose.PAYMENT))) {
            chain.send(patient, grant("limited", new Use.Only(purposes)))
                    .refused(Refused.MALFORMED_PURPOSES);
        }
    }

    /** Version 1 would count them together: what it cannot see must not crowd out what it can. */
    @Test
    void limitedGrantsAreBoundedByThemselves() {
        for (int i = 0; i < Consent.MAX_GRANTS_PER_READER; i++) {
            chain.send(patient, grant("limited " + i, TREATMENT_OR_PAYMENT)).applied();
        }
        chain.send(patient, grant("limited", TREATMENT_OR_PAYMENT))
                .refused(Refused.TOO_MANY_GRANTS);
        for (int i = 0; i < Consent.MAX_GRANTS_PER_READER; i++) {
            chain.send(patient, grant("any " + i, new Use.Any())).applied();
        }
        chain.send(patient, new Revoke(hash("limited 3"))).applied();
        chain.send(patient, grant("limited", TREATMENT_OR_PAYMENT)).applied();
    }

    private Grant grant(String name, Use use) {
        return new Grant(
                hash(name),
                reader.id(),
                TAGS,
                0,
                chain.timeMillis() + DAY,
                Bytes.ofUtf8("encrypted"),
                hash("keys"),
                use);
    }

    private Check check() {
        return new Check(patient.id(), reader.id(), TAGS);
    }

    private CheckFor checkFor(Purpose purpose) {
        return new CheckFor(patient.id(), reader.id(), TAGS, purpose);
    }

    private static Hash hash(String name) {
        return new Hash(Account.named(name).id().bytes());
    }
}
