package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Changes;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt.Status;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/** Plans from the vote to their end. */
final class PlanLifeTest {
    private final PlanChain plans = new PlanChain(4);
    private final TestChain chain = plans.chain;

    @Test
    void anUpgradeGoesThroughAllPhases() {
        Plan plan = plans.upgradeOfA().plan();
        Hash before = chain.kernel.modules(chain.state).hash();
        assertEquals("", plans.open(plan));
        assertEquals(Phase.VOTING, plans.phase(plan));
        assertEquals("", plans.approve(plan));
        assertEquals(Phase.READY, plans.phase(plan));
        plans.some(2, PlanChain.ready(plan));
        assertEquals(Phase.READY, plans.phase(plan), "2 of 4 are no quorum");
        plans.state(2, PlanChain.ready(plan));
        assertEquals(Phase.BACKFILL, plans.phase(plan));
        assertEquals(chain.height, plans.record(plan).startHeight());
        plans.until(plan, Phase.SHADOW);
        plans.until(plan, Phase.CANARY);
        assertEquals(0, plans.record(plan).step());
        assertEquals(before, chain.kernel.modules(chain.state).hash());
        plans.until(plan, Phase.PROBATION);
        plans.until(plan, Phase.FINAL);
        assertEquals(PlanChain.NEXT.artifact().hash(), plans.inForce("a"));
        assertTrue(Plans.read(chain.state).active().isEmpty());
        assertEquals(new Status.Applied(), chain.status("a", new Op.Put(ScriptModule.PLAIN, 1, 1)));
    }

    @Test
    void eachPhaseIsAnnounced() {
        Plan plan = plans.upgradeOfA().plan();
        plans.open(plan);
        BlockResult approved =
                plans.block(
                        chain.tx(
                                1,
                                "gov",
                                new Op.Propose(
                                        theseus.protocol.Changes.encode(
                                                new theseus.sdk.Change.ApprovePlan(plan.id())))));
        assertEquals(List.of("PlanPhase"), PlanChain.events(approved));
    }

    @Test
    void tooFewReadyInTimeEndsIt() {
        Plan plan = plans.upgradeOfA().plan();
        plans.open(plan);
        plans.approve(plan);
        plans.some(2, PlanChain.ready(plan));
        plans.blocks(20);
        rolledBack(plan, Gate.NOT_READY);
    }

    @Test
    void differentPreparationsDoNotAddUp() {
        Plan plan = plans.upgradeOfA().plan();
        plans.open(plan);
        plans.approve(plan);
        plans.some(2, PlanChain.ready(plan));
        for (int i = 2; i < 4; i++) {
            plans.state(i, new theseus.protocol.Statement.Body.Ready(plan.id(), Script.hash(9)));
        }
        assertEquals(Phase.READY, plans.phase(plan));
    }

    @Test
    void aVoteThatTakesTooLongEndsIt() {
        Plan plan = plans.upgradeOfA().plan();
        plans.open(plan);
        plans.blocks(20);
        rolledBack(plan, Gate.NOT_VOTED);
    }

    @Test
    void aBackfillThatTakesTooLongEndsIt() {
        Plan plan = plans.upgradeOfA().plan();
        plans.begin(plan);
        plans.blocks(20);
        rolledBack(plan, Gate.BACKFILL_TOO_SLOW);
    }

    @Test
    void silenceInShadowEndsIt() {
        Plan plan = plans.upgradeOfA().plan();
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        plans.blocks(7);
        assertEquals(Phase.SHADOW, plans.phase(plan));
        plans.block();
        rolledBack(plan, Gate.NO_AGREEMENT);
    }

    @Test
    void aDivergenceTakesTheCandidateBackWithTheBlock() {
        Plan plan = plans.draft().upgrade(chain, "a", PlanChain.WRONG.artifact()).plan();
        plans.begin(plan);
        plans.until(plan, Phase.CANARY);
        BlockResult result = plans.block(chain.tx(1, "a", new Op.Put(ScriptModule.PLAIN, 1, 5)));
        rolledBack(plan, Gate.UNDECLARED_DIFFERENCE);
        assertEquals(List.of("PlanPhase"), PlanChain.events(result));
        assertFalse(plans.record(plan).ended().orElseThrow().differences().isEmpty());
        assertEquals(5, chain.value("a", ScriptModule.PLAIN, 1));
    }

