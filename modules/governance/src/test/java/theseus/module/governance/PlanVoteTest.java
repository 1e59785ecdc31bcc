package theseus.module.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static theseus.module.governance.Constitution.ADVOCATE;
import static theseus.module.governance.Constitution.NORTH;
import static theseus.module.governance.Constitution.PATIENT;
import static theseus.module.governance.Constitution.SOUTH;
import static theseus.module.governance.Constitution.UNIVERSITY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.kernel.KernelTables;
import theseus.kernel.ModuleRecord;
import theseus.kernel.PlanRecord;
import theseus.module.governance.Governance.ProposalOf;
import theseus.module.governance.Governance.Propose;
import theseus.module.governance.Governance.Proposed;
import theseus.module.governance.Governance.Refused;
import theseus.module.governance.Governance.StageChunk;
import theseus.module.governance.Governance.Vote;
import theseus.module.governance.Governance.Withdraw;
import theseus.module.governance.Proposal.Status;
import theseus.module.governance.bell.Bell;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.RecordCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** Votes on plans, breakers and artifacts: what the kernel makes of them. */
class PlanVoteTest {
    private final Chain chain =
            Chain.with("governance", Governance.class, Constitution.genesis())
                    .with("bell", Bell.class)
                    .start();
    private final Plan plan = plan(chain.id(), "a second parliament");

    @Test
    void aPlanIsOpenFromTheProposalOn() {
        Proposed proposed = open(plan);
        assertEquals(Optional.of(plan.id()), proposed.plan());
        assertEquals(Kind.INSTALL, proposed.kind());
        assertEquals(Phase.VOTING, record().phase());
    }

    @Test
    void agreementMakesItReady() {
        long number = open(plan).proposal();
        chain.blocks((int) Constitution.EARLIEST);
        vote(UNIVERSITY, number, Choice.YES);
        vote(NORTH, number, Choice.YES);
        assertEquals(Status.PASSED, status(number));
        assertEquals(Phase.READY, record().phase());
    }

    @Test
    void withoutAgreementItIsStopped() {
        long number = open(plan).proposal();
        vote(UNIVERSITY, number, Choice.NO);
        assertEquals(Status.REJECTED, status(number));
        assertEquals(Phase.ROLLED_BACK, record().phase());
    }

    @Test
    void atTheDeadlineItIsStoppedWithoutAnybody() {
        long number = open(plan).proposal();
        chain.blocks((int) Constitution.VOTING + 1);
        assertEquals(Status.REJECTED, status(number));
        assertEquals(Phase.ROLLED_BACK, record().phase());
    }

    @Test
    void whatIsWithdrawnIsStopped() {
        long number = open(plan).proposal();
        chain.send(NORTH, new Withdraw(number)).applied();
        assertEquals(Phase.ROLLED_BACK, record().phase());
    }

    @Test
    void anEmergencyEndsTheVoteToo() {
        long number = open(plan).proposal();
        long stop = propose(SOUTH, new Action.StopPlan(plan.id(), "it is not what it says"));
        vote(UNIVERSITY, stop, Choice.YES);
        vote(SOUTH, stop, Choice.YES);
        assertEquals(Status.PASSED, status(stop));
        assertEquals(Status.STOPPED, status(number));
        assertEquals(Phase.ROLLED_BACK, record().phase());
        chain.send(NORTH, new Vote(number, Choice.YES)).refused(Refused.VOTE_CLOSED);
    }

    @Test
    void aPlanThatTheKernelEndedFailsWhenItIsAgreed() {
        Plan hasty = plan(chain.id(), "before anybody can vote", 1);
        long number = open(hasty).proposal();
        chain.blocks(3);
        vote(UNIVERSITY, number, Choice.YES);
        vote(NORTH, number, Choice.YES);
        Proposal proposal = chain.query(new ProposalOf(number)).proposal();
        assertEquals(Status.FAILED, proposal.status());
        assertEquals(Optional.of("PLAN_PHASE"), proposal.code());
    }

    @Test
    void aBreakerIsOpenedAndClosedByVote() {
        for (boolean open : new boolean[] {true, false}) {
            long number =
                    propose(NORTH, new Action.SetBreaker("bell", Optional.empty(), open, "why"));
            vote(UNIVERSITY, number, Choice.YES);
            vote(NORTH, number, Choice.YES);
            assertEquals(Status.PASSED, status(number));
            Optional<String> code = chain.send(NORTH, new Bell.Ring()).code();
            assertEquals(open ? Optional.of("SUSPENDED") : Optional.empty(), code);
        }
    }

