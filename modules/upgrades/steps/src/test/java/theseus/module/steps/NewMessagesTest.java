package theseus.module.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.kernel.Verdict;
import theseus.module.accounts.Accounts;
import theseus.module.audit.Audit;
import theseus.module.consent.Consent;
import theseus.module.governance.Action;
import theseus.module.governance.Governance;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt.Status;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Message;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** What only a candidate knows, sent while both versions run: declared, and nobody is harmed. */
class NewMessagesTest {
    private static final Account PATIENT = Account.named("patient");
    private static final Account READER = Account.named("reader");

    private final Hash id = StepsTest.hash("grant");

    @Test
    void aLimitedGrantIsInvisibleToVersion1() {
        Chain chain = StepsTest.health(Consent.class);
        Step step = Step.of(chain, "consent", theseus.module.consent.v2.Consent.class);
        StepsTest.proposed(step);
        Probation probation = new Probation(chain, step.plan());
        declared(send(probation, chain, PATIENT, StepsTest.grant2(id, true)));
        assertEquals(
                id,
                chain.query(
                                "consent",
                                new theseus.module.consent.v2.Consent.CheckFor(
                                        PATIENT.id(),
                                        READER.id(),
                                        List.of(Bytes.of(new byte[16])),
                                        theseus.module.consent.v2.Purpose.TREATMENT))
                        .grantId());
        Probation.Outcome access = access(probation, chain);
        assertEquals("CONSENT_MISSING", code(access));
        assertEquals(Optional.of(new Verdict.Equal()), access.verdict());
        Probation.Outcome revoked =
                send(probation, chain, PATIENT, new theseus.module.consent.v2.Consent.Revoke(id));
        declared(revoked);
        assertEquals(Phase.PROBATION, probation.record().phase());
        assertEquals(Optional.empty(), probation.record().ended());
    }

    @Test
    void emergencyAccessIsDeclared() {
        Chain chain = StepsTest.health(theseus.module.consent.v2.Consent.class);
        Step step = Step.of(chain, "consent", theseus.module.consent.v3.Consent.class);
        StepsTest.proposed(step);
        Probation probation = new Probation(chain, step.plan());
        assertEquals("CONSENT_MISSING", code(access(probation, chain)));
        declared(
                send(
                        probation,
                        chain,
                        PATIENT,
                        new theseus.module.consent.v3.Consent.SetEmergency(
                                Optional.of(
                                        new theseus.module.consent.v3.EmergencyRule(
                                                List.of(Bytes.of(new byte[16])),
                                                List.of(READER.id()),
                                                60_000)))));
        declared(
                send(
                        probation,
                        chain,
                        READER,
                        new theseus.module.consent.v3.Consent.BreakGlass(
                                PATIENT.id(),
                                theseus.module.consent.v3.Lease.Reason.UNCONSCIOUS,
                                id)));
        declared(access(probation, chain));
        assertEquals(Phase.PROBATION, probation.record().phase());
        assertEquals(Optional.empty(), probation.record().ended());
    }

    /** A guard is no record that version 1 could be kept from, so the plan says what it does. */
    @Test
    void aGuardedAccountDiffersAsDeclared() {
        Chain chain =
                Chain.with("governance", Governance.class, Step.governance())
                        .with("accounts", Accounts.class)
                        .start();
        Step step =
                Step.of(
                        chain,
                        "accounts",
                        theseus.module.accounts.v2.Accounts.class,
                        new Plan.Declaration(
                                new Plan.MessageName("accounts", "RotateKeys"),
                                Plan.Respect.OUTCOME,
                                "PROOF_MISSING",
                                "an account may ask that new keys sign"));
        StepsTest.proposed(step);
        Probation probation = new Probation(chain, step.plan());
        Message guard =
                new theseus.module.accounts.v2.Accounts.SetGuard(
                        new theseus.module.accounts.v2.Accounts.Guard(true, Optional.empty(), 0));
        declared(probation.block(chain.transaction(PATIENT, "accounts", guard)));
        Probation.Outcome rotated =
                probation.block(
                        chain.transaction(
                                PATIENT,
                                "accounts",
                                new Accounts.RotateKeys(
                                        AccountKeys.single(Account.key("next").publicKey()))));
        assertEquals("PROOF_MISSING", code(rotated));
        assertInstanceOf(Verdict.Declared.class, rotated.verdict().orElseThrow());
        assertEquals(Optional.empty(), probation.record().ended());
    }

    /** Governance stops its own upgrade while both versions count votes. */
    @Test
    void governanceStopsItself() {
        Chain chain = Chain.with("governance", Governance.class, Step.governance()).start();
        Step step = Step.of(chain, "governance", theseus.module.governance.v2.Governance.class);
        StepsTest.proposed(step);
        Probation probation = new Probation(chain, step.plan());
        Message propose =
                new Governance.Propose(
                        "stop it",
                        new Action.StopPlan(step.plan().id(), "it was a mistake"),
                        Optional.empty());
        Probation.Outcome proposed =
                probation.block(chain.transaction(Step.OPERATOR, "governance", propose));
        assertEquals(Optional.of(new Verdict.Equal()), proposed.verdict());
        Message vote =
                new theseus.module.governance.v2.Governance.Vote(
                        1, theseus.module.governance.v2.Choice.YES, Optional.of(id));
        declared(probation.block(chain.transaction(Step.OPERATOR, "governance", vote)));
        assertEquals(Phase.ROLLED_BACK, probation.record().phase());
        assertEquals(
                theseus.module.governance.Proposal.Status.PASSED,
                chain.query(new Governance.ProposalOf(1)).proposal().status());
    }

    @Test
    void aWithdrawnPurposeIsSoInBothVersions() {
        Chain chain = StepsTest.health(theseus.module.consent.v2.Consent.class);
        Step step = Step.of(chain, "consent", theseus.module.consent.v3.Consent.class);
        StepsTest.proposed(step);
        Probation probation = new Probation(chain, step.plan());
        Probation.Outcome granted = send(probation, chain, PATIENT, StepsTest.grant2(id, true));
        assertEquals(Optional.of(new Verdict.Equal()), granted.verdict());
        declared(
                send(
                        probation,
                        chain,
                        PATIENT,
                        new theseus.module.consent.v3.Consent.Withdraw(
                                id, theseus.module.consent.v3.Purpose.RESEARCH)));
        Probation.Outcome revoked =
                send(probation, chain, PATIENT, new theseus.module.consent.v2.Consent.Revoke(id));
        assertEquals(new Status.Applied(), revoked.receipt().status());
        assertEquals(Optional.of(new Verdict.Equal()), revoked.verdict());
        assertEquals(Optional.empty(), probation.record().ended());
    }

    private static Probation.Outcome access(Probation probation, Chain chain) {
        return probation.block(
                chain.transaction(
                        READER, new Audit.Access(PATIENT.id(), StepsTest.hash("record"))));
    }

    private static Probation.Outcome send(
            Probation probation, Chain chain, Account sender, Message message) {
        return probation.block(chain.transaction(sender, "consent", message));
    }

    private static void declared(Probation.Outcome outcome) {
        assertEquals(new Status.Applied(), outcome.receipt().status());
        assertInstanceOf(Verdict.Declared.class, outcome.verdict().orElseThrow());
    }

    private static String code(Probation.Outcome outcome) {
        return outcome.receipt().status() instanceof Status.Refused refused
                ? refused.code()
                : outcome.receipt().status().toString();
    }
}
