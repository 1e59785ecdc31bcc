package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan.Respect;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;

/** Both worlds of an upgrade that keeps all tables, in a block. */
final class TwoWorldsTest {
    private static final int PLAIN = ScriptModule.PLAIN;
    private static final int ROWS = ScriptModule.ROWS;

    private final TestChain chain = new TestChain();

    /** The same chain, which never sees a plan. */
    private final TestChain twin = new TestChain();

    private ScriptModule second;

    @BeforeEach
    void start() {
        ScriptModule first = ScriptModule.plain();
        second = first.withVersion(2);
        for (TestChain one : List.of(chain, twin)) {
            one.with("a", first).with("b", first.requiring(), "a", Script.of());
            one.knows(second).start();
        }
    }

    private TestPlan plan() {
        return TestPlan.of(chain).upgrade(chain, "a", second.artifact());
    }

    @Test
    void equalCandidateServesInProbation() {
        PlanRecord plan = plan().begin(chain, Phase.PROBATION);
        BlockResult result = chain.commit(chain.tx(1, "a", new Op.Put(ROWS, 1, 5)));
        Compared compared = result.compared().getFirst();
        assertEquals(new Verdict.Equal(), compared.verdict());
        assertTrue(compared.candidateCounts());
        var version = result.executed().getFirst().receipt().versions().getFirst();
        assertEquals("2.0.0", version.version());
        assertEquals(Optional.of(plan.plan().id()), version.plan());
        assertEquals(5, chain.value("a", ROWS, 1));
        assertEquals(
                compared.old().receipt().gasUsed(),
                result.executed().getFirst().receipt().gasUsed());
    }

    @Test
    void whatTouchesNoInstanceOfThePlanRunsOnce() {
        plan().begin(chain, Phase.PROBATION);
        BlockResult result = chain.commit(chain.tx(1, "b", new Op.Put(PLAIN, 1, 5)));
        assertEquals(List.of(), result.compared());
    }

    @Test
    void nestedCallIsCompared() {
        plan().begin(chain, Phase.PROBATION);
        Op call = new Op.Call(false, true, Script.of(new Op.Put(PLAIN, 1, 5)));
        BlockResult result = chain.commit(chain.tx(1, "b", call));
        assertInstanceOf(Verdict.Undeclared.class, result.compared().getFirst().verdict());
        assertEquals(5, chain.value("a", PLAIN, 1));
    }

    @Test
    void undeclaredDifferenceLeavesEverythingToTheVersionInForce() {
        plan().begin(chain, Phase.PROBATION);
        BlockResult result = both(new Op.Put(PLAIN, 1, 5), new Op.Emit(1));
        assertEquals(1, result.compared().size(), "after a trip the candidate does not run again");
        Verdict.Undeclared verdict =
                assertInstanceOf(Verdict.Undeclared.class, result.compared().getFirst().verdict());
        assertEquals(Gate.UNDECLARED_DIFFERENCE, verdict.gate());
        assertEquals(2, verdict.differences().size());
        assertFalse(result.compared().getFirst().candidateCounts());
    }

    @Test
    void refusalOfTheCandidateIsContained() {
        plan().begin(chain, Phase.PROBATION);
        BlockResult result =
                both(new Op.Put(PLAIN, 1, 1), new Op.Expect(PLAIN, 1, 1), new Op.Emit(3));
        assertInstanceOf(Verdict.Undeclared.class, result.compared().getFirst().verdict());
    }

    @Test
    void differencesThatThePlanNamesAreCommitted() {
        plan().declaring("a", Respect.TABLE, "plain")
                .declaring("a", Respect.EVENT, "Did")
                .declaring("a", Respect.EVENT, "Done")
                .begin(chain, Phase.PROBATION);
        BlockResult result =
                chain.commit(chain.tx(1, "a", new Op.Put(PLAIN, 1, 5), new Op.Emit(1)));
        Compared compared = result.compared().getFirst();
        assertEquals(
                2,
                assertInstanceOf(Verdict.Declared.class, compared.verdict()).differences().size());
        assertEquals(6, chain.value("a", PLAIN, 1));
    }

    @Test
    void declaredOutcomeCoversItsEffects() {
        plan().declaring("a", Respect.OUTCOME, "FOUND_6").begin(chain, Phase.PROBATION);
        assertEquals(
                new Status.Refused(0, "a", "FOUND_6"),
                chain.status("a", new Op.Put(PLAIN, 1, 5), new Op.Expect(PLAIN, 1, 5)));
        assertEquals(0, chain.value("a", PLAIN, 1));
    }

