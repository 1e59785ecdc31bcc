package theseus.module.consent.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.module.consent.v3.Consent.CheckFor;
import theseus.module.consent.v3.Consent.Grant;
import theseus.module.consent.v3.Consent.GrantOf;
import theseus.module.consent.v3.Consent.GrantsOf;
import theseus.module.consent.v3.Consent.Listed;
import theseus.module.consent.v3.Consent.Refused;
import theseus.module.consent.v3.Consent.Revoke;
import theseus.module.consent.v3.Consent.Withdraw;
import theseus.module.consent.v3.Consent.Withdrawn;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.LensCheck;
import theseus.testkit.LensReport;

/** What version 3 adds: each purpose of a grant is a record, and is withdrawn by itself. */
class PartsTest {
    private static final long DAY = 24 * 60 * 60 * 1000L;
    private static final List<Bytes> TAGS = List.of(Bytes.of(new byte[Tags.SIZE_BYTES]));
    private static final Use BOTH = new Use.Only(List.of(Purpose.TREATMENT, Purpose.RESEARCH));

    private final Account patient = Account.named("patient");
    private final Account reader = Account.named("reader");
    private final Chain chain = Chain.of(Consent.class);

    @Test
    void theLensKeepsItsLaws() {
        List<LensReport> reports =
                LensCheck.of(Consent.class)
                        .after(theseus.module.consent.v2.Consent.class)
                        .example("grants", hash("grant"), old(BOTH))
                        .example("grants", hash("grant"), old(new Use.Any()))
                        .largest(64, 8 * 1024)
                        .run();
        assertEquals(1, reports.size());
        assertTrue(reports.getFirst().isReversible(), reports.toString());
    }

    @Test
    void aPurposeIsWithdrawnByItself() {
        grant("both", BOTH);
        assertEquals(
                new Withdrawn(hash("both"), patient.id(), reader.id(), Purpose.RESEARCH),
                chain.send(patient, new Withdraw(hash("both"), Purpose.RESEARCH))
                        .applied()
                        .event(Withdrawn.class));
        assertEquals(hash("both"), chain.query(checkFor(Purpose.TREATMENT)).grantId());
        chain.refuses(checkFor(Purpose.RESEARCH), Refused.CONSENT_OTHER_PURPOSE);
        assertEquals(
                new Use.Only(List.of(Purpose.TREATMENT)),
                chain.query(new GrantOf(hash("both"))).use());
    }

    @Test
    void whatIsRevokedIsSoForAllThatWasLeft() {
        grant("both", BOTH);
        chain.send(patient, new Withdraw(hash("both"), Purpose.RESEARCH)).applied();
        chain.send(patient, new Revoke(hash("both"))).applied();
        chain.refuses(checkFor(Purpose.TREATMENT), Refused.CONSENT_REVOKED);
        assertEquals(
                new Use.Only(List.of(Purpose.TREATMENT)),
                chain.query(new GrantOf(hash("both"))).use());
        chain.send(patient, new Withdraw(hash("both"), Purpose.TREATMENT))
                .refused(Refused.CONSENT_REVOKED);
    }

    @Test
    void grantsAreListedAsAWhole() {
        List<Hash> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(hash("grant " + i));
            grant("grant " + i, i % 2 == 0 ? BOTH : new Use.Any());
        }
        List<Hash> seen = new ArrayList<>();
        Optional<Hash> after = Optional.empty();
        for (int page = 0; page < 3; page++) {
            for (Listed listed : chain.query(new GrantsOf(patient.id(), after, 2)).grants()) {
                seen.add(listed.grantId());
                after = Optional.of(listed.grantId());
            }
        }
        assertEquals(made.stream().sorted().toList(), seen);
    }

    @Test
    void onlyWhatWasGrantedIsWithdrawn() {
        grant("both", BOTH);
        grant("any", new Use.Any());
        withdraw("both", Purpose.PAYMENT, Refused.PURPOSE_NOT_GRANTED);
        withdraw("any", Purpose.PAYMENT, Refused.PURPOSE_NOT_GRANTED);
        withdraw("nothing", Purpose.PAYMENT, Refused.UNKNOWN_GRANT);
        chain.send(reader, new Withdraw(hash("both"), Purpose.RESEARCH))
                .refused(Refused.NOT_PATIENT);
    }

    @Test
    void theLastPurposeIsRevokedInstead() {
        grant("one", new Use.Only(List.of(Purpose.RESEARCH)));
        withdraw("one", Purpose.RESEARCH, Refused.LAST_PURPOSE);
    }

    private void withdraw(String name, Purpose purpose, Refused reason) {
        chain.send(patient, new Withdraw(hash(name), purpose)).refused(reason);
    }

    private void grant(String name, Use use) {
        chain.send(
                        patient,
                        new Grant(
                                hash(name),
                                reader.id(),
                                TAGS,
                                0,
                                chain.timeMillis() + DAY,
                                Bytes.ofUtf8("encrypted"),
                                hash("keys"),
                                use))
                .applied();
    }

    private Terms old(Use use) {
        return new Terms(patient.id(), reader.id(), TAGS, 0, DAY, false, use);
    }

    private CheckFor checkFor(Purpose purpose) {
        return new CheckFor(patient.id(), reader.id(), TAGS, purpose);
    }

    private static Hash hash(String name) {
        return new Hash(Account.named(name).id().bytes());
    }
}
