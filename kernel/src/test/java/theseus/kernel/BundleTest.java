package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.kernel.Script.Op;
import theseus.protocol.Gate;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Senders who put several messages into one transaction, so that what excuses one would excuse the
 * others; and authors who put something into a plan that would excuse the rest of it.
 */
final class BundleTest {
    private static final int PLAIN = ScriptModule.PLAIN;

    private final ScriptModule first = ScriptModule.plain();

    /** Writes one more than it should. */
    private final ScriptModule wrong = first.withVersion(2);

    private final TestChain chain = new TestChain();

    private BlockResult bundle(Message... messages) {
        return chain.commit(chain.tx(1, List.of(messages)));
    }

    private void twoCandidates(Plan.Respect respect, String subject) {
        chain.with("a", first).with("c", first).knows(wrong).start();
        TestPlan.of(chain)
                .upgrade(chain, "a", wrong.artifact())
                .upgrade(chain, "c", wrong.artifact())
                .declaring("a", respect, subject)
                .begin(chain, Phase.PROBATION);
    }

    /** The version in force refuses the first message and never comes to the second. */
    @Test
    void anOutcomeDeclaredForOneMessageTakesNoOtherPastTheComparison() {
        twoCandidates(Plan.Respect.OUTCOME, Declared.APPLIED);
        Message declared =
                TestChain.message("a", new Op.Put(PLAIN, 1, 4), new Op.Expect(PLAIN, 1, 5));
        BlockResult alone = bundle(declared);
        assertEquals(new Status.Applied(), alone.executed().getFirst().receipt().status());
        BlockResult both =
                bundle(
                        TestChain.message("a", new Op.Put(PLAIN, 2, 4), new Op.Expect(PLAIN, 2, 5)),
                        TestChain.message("c", new Op.Put(PLAIN, 1, 5)));
        assertEquals(
                new Status.Refused(0, "a", "FOUND_4"),
                both.executed().getFirst().receipt().status());
        assertEquals(0, chain.value("c", PLAIN, 1), "nobody compared what was written there");
        assertInstanceOf(Verdict.Declared.class, both.compared().getFirst().verdict());
        assertFalse(both.compared().getFirst().candidateCounts());
    }

    /** The same by two messages of one type: the second is as little compared. */
    @Test
    void norAnotherOfItsOwnType() {
        twoCandidates(Plan.Respect.OUTCOME, Declared.APPLIED);
        bundle(
                TestChain.message("a", new Op.Put(PLAIN, 2, 4), new Op.Expect(PLAIN, 2, 5)),
                TestChain.message("a", new Op.Put(PLAIN, 3, 5)));
        assertEquals(0, chain.value("a", PLAIN, 3));
    }

    private void notes(Notes candidate, List<Plan.Declaration> declarations, Phase phase) {
        chain.with("n", Notes.one()).knows(candidate).start();
        TestPlan plan = TestPlan.of(chain).upgrade(chain, "n", candidate.artifact()).canary(0);
        new TestPlan(
                        plan.chain(),
                        plan.actions(),
                        declarations,
                        plan.gasFactor(),
                        plan.basisPoints(),
                        plan.salt())
                .begin(chain, phase);
    }

    private static Message note(String name, long... numbers) {
        return new Message("n", name, 1, Notes.body(numbers));
    }

    private long old(long root, long number) {
        return chain.state
                .get(new TableId("n", "notes", 1), Notes.body(root, number))
                .map(Script::integer)
                .orElse(0L);
    }

