package theseus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.model.Harness.sending;
import static theseus.model.Samples.LEDGER;
import static theseus.model.Samples.NEW;
import static theseus.model.Samples.OLD;
import static theseus.model.Samples.SCHEDULE;
import static theseus.model.Samples.one;
import static theseus.model.Samples.plan;
import static theseus.model.Samples.two;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each phase does to the tables, and what leads out of it. */
final class PhasesTest {
    private final Version one = one();
    private final Version two = two();
    private final Harness harness = new Harness(one);
    private final Plan plan = plan(one, two);

    @Test
    void aBenignPlanGoesThroughAllPhases() {
        harness.send("alice", "Deposit", "alice 5");
        for (Phase phase :
                List.of(
                        Phase.READY,
                        Phase.BACKFILL,
                        Phase.SHADOW,
                        Phase.CANARY,
                        Phase.PROBATION,
                        Phase.FINAL)) {
            harness.bring(plan, phase);
            if (phase == Phase.READY) {
                ready(plan, "v1", "v2", "v3");
            }
        }
        assertEquals(two, harness.chain.inForce().get(LEDGER));
    }

    @Test
    void aVoteThatDoesNotEndInTimeStopsThePlan() {
        harness.block(new Step.Open(plan));
        blocks(10);
        assertStopped(Gate.NOT_VOTED);
    }

    @Test
    void twoThirdsOfThePowerAreNotEnoughToBeReady() {
        harness.bring(plan, Phase.READY);
        ready(plan, "v1", "v2");
        blocks(2);
        assertEquals(Phase.READY, harness.plan().phase());
        ready(plan, "v3");
        harness.block();
        assertEquals(Phase.BACKFILL, harness.plan().phase());
    }

    @Test
    void fromSixValidatorsUpFiveSixthsMustBeReady() {
        harness.chain.powers.clear();
        for (int i = 0; i < 12; i++) {
            harness.chain.powers.put("w" + i, 1L);
        }
        harness.bring(plan, Phase.READY);
        for (int i = 0; i < 9; i++) {
            ready(plan, "w" + i);
        }
        harness.block();
        assertEquals(Phase.READY, harness.plan().phase());
        ready(plan, "w9");
        harness.block();
        assertEquals(Phase.BACKFILL, harness.plan().phase());
    }

    @Test
    void validatorsThatAreNotReadyInTimeStopThePlan() {
        harness.bring(plan, Phase.READY);
        blocks(10);
        assertStopped(Gate.NOT_READY);
    }

    @Test
    void backfillTakesTheStateOfTheStartHeightThroughTheLens() {
        harness.send("alice", "Deposit", "alice 5");
        harness.bring(plan, Phase.BACKFILL);
        assertEquals(Optional.of("5;"), harness.plan().unlinked().get(NEW, "alice"));
        assertEquals(List.of(), harness.chain.tables().rows(NEW));
    }

    @Test
    void backfillFollowsEveryLaterBlock() {
        harness.bring(plan, Phase.BACKFILL);
        harness.silentBlock(sending("alice", "Deposit", "alice 5"));
        harness.silentBlock(sending("alice", "Deposit", "alice 2"));
        assertEquals(Optional.of("7;"), harness.plan().unlinked().get(NEW, "alice"));
    }

    @Test
    void backfillEndsWithAnAgreedReport() {
        harness.bring(plan, Phase.BACKFILL);
        harness.silentBlock();
        assertEquals(Phase.BACKFILL, harness.plan().phase());
        harness.block();
        assertEquals(Phase.SHADOW, harness.plan().phase());
    }

    @Test
    void withoutAgreeingReportsThereIsNondeterminism() {
        harness.bring(plan, Phase.SHADOW);
        for (int i = 0; i < 6; i++) {
            harness.silentBlock();
        }
        assertStopped(Gate.NO_AGREEMENT);
    }

    @Test
    void inShadowNothingOfTheCandidateReachesTheTables() {
        Version wrong =
                two().handles("Deposit", (context, _) -> context.put("balances", "eve", "100;"));
        harness.bring(plan(one, wrong), Phase.SHADOW);
        harness.silentBlock(sending("alice", "Deposit", "alice 5"));
        assertEquals(Optional.of("5"), harness.old("alice"));
        assertEquals(Optional.of("5;"), harness.plan().unlinked().get(NEW, "alice"));
        assertEquals(Optional.empty(), harness.plan().unlinked().get(NEW, "eve"));
    }

    @Test
    void whatShadowSawStopsThePlanWhenReportsAgree() {
        Version wrong = two().handles("Deposit", (_, _) -> {});
        harness.bring(plan(one, wrong), Phase.SHADOW);
        harness.block(sending("alice", "Deposit", "alice 5"));
        assertEquals(Phase.SHADOW, harness.plan().phase());
        harness.block();
        assertStopped(Gate.UNDECLARED_DIFFERENCE);
    }