    @Test
    void governanceCannotSuspendItself() {
        long number =
                propose(NORTH, new Action.SetBreaker("governance", Optional.empty(), true, "why"));
        vote(UNIVERSITY, number, Choice.YES);
        vote(NORTH, number, Choice.YES);
        Proposal proposal = chain.query(new ProposalOf(number)).proposal();
        assertEquals(Status.FAILED, proposal.status());
        assertEquals(Optional.of("BREAKER_PROTECTED"), proposal.code());
    }

    @Test
    void whatIsNoPlanIsRefusedWithTheKernelsCode() {
        refused(plan(Hash.ZERO, "for another chain"), Kind.INSTALL, "WRONG_CHAIN");
        refused(plan, Kind.UPGRADE, "PLAN_KIND");
    }

    @Test
    void thePlanThatIsVotedOnIsNotProposedAgain() {
        open(plan);
        refused(plan, Kind.INSTALL, Refused.CONFLICTING_PROPOSAL.name());
    }

    @Test
    void piecesHaveABoundInAWindow() {
        Hash artifact = new Hash(Account.named("artifact").id().bytes());
        for (int i = 0; i < Constitution.PIECES; i++) {
            chain.send(NORTH, new StageChunk(artifact, i, 8, Bytes.ofUtf8("piece"))).applied();
        }
        StageChunk next = new StageChunk(artifact, 5, 8, Bytes.ofUtf8("piece"));
        chain.send(NORTH, next).refused(Refused.TOO_MANY_PIECES);
        chain.send(SOUTH, next).applied();
        chain.blocks((int) Constitution.WINDOW);
        chain.send(NORTH, new StageChunk(artifact, 6, 8, Bytes.ofUtf8("piece"))).applied();
    }

    @Test
    void aGraverPlanNeedsTheCouncilToo() {
        Plan retire =
                new Plan(
                        chain.id(),
                        "no more bells",
                        List.of(new Plan.Action.Retire("bell", artifact("bell"))),
                        false,
                        false,
                        plan.schedule(),
                        List.of(),
                        List.of(),
                        Optional.empty());
        chain.send(NORTH, message(retire, Kind.RETIRE)).applied();
        chain.blocks((int) Constitution.EARLIEST);
        vote(UNIVERSITY, 0, Choice.YES);
        vote(NORTH, 0, Choice.YES);
        assertEquals(Status.OPEN, status(0));
        vote(PATIENT, 0, Choice.YES);
        vote(ADVOCATE, 0, Choice.YES);
        assertEquals(Status.PASSED, status(0));
    }

    private Proposed open(Plan one) {
        return chain.send(NORTH, message(one, Kind.INSTALL)).applied().event(Proposed.class);
    }

    private static Propose message(Plan one, Kind kind) {
        return new Propose(one.title(), new Action.OpenPlan(one.encode(), kind), Optional.empty());
    }

    private long propose(Account proposer, Action action) {
        return chain.send(proposer, new Propose("a change", action, Optional.empty()))
                .applied()
                .event(Proposed.class)
                .proposal();
    }

    private void refused(Plan one, Kind kind, String code) {
        chain.send(NORTH, message(one, kind)).refused(code);
    }

    private void vote(Account member, long number, Choice choice) {
        chain.send(member, new Vote(number, choice)).applied();
    }

    private Status status(long number) {
        return chain.query(new ProposalOf(number)).proposal().status();
    }

    private PlanRecord record() {
        return PlanRecord.decode(
                chain.state()
                        .head()
                        .get(KernelTables.PLANS, KernelTables.key(plan.id()))
                        .orElseThrow());
    }

    private Hash artifact(String instance) {
        return ModuleRecord.decode(
                        chain.state()
                                .head()
                                .get(KernelTables.MODULES, KernelTables.key(instance))
                                .orElseThrow())
                .artifact();
    }

    private Plan plan(Hash chainId, String title) {
        return plan(chainId, title, 1_000);
    }

    /** Installs another instance of the artifact that is on the chain already. */
    private Plan plan(Hash chainId, String title, long votingBlocks) {
        List<Capability> granted =
                new ArrayList<>(
                        List.of(Capability.PLANS, Capability.PARAMETERS, Capability.BREAKERS));
        Plan.Window window = new Plan.Window(1, 0, 0, 0);
        return new Plan(
                chainId,
                title,
                List.of(
                        new Plan.Action.Install(
                                "parliament",
                                artifact("governance"),
                                RecordCodec.encodeRecord(Constitution.genesis()),
                                List.of(),
                                granted)),
                false,
                false,
                new Plan.Schedule(
                        votingBlocks, 100, 100, 10, 50, window, List.of(), window, 2, 200),
                List.of(),
                List.of(),
                Optional.empty());
    }
}
