package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;

/** A plan's new tables, filled and kept beside the chain. */
final class FollowingTest {
    private final TestChain chain = new TestChain();
    private final MapState tables = new MapState();
    private final Notes one = Notes.one();
    private Notes next = Notes.two(false);
    private PlanRecord plan = TestPlan.of(chain).in(Phase.BACKFILL);

    private void start(Notes candidate) {
        next = candidate;
        chain.with("n", one).knows(next).start();
        plan = TestPlan.of(chain).upgrade(chain, "n", next.artifact()).begin(chain, Phase.BACKFILL);
    }

    /** Filled from the state of now, {@code step} records at a time. */
    private MapState filled(int step) {
        MapState filled = new MapState();
        Filled part = chain.kernel.follower().begin(chain.state, filled, plan);
        filled.apply(part.changes());
        while (!part.next().isDone()) {
            part = chain.kernel.follower().backfill(chain.state, filled, plan, part.next(), step);
            assertTrue(part.trip().isEmpty(), () -> "tripped");
            filled.apply(part.changes());
        }
        return filled;
    }

    private Followed shadow(Transaction... transactions) {
        MapState before = chain.state.copy();
        BlockInput block = chain.block(transactions);
        BlockResult result = chain.commit(transactions);
        Followed followed = chain.kernel.follower().shadow(before, tables, plan, block, result);
        tables.apply(followed.changes());
        return followed;
    }

    private Followed catchUp(Transaction... transactions) {
        MapState before = chain.state.copy();
        BlockInput block = chain.block(transactions);
        BlockResult result = chain.commit(transactions);
        Followed followed =
                chain.kernel.follower().catchUp(before, tables, plan, block, result.changes());
        tables.apply(followed.changes());
        return followed;
    }

    private void mustAgree(String where) {
        MapState state = chain.state.copy();
        chain.state.tables.putAll(tables.tables);
        NotesSides.mustAgree(chain, next, where);
        chain.state = state;
    }