    @Test
    void newTablesJoinInTheFirstBlockOfCanary() {
        harness.send("alice", "Deposit", "alice 5");
        harness.bring(plan, Phase.CANARY);
        assertEquals(List.of(), harness.chain.tables().rows(NEW));
        harness.block();
        assertEquals(Optional.of("5;"), harness.current("alice"));
    }

    @Test
    void oldTablesLeaveWhenThePlanIsFinal() {
        harness.send("alice", "Deposit", "alice 5");
        harness.bring(plan, Phase.FINAL);
        assertEquals(List.of(), harness.chain.tables().rows(OLD));
        assertEquals(Optional.of("5;"), harness.current("alice"));
    }

    @Test
    void aRollbackKeepsTheNewTablesInQuarantine() {
        harness.bring(plan, Phase.PROBATION);
        harness.send("alice", "Deposit", "alice 5");
        harness.send("bob", "Freeze", "bob");
        harness.block(new Step.Stop(plan.id()));
        assertStopped(Gate.STOPPED);
        assertEquals(Optional.of("5"), harness.old("alice"));
        assertEquals(Optional.empty(), harness.old("bob"));
        assertEquals(List.of(), harness.chain.tables().rows(NEW));
        assertEquals(Optional.of("0;!"), harness.plan().unlinked().get(NEW, "bob"));
    }

    @Test
    void anIrreversiblePlanGoesFromShadowToFinal() {
        Plan irreversible =
                new Plan("plan", plan.actions(), true, false, SCHEDULE, Set.of(), Set.of());
        harness.send("alice", "Deposit", "alice 5");
        harness.bring(irreversible, Phase.FINAL);
        assertEquals(one, harness.chain.inForce().get(LEDGER));
        harness.block();
        assertEquals(two, harness.chain.inForce().get(LEDGER));
        assertEquals(Optional.of("5;"), harness.current("alice"));
        assertEquals(List.of(), harness.chain.tables().rows(OLD));
    }

    @Test
    void aHotfixGoesFromBackfillToProbationAndTakesThePlaceOfAPlan() {
        harness.bring(plan, Phase.SHADOW);
        Version fix = two();
        Plan hotfix =
                new Plan(
                        "hotfix",
                        List.of(new Plan.Action.Upgrade(LEDGER, one, fix)),
                        false,
                        true,
                        SCHEDULE,
                        Set.of(),
                        Set.of());
        harness.block(new Step.Open(hotfix));
        harness.block(new Step.Approve("hotfix"));
        assertEquals(Optional.of(Gate.SUPERSEDED), harness.chain.plan("plan").gate());
        ready(hotfix, "v1", "v2", "v3");
        harness.block();
        assertEquals(Phase.BACKFILL, harness.chain.plan("hotfix").phase());
        harness.block();
        harness.block();
        assertEquals(Phase.PROBATION, harness.chain.plan("hotfix").phase());
        harness.bring(hotfix, Phase.FINAL);
        assertEquals(fix, harness.chain.inForce().get(LEDGER));
    }

    @Test
    void anInstallRunsItsGenesisInTheFirstBlockOfProbation() {
        Version shop =
                Version.named("shop")
                        .table("goods", 1)
                        .genesis((context, document) -> context.put("goods", document, "1"))
                        .handles("Buy", (context, body) -> context.remove("goods", body));
        Plan install = actions(new Plan.Action.Install("shop", shop, "pear"));
        harness.bring(install, Phase.PROBATION);
        TableName goods = new TableName("shop", "goods", 1);
        assertEquals(Optional.empty(), harness.chain.tables().get(goods, "pear"));
        harness.block(new Step.Send(new Transaction("dora", new Message("shop", "Buy", "apple"))));
        assertEquals(Optional.of("1"), harness.chain.tables().get(goods, "pear"));
        harness.bring(install, Phase.FINAL);
        assertEquals(shop, harness.chain.inForce().get("shop"));
    }

    @Test
    void aRetiredInstanceIsSuspendedInProbationAndGoneAfter() {
        harness.send("alice", "Deposit", "alice 5");
        Plan retire = actions(new Plan.Action.Retire(LEDGER, one));
        harness.bring(retire, Phase.PROBATION);
        assertEquals(
                new Result.Rejected(Chain.SUSPENDED),
                harness.send("alice", "Deposit", "alice 5").result());
        harness.bring(retire, Phase.FINAL);
        assertEquals(Map.of(), harness.chain.inForce());
        assertEquals(new Tables(), harness.chain.tables());
        assertEquals(Optional.of("5"), harness.plan().unlinked().get(OLD, "alice"));
    }

