package theseus.module.consent.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import theseus.module.consent.v2.Consent.Check;
import theseus.module.consent.v2.Consent.CheckFor;
import theseus.module.consent.v2.Consent.Grant;
import theseus.module.consent.v2.Consent.GrantOf;
import theseus.module.consent.v2.Consent.Refused;
import theseus.module.consent.v2.Consent.Revoke;
import theseus.sdk.Bytes;
import theseus.sdk.Entry;
import theseus.sdk.Hash;
import theseus.sdk.Lens.Down;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.LensCheck;
import theseus.testkit.LensReport;
import theseus.testkit.ProbeCheck;
import theseus.testkit.Specification;

/** What version 2 adds: a grant may be limited to purposes. */
class PurposeTest {
    private static final long DAY = 24 * 60 * 60 * 1000L;
    private static final List<Bytes> TAGS = List.of(Bytes.of(new byte[Tags.SIZE_BYTES]));
    private static final Use TREATMENT_OR_PAYMENT =
            new Use.Only(List.of(Purpose.TREATMENT, Purpose.PAYMENT));

    private final Account patient = Account.named("patient");
    private final Account reader = Account.named("reader");
    private final Chain chain = Chain.of(Consent.class);

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Consent.class, Path.of(""));
    }

    @Test
    void theProbesItShipsPass() {
        assertEquals(Set.of("Grant", "Revoke"), ProbeCheck.passed(Consent.class));
    }

    @Test
    void theLensKeepsItsLaws() {
        Version1.Terms example = new Version1.Terms(patient.id(), reader.id(), TAGS, 0, DAY, false);
        List<LensReport> reports =
                LensCheck.of(Consent.class)
                        .after(theseus.module.consent.Consent.class)
                        .example("grants", hash("grant"), example)
                        .largest(64, 8 * 1024)
                        .run();
        assertEquals(1, reports.size());
        assertTrue(reports.getFirst().isReversible(), reports.toString());
    }

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

    @Test
    void theOldVersionSeesNoLimitedGrant() {
        chain.send(patient, grant("limited", TREATMENT_OR_PAYMENT)).applied();
        chain.send(patient, grant("any", new Use.Any())).applied();
        Version1.GrantsLens lens = new Version1.GrantsLens();
        assertEquals(
                new Down.Absent<>(),
                lens.down(
                        new Entry<>(hash("limited"), chain.query(new GrantOf(hash("limited")))),
                        Optional.empty()));
        Entry<Hash, Terms> any = new Entry<>(hash("any"), chain.query(new GrantOf(hash("any"))));
        if (lens.down(any, Optional.empty())
                instanceof Down.Is<Entry<Hash, Version1.Terms>>(var image)) {
            assertEquals(any, lens.up(image, Optional.empty()));
        } else {
            throw new AssertionError("a grant for any purpose has an image in version 1");
        }
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