    @ParameterizedTest
    @CsvSource({"false,1", "false,7", "false,10000", "true,1", "true,3", "true,10000"})
    void fillingInPartsGivesWhatFillingAtOnceGives(boolean family, int step) {
        start(Notes.two(family));
        Random random = new Random(step);
        for (int i = 0; i < 60; i++) {
            chain.commit(Traffic.random(chain, random, 10, false));
        }
        MapState filled = filled(step);
        assertEquals(filled(Integer.MAX_VALUE).tables, filled.tables);
        assertFalse(filled.tables.isEmpty());
        tables.apply(Traffic.difference(new MapState(), filled));
        mustAgree("");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void newTablesAreTheImagesOfTheOldOnesAtEachHeight(long seed) {
        start(Notes.two(seed % 2 == 0));
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            chain.commit(Traffic.random(chain, random, 8, false));
        }
        tables.apply(Traffic.difference(tables, filled(5)));
        int compared = 0;
        for (int i = 0; i < 40; i++) {
            Transaction[] traffic = Traffic.random(chain, random, 8, false);
            Followed followed = i % 3 == 0 ? catchUp(traffic) : shadow(traffic);
            assertTrue(followed.trip().isEmpty());
            for (Compared pair : followed.compared()) {
                assertEquals(new Verdict.Equal(), pair.verdict(), "seed " + seed);
            }
            compared += followed.compared().size();
            mustAgree("seed " + seed + " block " + i);
        }
        assertTrue(compared > 40, compared + " compared, seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wrongCandidateIsSeenAndTheTablesGoOn(boolean family) {
        start(Notes.two(family).wrong("other value"));
        Followed followed =
                shadow(
                        chain.note(1, "n", "Set", 1, 1, 5),
                        chain.note(1, "n", "Set", 1, 2, Notes.BROKEN_VALUE),
                        chain.note(1, "n", "Set", 1, 3, 6));
        assertEquals(3, followed.compared().size());
        assertInstanceOf(Verdict.Undeclared.class, followed.compared().get(1).verdict());
        assertEquals(new Verdict.Equal(), followed.compared().get(2).verdict());
        mustAgree("");
    }

    @ParameterizedTest
    @CsvSource({"law,LENS_LAW", "lens trap,LENS_FAILED", "collide,COLLISION"})
    void brokenLensStopsTheFilling(String fault, Gate gate) {
        start(Notes.two(false).wrong(fault));
        chain.commit(
                chain.note(1, "n", "Set", 1, 1, Notes.BROKEN_VALUE),
                chain.note(1, "n", "Set", 1, 2, 6));
        Filled part = chain.kernel.follower().begin(chain.state, tables, plan);
        part = chain.kernel.follower().backfill(chain.state, tables, plan, part.next(), 100);
        assertEquals(gate, part.trip().orElseThrow().gate());
        assertTrue(part.changes().tables().isEmpty());
    }

    @Test
    void newSumsAreJudgedOnceTheyAreWhole() {
        start(Notes.two(false).wrong("sum"));
        for (int i = 0; i < 10; i++) {
            chain.commit(chain.note(1, "n", "Set", 1, i, 20));
        }
        tables.apply(Traffic.difference(tables, filled(3)));
        BlockInput block = chain.block();
        PlanRecord now = TestPlan.of(chain).upgrade(chain, "n", next.artifact()).in(Phase.SHADOW);
        PlanRecord first =
                new PlanRecord(
                        now.plan(),
                        now.phase(),
                        0,
                        block.height(),
                        0,
                        1,
                        0,
                        now.salt(),
                        now.agreed(),
                        now.tally(),
                        now.proposers(),
                        "",
                        now.ended());
        Followed followed =
                chain.kernel
                        .follower()
                        .shadow(
                                chain.state,
                                tables,
                                first,
                                block,
                                chain.kernel.execute(chain.state, block));
        assertEquals(Gate.INVARIANT, followed.trip().orElseThrow().gate());
    }

    /** Who sends to both would stop the one behind the other. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10_000})
    void whatIsKeptForAnotherPlanIsNoDifference(int share) {
        chain.with("m", one);
        start(Notes.two(false));
        TestPlan.of(chain)
                .upgrade(chain, "m", next.artifact())
                .canary(share)
                .begin(chain, Phase.CANARY);
        Followed followed =
                shadow(
                        chain.tx(
                                1,
                                List.of(
                                        new Message("n", "Set", 1, Notes.body(1, 1, 5)),
                                        new Message("m", "Set", 1, Notes.body(1, 1, 6)))));
        assertTrue(chain.state.tables.containsKey(new TableId("m", "notes", 2)));
        for (Compared pair : followed.compared()) {
            assertEquals(new Verdict.Equal(), pair.verdict());
        }
        // What the other's candidate served cannot be held against this one.
        assertEquals(share == 0 ? 1 : 0, followed.compared().size());
        mustAgree("");
    }

    private static Transaction[] sets(TestChain chain, long from, long count) {
        List<Message> messages = new ArrayList<>();
        for (long number = from; number < from + count; number++) {
            messages.add(new Message("n", "Set", 1, Notes.body(1, number, 5)));
        }
        return new Transaction[] {chain.tx(1, messages)};
    }

    /** Who sends it would stop the plan, or make its new tables lose it. */
    @ParameterizedTest
    @ValueSource(strings = {"bound", "long index"})
    void whatIsTooLargeIsLeftOutUntilItIsSmallerAndNothingIsComparedMeanwhile(String how) {
        start(Notes.two(true).wrong(how));
        chain.commit(sets(chain, 1, 50));
        chain.commit(chain.note(2, "n", "Set", 2, 1, 5));
        tables.apply(Traffic.difference(tables, filled(7)));
        assertEquals(1, shadow(sets(chain, 51, 50)).compared().size());
        mustAgree("");
        Followed large = shadow(sets(chain, 101, 1));
        assertTrue(large.trip().isEmpty());
        assertTrue(
                large.compared().stream()
                        .allMatch(one -> one.verdict() instanceof Verdict.Oversized));
        assertFalse(PlanFollower.isWhole(tables));
        assertEquals(tables.tables, filled(3).tables, "filling leaves it out, too");
        assertEquals(0, shadow(chain.note(2, "n", "Set", 2, 2, 5)).compared().size());
        assertEquals(0, catchUp(sets(chain, 102, 1)).compared().size());
        shadow(chain.note(1, "n", "Remove", 1, 101), chain.note(1, "n", "Remove", 1, 102));
        assertTrue(PlanFollower.isWhole(tables));
        mustAgree("");
        assertEquals(1, shadow(chain.note(2, "n", "Set", 2, 3, 5)).compared().size());
        mustAgree("");
    }

    @Test
    void tablesThatAreNotWholeSayWhyTheyCannotJoin() {
        start(Notes.two(true).wrong("bound"));
        chain.commit(sets(chain, 1, 50));
        assertTrue(PlanFollower.leftOut(filled(7), 9).isEmpty());
        chain.commit(sets(chain, 51, 51));
        tables.apply(Traffic.difference(tables, filled(7)));
        Evidence why = PlanFollower.leftOut(tables, 9).orElseThrow();
        assertEquals(Gate.LENS_FAILED, why.gate());
        assertEquals(9, why.height());
        assertTrue(why.explanation().contains("n/notes/1"), why::explanation);
    }

    @Test
    void untouchedTransactionsAreNotRunAgain() {
        chain.with("s", ScriptModule.plain());
        start(Notes.two(false));
        Followed followed = shadow(chain.tx(1, "s", new Script.Op.Put(ScriptModule.PLAIN, 1, 2)));
        assertEquals(List.of(), followed.compared());
        assertTrue(followed.changes().tables().isEmpty());
    }

    /** From the first state to PROBATION: nobody loses anything on the way. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void bothSidesAgreeThroughAllPhases(long seed) {
        start(Notes.two(seed % 2 == 0));
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            chain.commit(Traffic.random(chain, random, 8, false));
        }
        tables.apply(Traffic.difference(tables, filled(3)));
        for (int i = 0; i < 10; i++) {
            shadow(Traffic.random(chain, random, 8, false));
        }
        chain.state.tables.putAll(tables.tables);
        List<Compared> compared = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            // Back and forth between who counts; a real plan goes forward only.
            TestPlan.of(chain)
                    .upgrade(chain, "n", next.artifact())
                    .canary(2_500 * (i % 4))
                    .begin(chain, i % 10 < 7 ? Phase.CANARY : Phase.PROBATION);
            BlockResult result = chain.commit(Traffic.random(chain, random, 8, true));
            compared.addAll(result.compared());
            String where = "seed " + seed + " block " + i;
            assertTrue(
                    result.compared().stream()
                            .noneMatch(pair -> pair.verdict() instanceof Verdict.Undeclared),
                    where);
            NotesSides.mustAgree(chain, next, where);
        }
        assertTrue(compared.stream().anyMatch(Compared::candidateCounts));
        assertTrue(
                compared.stream().anyMatch(pair -> pair.verdict() instanceof Verdict.Declared),
                "seed " + seed);
        assertTrue(chain.state.tables.containsKey(new TableId("n", "notes", 1)), "seed " + seed);
    }

    @Test
    void noPlanMovesWhereTheCandidateRunsFree() {
        start(Notes.two(false));
        TestPlan.of(chain).upgrade(chain, "n", next.artifact()).begin(chain, Phase.VOTING);
        chain.height = 500;
        BlockInput late = chain.block(chain.note(1, "n", "Mark", 1, 1, 5, 1));
        BlockResult result = chain.kernel.follower().free(chain.state, plan, late);
        assertEquals(new Receipt.Status.Applied(), result.executed().getFirst().receipt().status());
        assertFalse(result.changes().tables().containsKey(KernelTables.PLANS));
    }
}
