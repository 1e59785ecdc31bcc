package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.kernel.Script.Op;
import theseus.protocol.Limits;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Tally;
import theseus.protocol.Transaction;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;

/**
 * Senders who choose sizes that one version can keep and the other cannot: a message of that size
 * is no sample, and ends no plan.
 */
final class OversizeTest {
    private static final int PLAIN = ScriptModule.PLAIN;
    private static final int ROWS = ScriptModule.ROWS;

    private final ScriptModule first = ScriptModule.plain();

    /** Emits each event with a field more. */
    private final ScriptModule wordy = first.withVersion(ScriptModule.WORDY);

    private final TestChain chain = new TestChain();

    private void start(ScriptModule inForce, ScriptModule candidate, Phase phase, int share) {
        chain.with("a", inForce).knows(candidate).start();
        TestPlan.of(chain)
                .upgrade(chain, "a", candidate.artifact())
                .declaring("a", Plan.Respect.EVENT, "Did")
                .canary(share)
                .begin(chain, phase);
    }

    private Compared only(BlockResult result) {
        assertEquals(1, result.compared().size());
        return result.compared().getFirst();
    }

    private PlanRecord record() {
        return Plans.page(chain.state, theseus.sdk.Hash.ZERO, 1).getFirst().record();
    }

    private static Op said(int bytes) {
        return new Op.Say(Bytes.of(new byte[bytes]));
    }

    @ParameterizedTest
    @CsvSource({"CANARY,0", "CANARY,10000", "PROBATION,0"})
    void anEventThatIsTooLargeForTheCandidateAloneEndsNothing(Phase phase, int share) {
        start(first, wordy, phase, share);
        int most = Limits.MAX_VALUE_BYTES - ScriptModule.SAID_BYTES;
        BlockResult result = chain.commit(chain.tx(1, "a", new Op.Put(PLAIN, 1, 5), said(most)));
        assertEquals(new Status.Applied(), result.executed().getFirst().receipt().status());
        assertInstanceOf(Verdict.Oversized.class, only(result).verdict());
        assertFalse(only(result).candidateCounts());
        assertEquals(5, chain.value("a", PLAIN, 1));
        assertTrue(record().isAlive());
        // What fits is a sample as ever.
        chain.commit(chain.tx(2, "a", said(100)));
        Tally.MessageTally counted = record().tally().messages().getFirst();
        assertEquals(1, counted.oversized());
        assertEquals(1, counted.samples());
        assertEquals(1, counted.keys());
        assertEquals(1, record().tally().compared());
    }

    @Test
    void asManyEventsAsThereMayBeEndNothing() {
        start(first, first.withVersion(ScriptModule.TWICE), Phase.PROBATION, 0);
        Op[] many = new Op[Limits.MAX_EVENTS / 2 + 1];
        java.util.Arrays.fill(many, new Op.Emit(1));
        BlockResult result = chain.commit(chain.tx(1, "a", many));
        assertEquals(new Status.Applied(), result.executed().getFirst().receipt().status());
        assertInstanceOf(Verdict.Oversized.class, only(result).verdict());
    }

