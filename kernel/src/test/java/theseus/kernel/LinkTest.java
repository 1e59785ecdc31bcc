package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.kernel.spi.ChangeSet.Link;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** With which block tables join the root, and with which they leave it. */
final class LinkTest {
    private static final TableId NEW = new TableId("a", "z", 1);

    private final PlanChain plans = new PlanChain(1);
    private final TestChain chain = plans.chain;

    @Test
    void newTablesJoinWithTheFirstBlockOfTwoWorldsAndStay() {
        Plan plan = more().plan();
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        assertTrue(plans.links.isEmpty());
        reach(plan, Phase.CANARY);
        assertTrue(plans.links.isEmpty(), "decided, not yet carried out");
        plans.block();
        assertEquals(Map.of(NEW, new Link.Join(plan.id())), plans.links.get(chain.height));
        assertEquals(chain.height, plans.record(plan).joinedHeight());
        plans.until(plan, Phase.FINAL);
        assertEquals(1, plans.links.size());
    }

    @Test
    void theyLeaveWithTheBlockThatTakesThePlanBack() {
        Plan plan = more().plan();
        plans.begin(plan);
        plans.until(plan, Phase.PROBATION);
        plans.block();
        plans.stop(plan);
        assertEquals(Map.of(NEW, new Link.Leave(plan.id())), plans.links.get(chain.height));
        plans.blocks(3);
        assertEquals(2, plans.links.size());
    }

    @Test
    void whatJoinedWithThatVeryBlockLeavesWithTheNext() {
        Plan plan = more().plan();
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        reach(plan, Phase.CANARY);
        plans.stop(plan);
        assertEquals(Phase.ROLLED_BACK, plans.phase(plan));
        assertEquals(Map.of(NEW, new Link.Join(plan.id())), plans.links.get(chain.height));
        plans.block();
        assertEquals(Map.of(NEW, new Link.Leave(plan.id())), plans.links.get(chain.height));
        assertTrue(Plans.read(chain.state).active().isEmpty());
    }

    @Test
    void whatAHotfixSupersedesLeavesTheRoot() {
        Plan plan = more().plan();
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        reach(plan, Phase.CANARY);
        Plan hotfix = plans.upgradeOfA().title("hotfix").hotfix().plan();
        plans.open(hotfix);
        plans.approve(hotfix);
        plans.blocks(2);
        assertEquals(2, plans.links.size(), "in and out again");
    }

    @Test
    void anIrreversiblePlanJoinsWithTheBlockThatSwitches() {
        Plan plan = more().irreversible().plan();
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        reach(plan, Phase.FINAL);
        assertEquals(PlanChain.PLAIN.artifact().hash(), plans.inForce("a"));
        BlockResult result = plans.block(chain.tx(1, "a", new Op.Put(4, 1, 1)));
        assertEquals(Map.of(NEW, new Link.Join(plan.id())), plans.links.get(chain.height));
        assertEquals(PlanChain.MORE.artifact().hash(), plans.inForce("a"));
        assertEquals(
                PlanChain.MORE.artifact().hash(),
                result.executed().getFirst().receipt().versions().getFirst().artifact(),
                "the whole block runs with the new version");
    }

    @Test
    void tablesOfAnInstallationNeedNoJoin() {
        Plan plan =
                plans.draft()
                        .install("fresh", PlanChain.MORE.artifact(), Script.of().document())
                        .plan();
        plans.begin(plan);
        plans.block();
        plans.stop(plan);
        assertEquals(5, plans.links.get(chain.height).size());
        assertTrue(
                plans.links.get(chain.height).values().stream()
                        .allMatch(link -> link.equals(new Link.Leave(plan.id()))));
    }

    /** The follower stopped after the last report: its tables lack what came then. */
    @Test
    void tablesWhoseFollowerStoppedNeverJoin() {
        Plan plan = more().plan();
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        reach(plan, Phase.CANARY);
        stopped(plan);
        plans.block();
        assertTrue(plans.links.isEmpty());
        assertEquals(Phase.ROLLED_BACK, plans.phase(plan));
        assertEquals(Gate.LENS_LAW, plans.record(plan).gate().orElseThrow());
        assertTrue(Plans.read(chain.state).active().isEmpty());
    }

    @Test
    void norDoesAnIrreversiblePlanSwitchThen() {
        Plan plan = more().irreversible().plan();
        plans.begin(plan);
        plans.until(plan, Phase.SHADOW);
        reach(plan, Phase.FINAL);
        stopped(plan);
        BlockResult result = plans.block(chain.tx(1, "a", new Op.Put(ScriptModule.PLAIN, 1, 1)));
        assertTrue(plans.links.isEmpty());
        assertEquals(Phase.ROLLED_BACK, plans.phase(plan));
        assertEquals(chain.height, plans.record(plan).sinceHeight());
        assertEquals(Gate.LENS_LAW, plans.record(plan).gate().orElseThrow());
        assertEquals(PlanChain.PLAIN.artifact().hash(), plans.inForce("a"));
        assertEquals(List.of("PlanPhase"), PlanChain.events(result));
        assertTrue(Plans.read(chain.state).active().isEmpty());
    }

    private void stopped(Plan plan) {
        Evidence why = Evidence.of(Gate.LENS_LAW, chain.height, "down(up(o, n), o) = o");
        Bytes key = KernelTables.key(plan.id());
        StateView base = new SeenBeside(chain.state.copy(), plan.id(), why);
        chain.state.put(
                KernelTables.FOLLOWED, key, base.get(KernelTables.FOLLOWED, key).orElseThrow());
    }

    private PlanDraft more() {
        return plans.draft().upgrade(chain, "a", PlanChain.MORE.artifact());
    }

    /** Up to the very block that decides it. */
    private void reach(Plan plan, Phase phase) {
        for (int i = 0; i < 30 && plans.phase(plan) != phase; i++) {
            plans.all(plans.report(plan));
        }
        assertEquals(phase, plans.phase(plan));
    }
}
