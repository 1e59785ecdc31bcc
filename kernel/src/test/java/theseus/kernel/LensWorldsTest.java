package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.protocol.Gate;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.sdk.Hash;

/** Both worlds of an upgrade that changes a table, by records and by families. */
final class LensWorldsTest {
    private static final TableId OLD = new TableId("n", "notes", 1);

    private final TestChain chain = new TestChain();
    private Notes next = Notes.two(false);

    private void start(Notes candidate, Phase phase, int basisPoints) {
        next = candidate;
        chain.with("n", Notes.one()).knows(next).start();
        TestPlan.of(chain)
                .upgrade(chain, "n", next.artifact())
                .canary(basisPoints)
                .begin(chain, phase);
    }

    private void start(Notes candidate, Phase phase) {
        start(candidate, phase, 0);
    }

    private long old(long root, long number) {
        return chain.state.get(OLD, Notes.body(root, number)).map(Script::integer).orElse(0L);
    }

    private Executed run(int sender, String message, long... numbers) {
        return commit(chain.note(sender, "n", message, numbers)).executed().getFirst();
    }

    private BlockResult commit(Transaction... transactions) {
        BlockResult result = chain.commit(transactions);
        NotesSides.mustAgree(chain, next);
        return result;
    }

    private static Verdict.Undeclared tripped(BlockResult result) {
        return assertInstanceOf(Verdict.Undeclared.class, result.compared().getLast().verdict());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void newTablesFollowTheVersionInForce(boolean family) {
        start(Notes.two(family), Phase.CANARY);
        run(1, "Set", 1, 1, 5);
        run(1, "Set", 1, 2, 7);
        run(1, "Remove", 1, 1);
        assertEquals(7, old(1, 2));
        assertEquals(7, DerivedTables.total(chain.state, new TableId("n", "total", 2)));
        run(1, "Remove", 1, 2);
        assertTrue(chain.state.tables.keySet().stream().noneMatch(t -> t.instance().equals("n")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oldTablesFollowTheCandidate(boolean family) {
        start(Notes.two(family), Phase.PROBATION);
        BlockResult result = commit(chain.note(1, "n", "Set", 1, 1, 5));
        assertEquals(new Verdict.Equal(), result.compared().getFirst().verdict());
        assertTrue(result.compared().getFirst().candidateCounts());
        assertEquals(5, old(1, 1));
        assertEquals(5, DerivedTables.total(chain.state, new TableId("n", "total", 1)));
        run(1, "Remove", 1, 1);
        assertEquals(0, old(1, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messageThatOnlyTheCandidateKnowsServesTheSelected(boolean family) {
        start(Notes.two(family), Phase.CANARY);
        assertEquals(
                new Status.Rejected(Codes.NOT_YET_IN_FORCE),
                run(1, "Mark", 1, 1, 5, 1).receipt().status());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void markedRecordKeepsItsMarkUnderOldWrites(boolean family) {
        start(Notes.two(family), Phase.PROBATION);
        assertEquals(new Status.Applied(), run(1, "Mark", 1, 1, 5, 9).receipt().status());
        assertEquals(5, old(1, 1));
        run(1, "Set", 1, 1, 6);
        assertEquals(6, old(1, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void secretRecordIsAbsentBelowAndNobodyTripsOverIt(boolean family) {
        start(Notes.two(family), Phase.PROBATION);
        run(1, "Mark", 1, 1, 5, Notes.SECRET);
        assertEquals(0, old(1, 1));
        // Version 1 would write it; version 2 refuses.
        BlockResult result = commit(chain.note(2, "n", "Set", 1, 1, 8));
        assertInstanceOf(Verdict.Declared.class, result.compared().getFirst().verdict());
        assertEquals(
                new Status.Refused(0, "n", "SECRET"),
                result.executed().getFirst().receipt().status());
        assertEquals(0, old(1, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void placeOfASecretRecordIsTakenForThoseWhoAreNotSelected(boolean family) {
        start(Notes.two(family), Phase.PROBATION);
        run(1, "Mark", 1, 1, 5, Notes.SECRET);
        TestPlan.of(chain)
                .upgrade(chain, "n", next.artifact())
                .canary(0)
                .begin(chain, Phase.CANARY);
        Executed refused = run(2, "Set", 1, 1, 8);
        assertEquals(new Status.Refused(0, "n", Codes.KEY_TAKEN), refused.receipt().status());
        assertEquals(0, old(1, 1));
        // The nonce is spent: the next transaction of the sender is let in.
        assertEquals(new Status.Applied(), run(2, "Set", 2, 1, 8).receipt().status());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recordWithoutAnyImageIsRefusedUntilFinal(boolean family) {
        start(Notes.two(family), Phase.PROBATION);
        BlockResult result = commit(chain.note(1, "n", "Mark", 1, 1, 5, Notes.FINAL));
        // It ran, so it is paid for: else anybody could have it run for nothing.
        assertEquals(
                new Status.Refused(0, "n", Codes.NOT_YET_IN_FORCE),
                result.executed().getFirst().receipt().status());
        assertTrue(
                result.compared().stream()
                        .noneMatch(one -> one.verdict() instanceof Verdict.Undeclared));
    }

    @ParameterizedTest
    @CsvSource({
        "law,LENS_LAW",
        "lens trap,LENS_FAILED",
        "other value,UNDECLARED_DIFFERENCE",
        "trap,TRAP"
    })
    void wrongCandidateTripsAndTheVersionInForceServes(String fault, Gate gate) {
        for (boolean family : List.of(false, true)) {
            LensWorldsTest one = new LensWorldsTest();
            one.start(Notes.two(family).wrong(fault), Phase.PROBATION);
            BlockResult result =
                    one.chain.commit(
                            one.chain.note(1, "n", "Set", 1, 1, Notes.BROKEN_VALUE),
                            one.chain.note(1, "n", "Set", 1, 2, 6));
            assertEquals(1, result.compared().size());
            Gate found = tripped(result).gate();
            // A lens that breaks a law makes the worlds differ before anything is mirrored.
            assertTrue(
                    found == gate || gate == Gate.LENS_LAW && found == Gate.UNDECLARED_DIFFERENCE,
                    family + " " + found);
            assertFalse(result.compared().getFirst().candidateCounts());
            assertEquals(Notes.BROKEN_VALUE, one.old(1, 1));
            assertEquals(6, one.old(1, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_000})
    void recordsThatComeToTheSameKeyTrip(int basisPoints) {
        start(Notes.two(false).wrong("collide"), Phase.CANARY, basisPoints);
        BlockResult result =
                chain.commit(
                        chain.note(1, "n", "Set", 1, 1, 5), chain.note(1, "n", "Set", 1, 2, 6));
        tripped(result);
        assertEquals(5, old(1, 1));
        assertEquals(6, old(1, 2));
    }

    @Test
    void brokenScanOfTheCandidateTripsWhenTheCursorComesBy() {
        start(Notes.two(false).wrong("scan"), Phase.PROBATION);
        for (int i = 1; i <= 8; i++) {
            chain.commit(chain.note(1, "n", "Set", 1, i, i == 7 ? Notes.BROKEN_VALUE : 5));
        }
        for (int i = 0; i < 8; i++) {
            chain.commit();
        }
        PlanRecord plan = Plans.page(chain.state, Hash.ZERO, 1).getFirst().record();
        assertEquals(Gate.INVARIANT, plan.gate().orElseThrow());
    }

    /** Else whoever sends it would have the version in force suspended for what it never did. */
    @Test
    void aRecordThatBreaksAScanOfTheVersionInForceIsNotCarriedToIt() {
        next = Notes.two(false);
        chain.with("n", Notes.one().wrong("scan")).knows(next).start();
        TestPlan.of(chain).upgrade(chain, "n", next.artifact()).begin(chain, Phase.PROBATION);
        BlockResult result = commit(chain.note(1, "n", "Mark", 1, 1, Notes.BROKEN_VALUE, 1));
        assertEquals(0, old(1, 1));
        assertTrue(Plans.page(chain.state, Hash.ZERO, 1).getFirst().record().isAlive());
        assertEquals(
                new Status.Refused(0, "n", Codes.NOT_YET_IN_FORCE),
                result.executed().getFirst().receipt().status());
        chain.commit();
        assertFalse(chain.state.tables.containsKey(KernelTables.BREAKERS));
    }

    /**
     * Its sender pays little, the block pays for all that is carried; others have room all the
     * same.
     */
    @Test
    void whatIsCarriedForOneModuleLeavesRoomForOthers() {
        next = Notes.two(false).wrong("slow");
        chain.parameters =
                new theseus.protocol.Genesis.Parameters(
                        ParameterChecks.MIN_BLOCK_GAS, ParameterChecks.MIN_ROUTINE_GAS, 10);
        ScriptModule other = ScriptModule.plain();
        chain.with("n", Notes.one()).with("s", other).knows(next).start();
        TestPlan.of(chain).upgrade(chain, "n", next.artifact()).begin(chain, Phase.PROBATION);
        List<Transaction> many = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            many.add(chain.note(i, "n", "Set", i, 1, 5));
        }
        many.add(chain.tx(100, "s", new Script.Op.Put(ScriptModule.PLAIN, 1, 5)));
        BlockResult result = chain.commit(many.toArray(new Transaction[0]));
        assertEquals(new Status.Applied(), result.executed().getLast().receipt().status());
        assertEquals(new Status.Applied(), result.executed().getFirst().receipt().status());
        assertEquals(
                new Status.Rejected(Codes.BLOCK_FULL),
                result.executed().get(59).receipt().status());
    }

    @Test
    void messageThatTheCandidateBringsTakesNoOtherPastTheComparison() {
        start(Notes.two(false).wrong("other value"), Phase.PROBATION);
        Transaction both =
                chain.tx(
                        1,
                        List.of(
                                new Message("n", "Mark", 1, Notes.body(1, 1, 5, 1)),
                                new Message("n", "Set", 1, Notes.body(1, 2, Notes.BROKEN_VALUE))));
        assertEquals(
                new Status.Rejected(Codes.NOT_YET_IN_FORCE),
                chain.commit(both).executed().getFirst().receipt().status());
        assertEquals(0, old(1, 2));
    }

    @Test
    void newSumsAreJudgedWhenTheyJoin() {
        next = Notes.two(false).wrong("sum");
        chain.with("n", Notes.one()).knows(next).start();
        for (int i = 0; i < 10; i++) {
            chain.commit(chain.note(1, "n", "Set", 1, i, 20));
        }
        TestPlan plan = TestPlan.of(chain).upgrade(chain, "n", next.artifact());
        MapState tables = new MapState();
        PlanRecord filling = plan.begin(chain, Phase.BACKFILL);
        Filled begun = chain.kernel.follower().begin(chain.state, tables, filling);
        tables.apply(
                chain.kernel
                        .follower()
                        .backfill(chain.state, tables, filling, begun.next(), 100)
                        .changes());
        chain.state.tables.putAll(tables.tables);
        plan.begin(chain, plan.in(Phase.PROBATION).joined(chain.height + 1));
        chain.commit();
        PlanRecord after = Plans.find(chain.state, filling.plan().id()).orElseThrow();
        assertEquals(Gate.INVARIANT, after.gate().orElseThrow());
    }

    /** One transaction that sets notes of a root. */
    private Status sets(long root, long from, long count) {
        List<Message> messages = new ArrayList<>();
        for (long number = from; number < from + count; number++) {
            messages.add(new Message("n", "Set", 1, Notes.body(root, number, 5)));
        }
        return commit(chain.tx(1, messages)).executed().getFirst().receipt().status();
    }

    private boolean isAlive() {
        return Plans.page(chain.state, Hash.ZERO, 1).getFirst().record().isAlive();
    }

    @ParameterizedTest
    @CsvSource({"0", "10000"})
    void familyThatGrowsTooLargeIsRefusedAndTripsNothing(int basisPoints) {
        start(Notes.two(true), Phase.CANARY, basisPoints);
        for (int i = 0; i < 20; i++) {
            assertEquals(new Status.Applied(), sets(1, 100 + 50 * i, 50));
        }
        assertEquals(new Status.Refused(0, "n", Codes.TOO_MUCH_TO_CARRY), sets(1, 2_000, 1));
        assertEquals(new Status.Applied(), sets(2, 2_000, 1));
        assertEquals(new Status.Applied(), run(1, "Remove", 1, 100).receipt().status());
        assertEquals(new Status.Applied(), sets(1, 2_000, 1));
        assertTrue(isAlive());
    }

    @ParameterizedTest
    @CsvSource({"0", "10000"})
    void whatALensMakesTooLargeIsRefusedAndTripsNothing(int basisPoints) {
        start(Notes.two(true).wrong("bound"), Phase.CANARY, basisPoints);
        assertEquals(new Status.Applied(), sets(1, 100, 50));
        assertEquals(new Status.Applied(), sets(1, 150, 50));
        assertEquals(new Status.Refused(0, "n", Codes.TOO_MUCH_TO_CARRY), sets(1, 200, 1));
        assertEquals(new Status.Applied(), sets(2, 200, 1));
        assertTrue(isAlive());
    }

    @ParameterizedTest
    @CsvSource({"0", "10000"})
    void whatIsDerivedTooLargeFromWhatIsCarriedIsRefusedAndTripsNothing(int basisPoints) {
        start(Notes.two(true).wrong("long index"), Phase.CANARY, basisPoints);
        assertEquals(new Status.Applied(), sets(1, 100, 50));
        assertEquals(new Status.Applied(), sets(1, 150, 50));
        assertEquals(new Status.Refused(0, "n", Codes.TOO_MUCH_TO_CARRY), sets(1, 200, 1));
        assertEquals(new Status.Applied(), sets(2, 200, 1));
        NotesSides.mustAgree(chain, Notes.two(true));
        assertTrue(isAlive());
    }

    @Test
    void aLensThatMakesMuchOfLittleIsWrong() {
        start(Notes.two(true).wrong("grows"), Phase.CANARY);
        BlockResult result = chain.commit(chain.note(1, "n", "Set", 1, 1, 5));
        assertEquals(Gate.LENS_FAILED, tripped(result).gate());
        assertEquals(5, old(1, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sumsMayDifferByWhatIsHiddenAndByNothingElse(boolean family) {
        start(Notes.two(family), Phase.PROBATION);
        TableId newer = new TableId("n", "notes", 2);
        run(1, "Mark", 1, 1, 5, Notes.SECRET);
        assertEquals(1, HiddenCount.of(chain.state, newer));
        BlockResult told = chain.commit(chain.note(2, "n", "Set", 2, 1, Notes.TELL));
        assertInstanceOf(Verdict.Declared.class, told.compared().getFirst().verdict());
        run(1, "Remove", 1, 1);
        assertEquals(0, HiddenCount.of(chain.state, newer));
        assertFalse(chain.state.tables.containsKey(KernelTables.HIDDEN));
    }

    @Test
    void aSumThatDiffersOverWhatBothSeeIsWrong() {
        start(Notes.two(false).wrong("mark sum"), Phase.PROBATION);
        chain.commit(chain.note(1, "n", "Mark", 1, 1, 5, Notes.PLAIN_MARK));
        assertEquals(0, HiddenCount.of(chain.state, new TableId("n", "notes", 2)));
        BlockResult told = chain.commit(chain.note(2, "n", "Set", 2, 1, Notes.TELL));
        assertEquals(Gate.UNDECLARED_DIFFERENCE, tripped(told).gate());
    }

    @ParameterizedTest
    @CsvSource({"0", "10000"})
    void whatIsCarriedForOneTransactionIsBounded(int basisPoints) {
        start(Notes.two(false).wrong("slow"), Phase.CANARY, basisPoints);
        assertEquals(new Status.Applied(), sets(1, 1, 1));
        assertEquals(new Status.Refused(0, "n", Codes.TOO_MUCH_TO_CARRY), sets(1, 2, 64));
        assertEquals(new Status.Applied(), sets(1, 2, 2));
        assertTrue(isAlive());
    }
}