    /** It may have to go on with what stands in the tables that both share. */
    @Test
    void whatTheVersionInForceForbidsIsNotCommittedBeforeTheOtherIsFinal() {
        ScriptModule lax = second.withVersion(ScriptModule.LAX);
        TestChain other = new TestChain().with("a", ScriptModule.plain()).knows(lax).start();
        TestPlan.of(other)
                .upgrade(other, "a", lax.artifact())
                .declaring("a", Respect.OUTCOME, Declared.APPLIED)
                .declaring("a", Respect.TABLE, "plain")
                .begin(other, Phase.PROBATION);
        for (Op op : List.of(new Op.Put(ROWS, 1, -5), new Op.Put(ROWS, 2, 5_000))) {
            BlockResult result = other.commit(other.tx(1, "a", op));
            Status.Trapped trapped =
                    assertInstanceOf(
                            Status.Trapped.class, result.executed().getFirst().receipt().status());
            assertEquals(TrapKind.INVARIANT, trapped.kind());
            assertInstanceOf(Verdict.Declared.class, result.compared().getFirst().verdict());
        }
        assertEquals(0, other.value("a", ROWS, 1));
        assertEquals(0, other.value("a", ROWS, 2));
    }

    @Test
    void whoRunsOutOfTheirOwnGasTripsNothing() {
        plan().begin(chain, Phase.PROBATION);
        BlockResult result = both(new Op.Put(ROWS, 1, 5), new Op.Burn(TestChain.GAS_LIMIT));
        // The other sender's transaction is the first one that was compared.
        assertEquals(
                result.executed().get(1).receipt().submission(),
                result.compared().getFirst().old().receipt().submission());
        assertEquals(
                TrapKind.OUT_OF_GAS,
                assertInstanceOf(
                                Status.Trapped.class,
                                result.executed().getFirst().receipt().status())
                        .kind());
    }

    @Test
    void explanationIsThatOfTheWorldThatCounted() {
        plan().declaring("a", Respect.TABLE, "plain").begin(chain, Phase.PROBATION);
        BlockInput block = chain.block(chain.tx(1, "a", new Op.Put(PLAIN, 1, 5)));
        Trace trace = Trace.recording();
        Executed again = chain.kernel.replay(chain.state, block, 0, trace);
        assertEquals(chain.kernel.execute(chain.state, block).executed().getFirst(), again);
        Trace.Step.Ran ran = assertInstanceOf(Trace.Step.Ran.class, trace.steps().getFirst());
        assertEquals(1, trace.steps().size());
        Trace.Step.Wrote wrote = assertInstanceOf(Trace.Step.Wrote.class, ran.steps().getFirst());
        assertEquals(Optional.of(Script.integer(6)), wrote.value());
    }

    @Test
    void canaryServesSelectedSendersOnly() {
        TestPlan plan = plan().declaring("a", Respect.TABLE, "plain").canary(5_000);
        PlanRecord record = plan.begin(chain, Phase.CANARY);
        int selected = 0;
        for (int sender = 1; sender <= 40; sender++) {
            List<Bytes> keys = List.of(TestChain.account(sender).bytes());
            boolean counts = Canary.counts(record, keys);
            selected += counts ? 1 : 0;
            chain.commit(chain.tx(sender, "a", new Op.Put(PLAIN, sender, 5)));
            assertEquals(counts ? 6 : 5, chain.value("a", PLAIN, sender));
        }
        assertTrue(selected > 8 && selected < 32, selected + " of 40");
    }

    /** Two transactions on both chains, which must say the same. */
    private BlockResult both(Op... ops) {
        BlockResult result =
                chain.commit(chain.tx(1, "a", ops), chain.tx(2, "a", new Op.Put(PLAIN, 9, 9)));
        BlockResult bare =
                twin.commit(twin.tx(1, "a", ops), twin.tx(2, "a", new Op.Put(PLAIN, 9, 9)));
        if (!result.compared().isEmpty()) {
            assertEquals(bare.executed().getFirst(), result.executed().getFirst());
        }
        MapState state = chain.state.copy();
        state.tables.remove(KernelTables.PLANS);
        state.tables.remove(KernelTables.ACTIVE_PLANS);
        state.tables.remove(KernelTables.SAMPLED);
        state.tables.remove(KernelTables.ARTIFACTS);
        MapState expected = twin.state.copy();
        expected.tables.remove(KernelTables.ARTIFACTS);
        assertEquals(expected.tables, state.tables);
        return result;
    }

    @Test
    void manyDeclaredDifferencesHideNoOther() {
        ScriptModule first = ScriptModule.plain();
        TestChain other = new TestChain().with("a", first).with("c", first).knows(second).start();
        TestPlan.of(other)
                .upgrade(other, "a", second.artifact())
                .upgrade(other, "c", second.artifact())
                .declaring("a", Respect.TABLE, "plain")
                .begin(other, Phase.PROBATION);
        Op[] many = new Op[Differences.MAX_DIFFERENCES + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = new Op.Put(PLAIN, i, 5);
        }
        BlockResult result =
                other.commit(
                        other.tx(
                                1,
                                List.of(
                                        TestChain.message("a", many),
                                        TestChain.message("c", new Op.Put(PLAIN, 1, 5)))));
        assertInstanceOf(Verdict.Undeclared.class, result.compared().getFirst().verdict());
        assertEquals(5, other.value("c", PLAIN, 1));
    }
}
