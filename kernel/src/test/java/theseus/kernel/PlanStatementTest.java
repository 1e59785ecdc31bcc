package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Changes;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Statement;
import theseus.protocol.Statement.Body;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/** What validators state counts once, by power, where the plan's phase allows it. */
final class PlanStatementTest {
    private final PlanChain plans = new PlanChain(4);
    private final TestChain chain = plans.chain;
    private Plan plan = plans.upgradeOfA().plan();

    @BeforeEach
    void open() {
        plan = plans.upgradeOfA().plan();
    }

    @Test
    void noSuchPlan() {
        assertEquals(Codes.NO_SUCH_PLAN, plans.state(0, PlanChain.ready(plan)));
        assertEquals(Codes.NO_SUCH_PLAN, plans.state(0, plans.report(plan)));
        assertEquals(Codes.NO_SUCH_PLAN, plans.state(0, new Body.Trip(plan.id(), "no")));
    }

    @Test
    void planPhase() {
        plans.open(plan);
        assertEquals(Codes.PLAN_PHASE, plans.state(0, PlanChain.ready(plan)));
        assertEquals(Codes.PLAN_PHASE, plans.state(0, plans.report(plan)));
        plans.stop(plan);
        assertEquals(Codes.PLAN_PHASE, plans.state(0, new Body.Trip(plan.id(), "too late")));
    }

    @Test
    void aStatementIsCountedOnce() {
        plans.open(plan);
        plans.approve(plan);
        Statement statement = plans.statement(0, PlanChain.ready(plan));
        plans.block(statement);
        assertEquals(
                new Status.Rejected(Codes.ALREADY_COMMITTED),
                plans.block(statement).executed().getFirst().receipt().status());
        assertEquals(Codes.ALREADY_COMMITTED, plans.state(0, PlanChain.ready(plan)));
    }

    @Test
    void tooSoon() {
        plans.open(plan);
        plans.approve(plan);
        plans.state(0, PlanChain.ready(plan));
        Body other = new Body.Ready(plan.id(), Script.hash(99));
        assertEquals(Codes.TOO_SOON, plans.state(0, other));
        plans.blocks(9);
        assertEquals("", plans.state(0, other));
    }

    @Test
    void reportHeight() {
        plans.begin(plan);
        plans.blocks(2);
        long start = plans.record(plan).startHeight();
        assertEquals(
                Codes.REPORT_HEIGHT,
                plans.state(0, report(plan, chain.height / 2 * 2 + 1, Tally.EMPTY.encode())));
        assertEquals(
                Codes.REPORT_HEIGHT,
                plans.state(0, report(plan, chain.height + 100, Tally.EMPTY.encode())));
        assertEquals(
                Codes.REPORT_HEIGHT,
                plans.state(0, report(plan, start / 2 * 2 - 2, Tally.EMPTY.encode())));
    }

    @Test
    void reportSettled() {
        PlanDraft slow = plans.upgradeOfA();
        slow.shadow = new Plan.Window(20, 0, 0, 0);
        plan = slow.plan();
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        plans.blocks(3);
        Body late = plans.report(plan);
        plans.some(3, late);
        assertEquals(Codes.REPORT_SETTLED, plans.state(3, late));
    }

    @Test
    void aTallyMustBeOne() {
        plans.begin(plan);
        plans.blocks(2);
        assertEquals(
                Codes.MALFORMED,
                plans.state(0, report(plan, chain.height / 2 * 2, Bytes.fromHex("00"))));
    }

    @Test
    void aReportIsMadeOncePerHeight() {
        plans.begin(plan);
        plans.blocks(2);
        Body report = plans.report(plan);
        assertEquals("", plans.state(0, report));
        assertEquals(Codes.ALREADY_COMMITTED, plans.state(0, report));
    }

    @Test
    void oneLiarNeitherStopsNorAdvancesAPlan() {
        plans.begin(plan);
        plans.blocks(2);
        Body lie = plans.report(plan, Script.hash(666), Tally.EMPTY);
        assertEquals("", plans.state(3, lie));
        assertEquals(Phase.BACKFILL, plans.phase(plan));
        plans.state(3, new Body.Trip(plan.id(), "a lie"));
        assertEquals(Phase.BACKFILL, plans.phase(plan));
        plans.some(3, plans.report(plan));
        assertEquals(Phase.SHADOW, plans.phase(plan));
        assertEquals(
                Script.hash(6), reported(plan).orElse(Script.hash(6)), "the honest root counts");
    }

    private Optional<Hash> reported(Plan plan) {
        return plans.record(plan).agreed().map(PlanRecord.Agreed::tableRoot);
    }

    @Test
    void moreThanAThirdSilentOnlyDelays() {
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        for (int i = 0; i < 3; i++) {
            plans.some(2, plans.report(plan));
            plans.block();
        }
        assertEquals(Phase.SHADOW, plans.phase(plan));
        plans.some(4, plans.report(plan));
        assertTrue(plans.record(plan).agreed().isPresent() || plans.phase(plan) == Phase.CANARY);
    }

    @Test
    void disagreementThatCannotBeHealedIsNondeterminism() {
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        plans.block();
        Body truth = plans.report(plan);
        Body other = plans.report(plan, Script.hash(7), Tally.EMPTY);
        plans.block(
                plans.statement(0, truth), plans.statement(1, truth), plans.statement(2, other));
        assertEquals(Phase.SHADOW, plans.phase(plan), "the last one may still agree");
        plans.state(3, other);
        assertEquals(Phase.ROLLED_BACK, plans.phase(plan));
        Evidence evidence = plans.record(plan).ended().orElseThrow();
        assertEquals(Gate.NO_AGREEMENT, evidence.gate());
        assertEquals(2, evidence.differences().size());
    }