    @Test
    void aStoppedPlanIsRolledBackFromAnyPhase() {
        for (Phase phase : List.of(Phase.SHADOW, Phase.CANARY, Phase.PROBATION)) {
            Plan plan = plans.upgradeOfA().title(phase.name()).plan();
            plans.begin(plan);
            plans.until(plan, phase);
            assertEquals("", plans.stop(plan));
            rolledBack(plan, Gate.STOPPED);
            assertEquals(Codes.PLAN_PHASE, plans.stop(plan));
            plans.block();
            assertTrue(Plans.read(chain.state).active().isEmpty());
        }
    }

    @Test
    void onlyOnePlanHasAuthority() {
        Plan first = plans.upgradeOfA().plan();
        Plan second =
                plans.draft().upgrade(chain, "c", PlanChain.NEXT.artifact()).title("c").plan();
        plans.begin(first);
        plans.begin(second);
        plans.until(first, Phase.CANARY);
        plans.until(second, Phase.SHADOW);
        for (int i = 0; i < 40 && plans.phase(first) != Phase.FINAL; i++) {
            if (plans.phase(second) == Phase.SHADOW) {
                plans.all(plans.report(second));
            }
            plans.block();
            assertTrue(!plans.phase(second).hasTwoWorlds() || !plans.phase(first).hasTwoWorlds());
        }
        plans.until(second, Phase.FINAL);
        assertEquals(PlanChain.NEXT.artifact().hash(), plans.inForce("a"));
        assertEquals(PlanChain.NEXT.artifact().hash(), plans.inForce("c"));
    }

    @Test
    void aHotfixTakesThePlaceOfAPlanAndSkipsTheWindows() {
        Plan slow = plans.upgradeOfA().plan();
        plans.begin(slow);
        plans.until(slow, Phase.PROBATION);
        Plan hotfix = plans.upgradeOfA().title("hotfix").hotfix().plan();
        assertEquals("", plans.open(hotfix));
        assertEquals(Phase.PROBATION, plans.phase(slow));
        assertEquals("", plans.approve(hotfix));
        rolledBack(slow, Gate.SUPERSEDED);
        plans.all(PlanChain.ready(hotfix));
        assertEquals(Phase.BACKFILL, plans.phase(hotfix));
        plans.block();
        plans.all(plans.report(hotfix));
        assertEquals(Phase.PROBATION, plans.phase(hotfix));
        plans.until(hotfix, Phase.FINAL);
    }

    @Test
    void whatWentWrongIsKeptThoughThePlanIsStoppedInTheSameBlock() {
        for (boolean superseded : List.of(false, true)) {
            String title = superseded ? "superseded" : "stopped";
            Plan plan =
                    plans.draft()
                            .upgrade(chain, "a", PlanChain.WRONG.artifact())
                            .title(title)
                            .plan();
            plans.begin(plan);
            plans.until(plan, Phase.CANARY);
            Plan hotfix = plans.upgradeOfA().title("hotfix").hotfix().plan();
            if (superseded) {
                plans.open(hotfix);
            }
            Change order =
                    superseded
                            ? new Change.ApprovePlan(hotfix.id())
                            : new Change.StopPlan(plan.id(), "we changed our mind");
            plans.block(
                    chain.tx(1, "gov", new Op.Propose(Changes.encode(order))),
                    chain.tx(2, "a", new Op.Put(ScriptModule.PLAIN, 1, 5)));
            rolledBack(plan, Gate.UNDECLARED_DIFFERENCE);
        }
    }

    @Test
    void aHotfixDoesNotWaitForAPlanThatHasNothingToDoWithIt() {
        Plan slow = plans.draft().upgrade(chain, "c", PlanChain.NEXT.artifact()).title("c").plan();
        plans.begin(slow);
        plans.until(slow, Phase.CANARY);
        Plan hotfix = plans.upgradeOfA().title("hotfix").hotfix().plan();
        plans.begin(hotfix);
        assertEquals(Phase.BACKFILL, plans.phase(hotfix));
        assertTrue(plans.phase(slow).hasTwoWorlds(), "until the hotfix is ready");
        plans.all(plans.report(hotfix));
        rolledBack(slow, Gate.SUPERSEDED);
        plans.until(hotfix, Phase.PROBATION);
        plans.until(hotfix, Phase.FINAL);
    }

    @Test
    void aHotfixWaitsForAnother() {
        Plan first = plans.draft().upgrade(chain, "c", PlanChain.NEXT.artifact()).hotfix().plan();
        Plan second = plans.upgradeOfA().title("second").hotfix().plan();
        plans.begin(first);
        plans.begin(second);
        plans.until(first, Phase.PROBATION);
        plans.all(plans.report(second));
        assertEquals(Phase.PROBATION, plans.phase(first));
        assertEquals(Phase.BACKFILL, plans.phase(second));
        plans.until(first, Phase.FINAL);
        plans.until(second, Phase.FINAL);
    }