    /** The other way about: what the version in force cannot keep, and the candidate could. */
    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"CANARY", "PROBATION"})
    void whatIsTooLargeForTheVersionInForceAloneEndsNothing(Phase phase) {
        start(wordy, first, phase, 10_000);
        int most = Limits.MAX_VALUE_BYTES - ScriptModule.SAID_BYTES;
        BlockResult result = chain.commit(chain.tx(1, "a", said(most)));
        Status.Trapped trapped =
                assertInstanceOf(
                        Status.Trapped.class, result.executed().getFirst().receipt().status());
        assertEquals(TrapKind.TOO_LARGE, trapped.kind());
        assertInstanceOf(Verdict.Oversized.class, only(result).verdict());
        assertTrue(record().isAlive());
    }

    @Test
    void whatIsTooLargeForBothIsAlike() {
        start(first, wordy, Phase.PROBATION, 0);
        BlockResult result = chain.commit(chain.tx(1, "a", said(Limits.MAX_VALUE_BYTES)));
        assertEquals(new Verdict.Equal(), only(result).verdict());
    }

    /** Beside the chain, too: nothing is told against the candidate, and nothing for it. */
    @Test
    void norDoesItInShadow() {
        chain.with("a", first).knows(wordy).start();
        PlanRecord plan =
                TestPlan.of(chain)
                        .upgrade(chain, "a", wordy.artifact())
                        .declaring("a", Plan.Respect.EVENT, "Did")
                        .begin(chain, Phase.SHADOW);
        MapState before = chain.state.copy();
        var large = chain.tx(1, "a", said(Limits.MAX_VALUE_BYTES - ScriptModule.SAID_BYTES));
        BlockInput block = chain.block(large);
        BlockResult result = chain.commit(large);
        Followed followed =
                chain.kernel.follower().shadow(before, new MapState(), plan, block, result);
        assertEquals(Optional.empty(), followed.trip());
        assertEquals(
                List.of(new Verdict.Oversized()),
                followed.compared().stream().map(Compared::verdict).toList());
        Tally tally = Tallies.add(Tally.EMPTY, 1, followed.compared(), (_, _) -> true);
        assertEquals(0, tally.compared());
        assertEquals(0, tally.keys());
        assertEquals(
                1L, Stream.of(tally.messages().getFirst()).mapToLong(one -> one.oversized()).sum());
    }

    /**
     * A new index and a new sum over a table that both versions have: what is too long for the
     * index is left out of both, and comes back as if it had never been so.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsLeftOutOfASharedTableComesBackWhole(boolean byBlock) {
        ScriptModule indexed = first.withVersion(ScriptModule.INDEXED);
        chain.with("a", first).knows(indexed).start();
        PlanRecord plan =
                TestPlan.of(chain)
                        .upgrade(chain, "a", indexed.artifact())
                        .begin(chain, Phase.SHADOW);
        chain.commit(chain.tx(1, "a", new Op.Put(ROWS, 1, 5), new Op.Put(ROWS, 2, 7)));
        MapState tables = filled(plan);
        int large = DerivedTables.MAX_INDEX_KEY_BYTES;
        Op[][] steps = {
            {new Op.Pad(ROWS, 1, 100, large)},
            {new Op.Pad(ROWS, 1, 101, large), new Op.Put(ROWS, 2, 8)},
            {new Op.Pad(ROWS, 1, 102, large + 1)},
            {new Op.Put(ROWS, 1, 6)},
            {new Op.Pad(ROWS, 2, 9, large)},
            {new Op.Remove(ROWS, 2)},
            {new Op.Put(ROWS, 2, 3)}
        };
        for (int i = 0; i < steps.length; i++) {
            follow(tables, plan, byBlock, steps[i]);
            assertEquals(filled(plan).tables, tables.tables, "step " + i);
            assertEquals(i > 2 && i != 4, PlanFollower.isWhole(tables), "step " + i);
        }
    }

    private void follow(MapState tables, PlanRecord plan, boolean byBlock, Op... ops) {
        MapState before = chain.state.copy();
        Transaction transaction = chain.tx(1, "a", ops);
        BlockInput block = chain.block(transaction);
        BlockResult result = chain.commit(transaction);
        assertEquals(new Status.Applied(), result.executed().getFirst().receipt().status());
        PlanFollower follower = chain.kernel.follower();
        Followed followed =
                byBlock
                        ? follower.catchUp(before, tables, plan, block, result.changes())
                        : follower.shadow(before, tables, plan, block, result);
        assertEquals(Optional.empty(), followed.trip());
        tables.apply(followed.changes());
    }

    private MapState filled(PlanRecord plan) {
        MapState filled = new MapState();
        Filled part = chain.kernel.follower().begin(chain.state, filled, plan);
        filled.apply(part.changes());
        while (!part.next().isDone()) {
            part = chain.kernel.follower().backfill(chain.state, filled, plan, part.next(), 3);
            assertEquals(Optional.empty(), part.trip());
            filled.apply(part.changes());
        }
        return filled;
    }
}