    @Test
    void whatValidatorsSawInShadowStopsIt() {
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        plans.block();
        Evidence seen = Evidence.of(Gate.LENS_LAW, chain.height, "a law is broken");
        Tally tally = new Tally(List.of(), 1, 1, List.of(seen));
        plans.some(3, plans.report(plan, Script.hash(6), tally));
        assertEquals(Phase.ROLLED_BACK, plans.phase(plan));
        assertEquals(Gate.LENS_LAW, plans.record(plan).gate().orElseThrow());
    }

    @Test
    void moreThanAThirdTrip() {
        plans.begin(plan);
        plans.state(0, new Body.Trip(plan.id(), "it is not admitted here"));
        assertEquals(Codes.ALREADY_COMMITTED, plans.state(0, new Body.Trip(plan.id(), "again")));
        assertEquals(Phase.BACKFILL, plans.phase(plan));
        plans.state(1, new Body.Trip(plan.id(), "nor here"));
        assertEquals(Phase.ROLLED_BACK, plans.phase(plan));
        Evidence evidence = plans.record(plan).ended().orElseThrow();
        assertEquals(Gate.TRIPPED, evidence.gate());
        assertTrue(evidence.explanation().contains("it is not admitted here"));
        assertTrue(evidence.explanation().contains("nor here"));
    }

    @Test
    void powerThatWentAwayDoesNotCount() {
        plans.begin(plan);
        plans.state(0, new Body.Trip(plan.id(), "no"));
        chain.state.write(
                KernelTables.VALIDATORS, KernelTables.key(TestChain.key(100)), Optional.empty());
        plans.state(1, new Body.Trip(plan.id(), "no"));
        assertEquals(Phase.BACKFILL, plans.phase(plan), "one of three is no more than a third");
    }

    @Test
    void fiveSixthsAmongSix() {
        PlanChain six = new PlanChain(6);
        Plan its = six.upgradeOfA().plan();
        six.open(its);
        six.approve(its);
        six.some(4, PlanChain.ready(its));
        six.block();
        assertEquals(Phase.READY, six.phase(its), "more than 2/3 are not 5/6");
        six.state(4, PlanChain.ready(its));
        assertEquals(Phase.BACKFILL, six.phase(its));
    }

    @Test
    void recoverChangesTheKernelsStatePastAllModules() {
        plans.open(plan);
        Body recover = new Body.Recover(Changes.encode(new Change.ApprovePlan(plan.id())));
        plans.some(2, recover);
        assertEquals(Phase.VOTING, plans.phase(plan));
        BlockResult result = plans.block(plans.statement(2, recover));
        assertEquals(List.of("Recovered", "PlanPhase"), PlanChain.events(result));
        assertEquals(Phase.READY, plans.phase(plan));
        assertEquals("", plans.state(3, recover), "it starts anew");
    }

    @Test
    void whatRecoverMayNotDoEitherIsSaid() {
        Body recover = new Body.Recover(Changes.encode(new Change.ApprovePlan(plan.id())));
        plans.some(2, recover);
        BlockResult result = plans.block(plans.statement(2, recover));
        assertEquals(List.of("Recovered"), PlanChain.events(result));
        Bytes body = result.executed().getFirst().receipt().events().getFirst().body();
        assertTrue(body.hex().contains(Bytes.ofUtf8(Codes.NO_SUCH_PLAN).hex()));
        assertEquals(Codes.MALFORMED, plans.state(3, new Body.Recover(Bytes.fromHex("00"))));
    }

    @Test
    void whatNoLongerCountsIsSweptAway() {
        plans.begin(plan);
        plans.until(plan, Phase.CANARY);
        plans.block(chain.tx(1, "a", new Op.Put(ScriptModule.PLAIN, 1, 5)));
        assertTrue(chain.state.tables.containsKey(KernelTables.SAMPLED));
        plans.stop(plan);
        plans.blocks(40);
        assertTrue(!chain.state.tables.containsKey(KernelTables.STATED));
        assertTrue(!chain.state.tables.containsKey(KernelTables.SAMPLED));
        assertTrue(!chain.state.tables.containsKey(KernelTables.STATEMENTS));
    }

    private static Body report(Plan plan, long height, Bytes tally) {
        return new Body.Report(plan.id(), height, Script.hash(6), true, tally);
    }

    @Test
    void whatWasWantedLongAgoNoLongerRecovers() {
        plans.open(plan);
        Body recover = new Body.Recover(Changes.encode(new Change.ApprovePlan(plan.id())));
        plans.some(2, recover);
        StatedRecord.Key key =
                new StatedRecord.Key(Hash.ZERO, StatedRecord.Kind.RECOVER, 0, TestChain.key(100));
        StatedRecord stated =
                StatedRecord.decode(plans.row(KernelTables.STATED, key.encode()).orElseThrow());
        chain.state.put(
                KernelTables.STATED,
                key.encode(),
                new StatedRecord(
                                stated.digest(),
                                chain.height - theseus.protocol.Limits.MAX_STATEMENT_WINDOW,
                                "")
                        .encode());
        plans.state(2, recover);
        assertEquals(Phase.VOTING, plans.phase(plan), "2 of 4 want it now");
        plans.blocks(Sweeper.EVERY_BLOCKS);
        assertTrue(plans.row(KernelTables.STATED, key.encode()).isEmpty());
        assertEquals("", plans.state(0, recover), "whoever still wants it says it again");
        assertEquals(Phase.READY, plans.phase(plan));
    }
}