    @Test
    void whatSpeaksToARetiredInstanceIsSuspendedBeforeAnythingOfItRuns() {
        Version other = Version.named("other").handles("No", (context, _) -> refuse(context));
        harness.chain.install("other", other, "");
        harness.bring(actions(new Plan.Action.Retire(LEDGER, one)), Phase.PROBATION);
        Transaction both =
                new Transaction(
                        "alice",
                        new Message("other", "No", ""),
                        new Message(LEDGER, "Deposit", "alice 5"));
        assertEquals(
                new Result.Rejected(Chain.SUSPENDED),
                harness.block(new Step.Send(both)).getFirst().result());
    }

    private static void refuse(Context context) {
        throw context.refuse("NO");
    }

    @Test
    void aValidatorWantsOneRecoveryAtATime() {
        Step one = new Step.Breaker(LEDGER, Optional.empty(), true);
        Step other = new Step.Breaker(LEDGER, Optional.of("Deposit"), true);
        harness.block(new Step.Recover("v1", one), new Step.Recover("v2", one));
        harness.block(new Step.Recover("v1", other), new Step.Recover("v3", one));
        assertEquals(new Result.Applied(), harness.send("alice", "Deposit", "alice 5").result());
        harness.block(new Step.Recover("v1", one));
        assertEquals(
                new Result.Rejected(Chain.SUSPENDED),
                harness.send("alice", "Deposit", "alice 5").result());
    }

    @Test
    void inTheCanaryWhatThePlanRetiresStillServes() {
        Version other = Version.named("other").handles("Ping", (_, _) -> {});
        Version next = Version.named("next").handles("Ping", (_, _) -> {});
        harness.chain.install("other", other, "");
        Plan both =
                actions(
                        new Plan.Action.Upgrade("other", other, next),
                        new Plan.Action.Retire(LEDGER, one));
        harness.bring(both, Phase.CANARY);
        assertEquals(new Result.Applied(), harness.send("carol", "Deposit", "carol 5").result());
        assertEquals(Optional.of("5"), harness.old("carol"));
    }

    @Test
    void whatWasSeenComesBeforeWhatValidatorsWant() {
        Version wrong = two().handles("Deposit", (_, _) -> {});
        harness.bring(plan(one, wrong), Phase.SHADOW);
        harness.block(sending("alice", "Deposit", "alice 5"));
        String id = harness.plan().plan().id();
        harness.block(new Step.Trip("v1", id), new Step.Trip("v2", id));
        assertStopped(Gate.UNDECLARED_DIFFERENCE);
    }

    @Test
    void aSecondPlanWaitsInShadowWhileOneHasTwoWorlds() {
        Version other = Version.named("other").handles("Ping", (_, _) -> {});
        Version next = Version.named("next").handles("Ping", (_, _) -> {});
        harness.chain.install("other", other, "");
        Plan second =
                new Plan(
                        "second",
                        List.of(new Plan.Action.Upgrade("other", other, next)),
                        false,
                        false,
                        SCHEDULE,
                        Set.of(),
                        Set.of());
        Plan slow = plan("plan", one, two, slowCanary());
        harness.bring(slow, Phase.CANARY);
        harness.bring(second, Phase.SHADOW);
        blocks(5);
        assertEquals(Phase.SHADOW, harness.chain.plan("second").phase());
        harness.block(new Step.Stop("plan"));
        blocks(2);
        assertTrue(harness.chain.plan("second").phase().twoWorlds());
    }

    @Test
    void aPlanWhoseBaseIsNoLongerInForceStops() {
        Plan late = plan("late", one, two(), SCHEDULE);
        harness.bring(plan, Phase.PROBATION);
        harness.block(new Step.Open(late));
        harness.bring(plan, Phase.FINAL);
        assertEquals(Optional.of(Gate.BASE_CHANGED), harness.chain.plan("late").gate());
    }

    private static Plan.Schedule slowCanary() {
        return new Plan.Schedule(
                10,
                10,
                10,
                1,
                5,
                Samples.ONE_BLOCK,
                List.of(new Plan.Window(100, 0, 0, 0)),
                Samples.ONE_BLOCK,
                2,
                1000);
    }

    private static Plan actions(Plan.Action... actions) {
        return new Plan("plan", List.of(actions), false, false, SCHEDULE, Set.of(), Set.of());
    }

    private void ready(Plan of, String... validators) {
        for (String validator : validators) {
            harness.chain.apply(new Step.Ready(validator, of.id()));
        }
    }

    private void blocks(int count) {
        for (int i = 0; i < count; i++) {
            harness.block();
        }
    }

    private void assertStopped(Gate gate) {
        assertEquals(Phase.ROLLED_BACK, harness.plan().phase());
        assertEquals(Optional.of(gate), harness.plan().gate());
    }
}