    @Test
    void aTableDeclaredForOneMessageIsNotDeclaredForAnother() {
        notes(
                Notes.two(false).wrong("other value"),
                List.of(
                        new Plan.Declaration(
                                new Plan.MessageName("n", "Remove"),
                                Plan.Respect.TABLE,
                                "notes",
                                "it is meant for removals")),
                Phase.PROBATION);
        BlockResult result = bundle(note("Set", 1, 1, Notes.BROKEN_VALUE), note("Remove", 1, 2));
        assertEquals(Notes.BROKEN_VALUE, old(1, 1));
        assertInstanceOf(Verdict.Declared.class, result.compared().getFirst().verdict());
        NotesSides.mustAgree(chain, Notes.two(false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHiddenRecordThatOneMessageMetExcusesNoOther(boolean family) {
        Notes candidate = Notes.two(family).wrong("other value");
        notes(candidate, List.of(), Phase.PROBATION);
        bundle(note("Set", 1, 9, 5));
        bundle(note("Mark", 1, 1, 5, Notes.SECRET));
        BlockResult result = bundle(note("Set", 1, 2, 5), note("Set", 2, 1, Notes.BROKEN_VALUE));
        assertEquals(Notes.BROKEN_VALUE, old(2, 1));
        assertInstanceOf(Verdict.Declared.class, result.compared().getFirst().verdict());
        NotesSides.mustAgree(chain, candidate);
    }

    private void retiring(ScriptModule candidate) {
        chain.with("a", first.requiring(), "r", Script.of())
                .with("r", first)
                .knows(candidate)
                .start();
        TestPlan.of(chain)
                .upgrade(chain, "a", candidate.artifact())
                .with(new Plan.Action.Retire("r", first.artifact().hash()))
                .begin(chain, Phase.PROBATION);
    }

    private static Op callOfR(boolean strict) {
        return new Op.Call(false, strict, Script.of(new Op.Put(PLAIN, 1, 1), new Op.Emit(1)));
    }

    /**
     * A plan of a retirement and an upgrade: the first does not switch off what guards the other.
     */
    @Test
    void aRetirementExcusesNothingOfAnUpgradeBesideIt() {
        retiring(wrong.requiring());
        BlockResult result =
                bundle(TestChain.message("a", callOfR(false), new Op.Put(PLAIN, 1, 5)));
        Verdict.Undeclared verdict =
                assertInstanceOf(Verdict.Undeclared.class, result.compared().getFirst().verdict());
        assertEquals(Gate.UNDECLARED_DIFFERENCE, verdict.gate());
        assertEquals(5, chain.value("a", PLAIN, 1));
    }

    /** What the retired one itself did and said is gone, as the plan says. */
    @Test
    void aRetirementExcusesWhatTheRetiredOneDid() {
        retiring(first.requiring().withVersion(3));
        BlockResult result =
                bundle(TestChain.message("a", callOfR(false), new Op.Put(PLAIN, 1, 5)));
        assertInstanceOf(Verdict.Declared.class, result.compared().getFirst().verdict());
        assertEquals(5, chain.value("a", PLAIN, 1));
        assertEquals(0, chain.value("r", PLAIN, 1));
        BlockResult strict = bundle(TestChain.message("a", callOfR(true)));
        assertInstanceOf(Verdict.Declared.class, strict.compared().getFirst().verdict());
        assertEquals(
                new Status.Refused(0, "a", Codes.SUSPENDED),
                strict.executed().getFirst().receipt().status());
    }

    /**
     * A routine cannot be refused: the place that somebody hid from it is its candidate's fault.
     */
    @Test
    void aRoutineWhosePlaceIsTakenStillDoesItsWork() {
        Notes one = Notes.one().wrong(Notes.ROUTINE);
        Notes two = Notes.two(false).wrong(Notes.ROUTINE);
        chain.with("n", one).knows(two).start();
        TestPlan plan = TestPlan.of(chain).upgrade(chain, "n", two.artifact()).canary(9_999);
        plan.begin(chain, Phase.CANARY);
        // Of its own block: the routine comes after it.
        BlockResult result =
                bundle(note("Mark", Notes.ROUTINE_ROOT, chain.height + 1, 5, Notes.SECRET));
        assertEquals(new Status.Applied(), result.executed().getFirst().receipt().status());
        assertEquals(3, old(Notes.ROUTINE_ROOT, chain.height), "the routine did its work");
        assertInstanceOf(Verdict.Undeclared.class, result.compared().getLast().verdict());
    }

    /** Refused by the kernel for one plan's sake: another's candidate knows nothing of that. */
    @Test
    void whatTheKernelRefusesForOnePlanIsNotLaidToAnother() {
        Notes two = Notes.two(false);
        ScriptModule next = first.withVersion(3);
        chain.with("n", Notes.one()).with("s", first).knows(two).knows(next).start();
        TestPlan.of(chain).upgrade(chain, "n", two.artifact()).begin(chain, Phase.PROBATION);
        bundle(note("Mark", 1, 1, 5, Notes.SECRET));
        PlanRecord followed =
                TestPlan.of(chain).upgrade(chain, "s", next.artifact()).begin(chain, Phase.SHADOW);
        SortedMap<Bytes, Bytes> plans = new TreeMap<>(chain.state.tables.get(KernelTables.PLANS));
        SortedMap<Bytes, Bytes> active =
                new TreeMap<>(chain.state.tables.get(KernelTables.ACTIVE_PLANS));
        TestPlan.of(chain).upgrade(chain, "n", two.artifact()).canary(0).begin(chain, Phase.CANARY);
        plans.forEach((key, value) -> chain.state.put(KernelTables.PLANS, key, value));
        active.forEach((key, value) -> chain.state.put(KernelTables.ACTIVE_PLANS, key, value));
        MapState before = chain.state.copy();
        var sent =
                chain.tx(
                        2,
                        List.of(
                                TestChain.message("s", new Op.Put(PLAIN, 1, 5)),
                                note("Set", 1, 1, 8)));
        BlockInput block = chain.block(sent);
        BlockResult result = chain.commit(sent);
        assertEquals(
                new Status.Refused(0, "n", Codes.KEY_TAKEN),
                result.executed().getFirst().receipt().status());
        Followed seen =
                chain.kernel.follower().shadow(before, new MapState(), followed, block, result);
        assertEquals(Optional.empty(), seen.trip());
        assertEquals(List.of(), seen.compared());
    }
}