    @Test
    void anIrreversiblePlanGoesFromShadowToFinal() {
        Plan plan = plans.upgradeOfA().irreversible().plan();
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        plans.until(plan, Phase.FINAL);
        // Nothing comes between the decision and the switch, with which the next block begins.
        assertEquals(Codes.PLAN_PHASE, plans.stop(plan));
        assertEquals(PlanChain.NEXT.artifact().hash(), plans.inForce("a"));
        assertTrue(Plans.read(chain.state).active().isEmpty());
    }

    @Test
    void anInstanceIsInstalledByItsGenesis() {
        Plan plan =
                plans.draft()
                        .install(
                                "fresh",
                                PlanChain.NEXT.artifact(),
                                Script.of(new Op.Put(ScriptModule.PLAIN, 1, 7)).document())
                        .plan();
        assertEquals("", plans.open(plan));
        assertEquals(
                new Status.Rejected(Codes.NOT_YET_IN_FORCE),
                plans.block(chain.tx(3, "fresh", new Op.Put(ScriptModule.PLAIN, 2, 1)))
                        .executed()
                        .getFirst()
                        .receipt()
                        .status());
        plans.approve(plan);
        plans.all(PlanChain.ready(plan));
        assertEquals(Phase.PROBATION, plans.phase(plan));
        plans.block();
        assertEquals(7, chain.value("fresh", ScriptModule.PLAIN, 1));
        plans.until(plan, Phase.FINAL);
        assertEquals(
                new Status.Applied(),
                plans.block(chain.tx(2, "fresh", new Op.Put(ScriptModule.PLAIN, 2, 1)))
                        .executed()
                        .getFirst()
                        .receipt()
                        .status());
    }

    @Test
    void aDocumentThatFailsTakesTheInstallationBack() {
        Plan plan =
                plans.draft()
                        .install(
                                "fresh",
                                PlanChain.NEXT.artifact(),
                                Script.of(new Op.Throw()).document())
                        .plan();
        plans.begin(plan);
        plans.block();
        rolledBack(plan, Gate.TRAP);
        assertTrue(Plans.read(chain.state).active().isEmpty());
    }

    @Test
    void aRetiredInstanceIsSuspendedAndThenGone() {
        Plan plan = plans.draft().retire(chain, "c").plan();
        plans.begin(plan);
        assertEquals(Phase.PROBATION, plans.phase(plan));
        plans.until(plan, Phase.FINAL);
        assertFalse(chain.kernel.modules(chain.state).instances().containsKey("c"));
        chain.nonces.put(9, 0L);
        assertEquals(
                new Status.Rejected(Codes.NO_SUCH_INSTANCE),
                plans.block(chain.tx(9, "c")).executed().getFirst().receipt().status());
        assertEquals(4, plans.links.lastEntry().getValue().size(), "its tables left");
    }

    @Test
    void anOlderFormIsAcceptedForAsLongAsATransactionLives() {
        Plan plan = plans.upgradeOfA().plan();
        plans.begin(plan);
        plans.until(plan, Phase.FINAL);
        Forms.expire(
                new Overlay(chain.state),
                "a",
                PlanChain.PLAIN.descriptor(),
                PlanChain.NEXT.descriptor(),
                chain.timeMillis());
        // Form 1 of Run has a newer one, form 3.
        assertTrue(Forms.isAccepted(chain.state, chain.timeMillis(), "a", "Run", 1));
        long day = theseus.protocol.Limits.MAX_EXPIRY_MILLIS;
        assertFalse(Forms.isAccepted(chain.state, chain.timeMillis() + day, "a", "Run", 1));
        assertTrue(Forms.isAccepted(chain.state, chain.timeMillis() + day, "a", "Run", 3));
        assertEquals(new Status.Applied(), chain.status("a"));
        chain.height += day / 1000;
        assertEquals(new Status.Rejected(Codes.NO_LONGER_IN_FORCE), chain.status("a"));
    }

    private void rolledBack(Plan plan, Gate gate) {
        assertEquals(Phase.ROLLED_BACK, plans.phase(plan));
        assertEquals(gate, plans.record(plan).gate().orElseThrow());
        assertEquals(PlanChain.PLAIN.artifact().hash(), plans.inForce("a"));
    }
}
