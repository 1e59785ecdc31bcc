package theseus.module.consent.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.module.consent.v3.Consent.BreakGlass;
import theseus.module.consent.v3.Consent.Check;
import theseus.module.consent.v3.Consent.CheckFor;
import theseus.module.consent.v3.Consent.EmergencyOf;
import theseus.module.consent.v3.Consent.GlassBroken;
import theseus.module.consent.v3.Consent.LeaseOf;
import theseus.module.consent.v3.Consent.LeasesOf;
import theseus.module.consent.v3.Consent.Refused;
import theseus.module.consent.v3.Consent.Report;
import theseus.module.consent.v3.Consent.Review;
import theseus.module.consent.v3.Consent.SetEmergency;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Specification;

/** What version 3 adds: breaking the glass. */
class EmergencyTest {
    private static final long LEASE = 60 * 60 * 1000L;
    private static final Bytes ALLERGIES = tag(1);
    private static final Bytes PSYCHIATRY = tag(2);
    private static final List<Bytes> DATA = List.of(ALLERGIES);

    private final Account patient = Account.named("patient");
    private final Account department = Account.named("department");
    private final Account stranger = Account.named("stranger");
    private final Hash document = new Hash(Account.named("document").id().bytes());
    private final Chain chain = Chain.of(Consent.class);

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Consent.class, Path.of(""));
    }

    @Test
    void whoWasNamedBreaksTheGlassAndIsSeen() {
        allow();
        chain.refuses(check(DATA), Refused.CONSENT_MISSING);
        GlassBroken broken = breakGlass();
        assertEquals(
                new GlassBroken(
                        broken.leaseId(),
                        patient.id(),
                        department.id(),
                        Lease.Reason.UNCONSCIOUS,
                        chain.timeMillis() + LEASE),
                broken);
        assertEquals(broken.leaseId(), chain.query(check(DATA)).grantId());
        assertEquals(
                broken.leaseId(),
                chain.query(new LeasesOf(patient.id(), Optional.empty(), 10))
                        .leases()
                        .getFirst()
                        .leaseId());
    }

    @Test
    void aLeaseIsForTheReducedDataSetAndForTreatment() {
        allow();
        Hash lease = breakGlass().leaseId();
        chain.refuses(check(List.of(ALLERGIES, PSYCHIATRY)), Refused.CONSENT_MISSING);
        assertEquals(lease, chain.query(checkFor(Purpose.TREATMENT)).grantId());
        chain.refuses(checkFor(Purpose.RESEARCH), Refused.CONSENT_MISSING);
    }

    @Test
    void aLeaseIsShort() {
        allow();
        breakGlass();
        chain.advance(Duration.ofMillis(LEASE - 1));
        chain.query(check(DATA));
        chain.advance(Duration.ofMillis(1));
        chain.refuses(check(DATA), Refused.CONSENT_MISSING);
    }

    @Test
    void aDisputeEndsALease() {
        allow();
        Hash lease = breakGlass().leaseId();
        chain.send(patient, new Review(lease, false, document)).applied();
        chain.refuses(check(DATA), Refused.CONSENT_MISSING);
        refused(Refused.LEASE_DISPUTED);
    }

    @Test
    void whoAnsweredMayBreakTheGlassAgain() {
        allow();
        Hash lease = breakGlass().leaseId();
        chain.advance(Duration.ofMillis(LEASE));
        refused(Refused.REPORT_DUE);
        chain.send(department, new Report(lease, document)).applied();
        chain.send(patient, new Review(lease, true, document)).applied();
        breakGlass();
        assertEquals(
                Optional.of(new Lease.Review(true, document)),
                chain.query(new LeaseOf(lease)).review());
    }

    @Test
    void aPatientTakesTheRuleBack() {
        allow();
        assertEquals(rule(LEASE), chain.query(new EmergencyOf(patient.id())));
        chain.send(patient, new SetEmergency(Optional.empty())).applied();
        refused(Refused.NO_EMERGENCY_ACCESS);
        chain.refuses(new EmergencyOf(patient.id()), Refused.NO_EMERGENCY_ACCESS);
    }

    // ---- one for each refusal ----

    @Test
    void rulesHaveBounds() {
        List<AccountId> someone = List.of(department.id());
        for (EmergencyRule bad :
                List.of(
                        new EmergencyRule(List.of(), someone, LEASE),
                        new EmergencyRule(DATA, List.of(), LEASE),
                        new EmergencyRule(DATA, List.of(someone.get(0), someone.get(0)), LEASE),
                        rule(EmergencyRule.MIN_LEASE_MILLIS - 1),
                        rule(EmergencyRule.MAX_LEASE_MILLIS + 1))) {
            chain.send(patient, new SetEmergency(Optional.of(bad)))
                    .refused(Refused.EMERGENCY_MALFORMED);
        }
    }

    @Test
    void nobodyElseBreaksTheGlass() {
        refused(Refused.NO_EMERGENCY_ACCESS);
        allow();
        chain.send(stranger, new BreakGlass(patient.id(), Lease.Reason.UNCONSCIOUS, document))
                .refused(Refused.NO_EMERGENCY_ACCESS);
    }

    @Test
    void oneLeaseAtATime() {
        allow();
        breakGlass();
        refused(Refused.LEASE_EXISTS);
    }

    @Test
    void whatIsNotThereIsNeitherReportedNorReviewed() {
        chain.send(department, new Report(document, document)).refused(Refused.UNKNOWN_LEASE);
        chain.send(patient, new Review(document, true, document)).refused(Refused.UNKNOWN_LEASE);
        chain.refuses(new LeaseOf(document), Refused.UNKNOWN_LEASE);
    }

    @Test
    void eachAnswersForThemselves() {
        allow();
        Hash lease = breakGlass().leaseId();
        chain.send(patient, new Report(lease, document)).refused(Refused.NOT_READER);
        chain.send(department, new Review(lease, true, document)).refused(Refused.NOT_PATIENT);
    }

    @Test
    void aReportIsFinal() {
        allow();
        Hash lease = breakGlass().leaseId();
        chain.send(department, new Report(lease, document)).applied();
        chain.send(department, new Report(lease, document)).refused(Refused.ALREADY_REPORTED);
    }

    private void allow() {
        chain.send(patient, new SetEmergency(Optional.of(rule(LEASE)))).applied();
    }

    private EmergencyRule rule(long leaseMillis) {
        return new EmergencyRule(DATA, List.of(department.id()), leaseMillis);
    }

    private GlassBroken breakGlass() {
        return chain.send(
                        department,
                        new BreakGlass(patient.id(), Lease.Reason.UNCONSCIOUS, document))
                .applied()
                .event(GlassBroken.class);
    }

    private void refused(Refused reason) {
        chain.send(department, new BreakGlass(patient.id(), Lease.Reason.UNCONSCIOUS, document))
                .refused(reason);
    }

    private Check check(List<Bytes> tags) {
        return new Check(patient.id(), department.id(), tags);
    }

    private CheckFor checkFor(Purpose purpose) {
        return new CheckFor(patient.id(), department.id(), DATA, purpose);
    }

    private static Bytes tag(int first) {
        byte[] tag = new byte[Tags.SIZE_BYTES];
        tag[0] = (byte) first;
        return Bytes.of(tag);
    }
}
