package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;

/** Instances that come and go, and their routines, in both worlds. */
final class ChangingInstancesTest {
    private static final int PLAIN = ScriptModule.PLAIN;
    private static final Script END = Script.of(new Op.Put(ScriptModule.ROWS, 5, 5));
    private static final Script OTHER = Script.of(new Op.Put(ScriptModule.ROWS, 5, 6));

    private final TestChain chain = new TestChain();
    private final ScriptModule quiet = ScriptModule.plain();
    private final ScriptModule busy = quiet.routines(Optional.empty(), Optional.of(END));
    private final ScriptModule other = quiet.routines(Optional.empty(), Optional.of(OTHER));

    @BeforeEach
    void start() {
        chain.with("a", quiet).with("b", busy).knows(other).start();
    }

    private TestPlan retiring() {
        return TestPlan.of(chain).with(new Plan.Action.Retire("a", quiet.artifact().hash()));
    }

    @Test
    void retiredInstanceServesUntilProbationAndIsSuspendedThen() {
        retiring().canary(0).begin(chain, Phase.CANARY);
        assertEquals(new Status.Applied(), chain.status("a", new Op.Put(PLAIN, 1, 1)));
        retiring().begin(chain, Phase.PROBATION);
        BlockResult result = chain.commit(chain.tx(2, "a", new Op.Put(PLAIN, 1, 2)));
        assertEquals(
                new Status.Rejected(Codes.SUSPENDED),
                result.executed().getFirst().receipt().status());
        assertEquals(0, result.executed().getFirst().receipt().gasUsed());
        assertEquals(List.of(), result.compared(), "what is rejected leaves no trace");
        assertEquals(1, chain.value("a", PLAIN, 1));
    }

    @Test
    void installedInstanceServesInProbation() {
        TestPlan plan =
                TestPlan.of(chain)
                        .with(
                                new Plan.Action.Install(
                                        "d",
                                        quiet.artifact().hash(),
                                        Script.of(new Op.Put(PLAIN, 1, 7)).encode(),
                                        List.of(),
                                        List.of()));
        plan.begin(chain, plan.in(Phase.PROBATION).joined(0));
        assertEquals(
                new Status.Applied(),
                chain.status("d", new Op.Expect(PLAIN, 1, 7), new Op.Put(PLAIN, 1, 8)));
        assertEquals(8, chain.value("d", PLAIN, 1));
    }

    @Test
    void routineThatOnlyTheCandidateHasCountsInProbationOnly() {
        TestPlan plan = TestPlan.of(chain).upgrade(chain, "a", busy.artifact());
        plan.begin(chain, Phase.CANARY);
        BlockResult result = chain.commit();
        assertInstanceOf(Verdict.Declared.class, result.compared().getFirst().verdict());
        assertEquals(0, chain.value("a", ScriptModule.ROWS, 5));
        plan.begin(chain, Phase.PROBATION);
        chain.commit();
        assertEquals(5, chain.value("a", ScriptModule.ROWS, 5));
    }

    @Test
    void routineThatDoesSomethingElseTrips() {
        TestPlan.of(chain).upgrade(chain, "b", other.artifact()).begin(chain, Phase.PROBATION);
        BlockResult result = chain.commit();
        assertTrue(
                result.compared().getFirst().verdict() instanceof Verdict.Undeclared,
                result.compared().toString());
        assertEquals(5, chain.value("b", ScriptModule.ROWS, 5));
    }

    @Test
    void genesisOfAnInstalledInstanceFillsItsOwnTablesOnly() {
        TestPlan plan =
                TestPlan.of(chain)
                        .with(
                                new Plan.Action.Install(
                                        "d",
                                        quiet.artifact().hash(),
                                        Script.of(new Op.SetPower(TestChain.key(7), 10)).encode(),
                                        List.of(),
                                        List.of(Capability.VALIDATORS)));
        PlanRecord record = plan.begin(chain, plan.in(Phase.PROBATION).joined(0));
        chain.commit();
        assertEquals(
                Optional.empty(),
                chain.state.get(KernelTables.VALIDATORS, KernelTables.key(TestChain.key(7))));
        PlanRecord after = Plans.find(chain.state, record.plan().id()).orElseThrow();
        assertEquals(Gate.UNDECLARED_DIFFERENCE, after.gate().orElseThrow());
    }

    @Test
    void retiredInstanceLeavesNothingToOneOfItsName() {
        Bytes breaker = new BreakerRecord.Key("a", Optional.of("Run")).encode();
        Bytes cursor = new ScanRecord.Key("a", "candidate:small").encode();
        chain.state.put(
                KernelTables.BREAKERS, breaker, new BreakerRecord(1, "it is open").encode());
        chain.state.put(KernelTables.SCANS, cursor, ScanRecord.START.encode());
        chain.state.put(KernelTables.FORMS, KernelTables.formKey("a", "Run", 1), Script.integer(5));
        Overlay still = new Overlay(chain.state);
        Leftovers.remove(still, retiring().plan());
        assertEquals(Optional.empty(), still.get(KernelTables.SCANS, cursor));
        assertTrue(still.get(KernelTables.BREAKERS, breaker).isPresent());
        chain.state.tables.get(KernelTables.MODULES).remove(KernelTables.key("a"));
        Overlay gone = new Overlay(chain.state);
        Leftovers.remove(gone, retiring().plan());
        assertEquals(Optional.empty(), gone.get(KernelTables.BREAKERS, breaker));
        assertEquals(
                Optional.empty(),
                gone.get(KernelTables.FORMS, KernelTables.formKey("a", "Run", 1)));
    }

    @Test
    void whatGoesToARetiredInstanceIsNotQueuedInProbation() {
        retiring().begin(chain, Phase.PROBATION);
        assertEquals(
                Codes.SUSPENDED,
                chain.kernel
                        .check(
                                chain.state,
                                chain.timeMillis(),
                                chain.tx(2, "a", new Op.Put(PLAIN, 1, 2)).encode())
                        .code());
    }

    @Test
    void followerSeesRoutinesOfAnotherPlansCandidate() {
        ScriptModule caller = quiet.requiring();
        ScriptModule calls =
                caller.withVersion(2)
                        .routines(
                                Optional.of(
                                        Script.of(
                                                new Op.Call(
                                                        false,
                                                        true,
                                                        Script.of(new Op.Put(PLAIN, 1, 9))))),
                                Optional.empty());
        ScriptModule next = quiet.withVersion(3);
        TestChain other =
                new TestChain()
                        .with("a", caller, "b", Script.of())
                        .with("b", quiet)
                        .knows(calls)
                        .knows(next)
                        .start();
        TestPlan.of(other).upgrade(other, "a", calls.artifact()).begin(other, Phase.PROBATION);
        other.state.put(
                KernelTables.ARTIFACTS,
                KernelTables.key(next.artifact().hash()),
                next.artifact().encode());
        PlanRecord followed =
                TestPlan.of(other).upgrade(other, "b", next.artifact()).in(Phase.SHADOW);
        MapState before = other.state.copy();
        Transaction reads = other.tx(1, "b", new Op.Expect(PLAIN, 1, 9));
        BlockInput block = other.block(reads);
        BlockResult result = other.commit(reads);
        assertEquals(new Status.Applied(), result.executed().getFirst().receipt().status());
        Followed seen =
                other.kernel.follower().shadow(before, new MapState(), followed, block, result);
        assertEquals(new Verdict.Equal(), seen.compared().getLast().verdict());
    }
}
