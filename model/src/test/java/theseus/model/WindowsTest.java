package theseus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static theseus.model.Harness.sending;
import static theseus.model.Samples.LEDGER;
import static theseus.model.Samples.ONE_BLOCK;
import static theseus.model.Samples.one;
import static theseus.model.Samples.plan;
import static theseus.model.Samples.two;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a window must have seen, and what stops a plan. */
final class WindowsTest {
    private final Version one = one();
    private final Harness harness = new Harness(one);

    @Test
    void aWindowWaitsForItsBlocks() {
        bring(new Plan.Window(6, 0, 0, 0), two());
        blocks(5);
        assertEquals(Phase.PROBATION, harness.plan().phase());
        harness.block();
        assertEquals(Phase.FINAL, harness.plan().phase());
    }

    @Test
    void aWindowWaitsForItsTime() {
        bring(new Plan.Window(0, 6000, 0, 0), two());
        blocks(5);
        assertEquals(Phase.PROBATION, harness.plan().phase());
        harness.block();
        assertEquals(Phase.FINAL, harness.plan().phase());
    }

    @Test
    void aWindowWaitsForTheProposersOfMoreThanTwoThirds() {
        bring(ONE_BLOCK, two());
        blocks(2);
        assertEquals(Phase.PROBATION, harness.plan().phase());
        harness.block();
        assertEquals(Phase.FINAL, harness.plan().phase());
    }

    @Test
    void aWindowWaitsForDistinctKeys() {
        bring(new Plan.Window(0, 0, 0, 2), two());
        for (int i = 0; i < 5; i++) {
            harness.send("alice", "Rename", "alice");
        }
        assertEquals(Phase.PROBATION, harness.plan().phase());
        harness.send("bob", "Rename", "bob");
        assertEquals(Phase.FINAL, harness.plan().phase());
    }

    @Test
    void aMessageWithoutSamplesHoldsThePlan() {
        bring(new Plan.Window(0, 0, 1, 0), two());
        harness.send("alice", "Deposit", "alice 1");
        harness.send("alice", "Withdraw", "alice 1");
        harness.send("alice", "Rename", "alice");
        harness.send("alice", "Total", "");
        blocks(5);
        assertEquals(Phase.PROBATION, harness.plan().phase());
        harness.send("alice", "Close", "alice");
        assertEquals(Phase.FINAL, harness.plan().phase());
    }

    @Test
    void aWaivedMessageHoldsNothing() {
        Plan.Schedule schedule = schedule(new Plan.Window(0, 0, 1, 0));
        Set<Plan.MessageName> waived =
                Set.of(
                        new Plan.MessageName(LEDGER, "Deposit"),
                        new Plan.MessageName(LEDGER, "Withdraw"),
                        new Plan.MessageName(LEDGER, "Rename"),
                        new Plan.MessageName(LEDGER, "Total"),
                        new Plan.MessageName(LEDGER, "Close"));
        Plan plan = plan("plan", one, two(), schedule);
        harness.bring(
                new Plan("plan", plan.actions(), false, false, schedule, Set.of(), waived),
                Phase.PROBATION);
        blocks(3);
        assertEquals(Phase.FINAL, harness.plan().phase());
    }

    @Test
    void gasBeyondTheRatioHoldsThePlanAndEachKeyCountsOnce() {
        Version greedy =
                two().handles(
                                "Rename",
                                (context, body) -> {
                                    context.spend(111);
                                    context.put("names", body, "x");
                                });
        one.handles(
                "Rename",
                (context, body) -> {
                    context.spend(10);
                    context.put("names", body, "x");
                });
        bring(ONE_BLOCK, greedy);
        harness.send("alice", "Rename", "alice");
        blocks(5);
        assertEquals(Phase.PROBATION, harness.plan().phase());
        assertEquals(Optional.empty(), harness.plan().gate());
    }

    @Test
    void aMessageOfTheCandidateHasNoRatio() {
        bring(ONE_BLOCK, two().handles("Freeze", (context, _) -> context.spend(1000)));
        harness.send("alice", "Freeze", "alice");
        blocks(2);
        assertEquals(Phase.FINAL, harness.plan().phase());
    }

    @Test
    void aThirdOfThePowerCannotTrip() {
        bring(new Plan.Window(100, 0, 0, 0), two());
        harness.block(new Step.Trip("v1", "plan"));
        assertEquals(Phase.PROBATION, harness.plan().phase());
        harness.block(new Step.Trip("v2", "plan"));
        assertEquals(Optional.of(Gate.TRIPPED), harness.plan().gate());
    }

    @Test
    void lessThanAThirdOfThePowerCannotMakeOrHinderAReport() {
        harness.chain.powers.put("v3", 2L);
        harness.bring(plan(one, two()), Phase.BACKFILL);
        long height = harness.chain.height();
        harness.silentBlock();
        PlanState.Seen seen = harness.plan().seen(height + 1).orElseThrow();
        harness.silentBlock(
                new Step.Report("v1", "plan", height + 1, lie()),
                new Step.Report("v2", "plan", height + 1, seen));
        assertEquals(Phase.BACKFILL, harness.plan().phase());
        harness.silentBlock(new Step.Report("v3", "plan", height + 1, seen));
        assertEquals(Phase.SHADOW, harness.plan().phase());
    }

    @Test
    void reportsOnWhichNoTwoThirdsCanAgreeStopAPlanAtOnce() {
        harness.bring(plan(one, two()), Phase.BACKFILL);
        long height = harness.chain.height();
        harness.silentBlock();
        PlanState.Seen seen = harness.plan().seen(height + 1).orElseThrow();
        harness.silentBlock(
                new Step.Report("v1", "plan", height + 1, lie()),
                new Step.Report("v2", "plan", height + 1, seen));
        assertEquals(Optional.of(Gate.NO_AGREEMENT), harness.plan().gate());
    }

    private static PlanState.Seen lie() {
        return new PlanState.Seen("{}", true, new Tally(), Optional.of(Gate.TRAP));
    }

    @Test
    void recoveryNeedsMoreThanTwoThirdsThatSayTheSame() {
        Step open = new Step.Breaker(LEDGER, Optional.empty(), true);
        harness.block(
                new Step.Recover("v1", open),
                new Step.Recover("v2", open),
                new Step.Recover("v3", new Step.Breaker("other", Optional.empty(), true)));
        assertEquals(new Result.Applied(), harness.send("alice", "Deposit", "alice 1").result());
        harness.block(new Step.Recover("v3", open));
        assertEquals(
                new Result.Rejected(Chain.SUSPENDED),
                harness.block(sending("alice", "Deposit", "alice 1")).getFirst().result());
    }

    private void bring(Plan.Window probation, Version candidate) {
        Plan.Schedule schedule = schedule(probation);
        harness.bring(plan("plan", one, candidate, schedule), Phase.PROBATION);
    }

    private static Plan.Schedule schedule(Plan.Window probation) {
        return new Plan.Schedule(
                10, 10, 10, 1, 5, ONE_BLOCK, List.of(ONE_BLOCK), probation, 100, 1000);
    }

    private void blocks(int count) {
        for (int i = 0; i < count; i++) {
            harness.block();
        }
    }
}
