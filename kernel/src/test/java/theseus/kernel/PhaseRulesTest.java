package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.kernel.PhaseRules.Move;
import theseus.kernel.PhaseRules.Seen;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Tally;

/** What a window must have seen, what holds a plan, and what stops it before all else. */
final class PhaseRulesTest {
    private static final MessageName RUN = new MessageName("a", "Run");
    private static final Plan.Window WINDOW = new Plan.Window(5, 1_000, 3, 2);

    private final PlanChain plans = new PlanChain(1);
    private final PlanRecord canary = record();

    private PlanRecord record() {
        PlanDraft draft = plans.upgradeOfA();
        draft.canary = List.of(new Plan.Step(1_000, WINDOW));
        draft.probation = WINDOW;
        return PlanRecord.opened(draft.plan(), 0, 0)
                .enter(Phase.CANARY, 0, 9, 10_000)
                .joined(10)
                .counted(tally(3, 2, 100, 150), List.of());
    }

    private static Tally tally(long samples, long keys, long oldGas, long candidateGas) {
        return new Tally(
                List.of(
                        new Tally.MessageTally(
                                RUN, samples, 0, 0, 0, samples, keys, oldGas, candidateGas)),
                samples,
                keys,
                List.of());
    }

    private static Seen seen() {
        return new Seen(
                14,
                11_000,
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                List.of(RUN),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aWindowIsCompleteWhenAllIsMet() {
        moves(Phase.PROBATION, canary, seen());
    }

    @Test
    void eachPartOfAWindowIsWaitedFor() {
        Seen s = seen();
        stays("", canary, at(s, 13, s.timeMillis()));
        stays("", canary, at(s, s.height(), 10_999));
        stays("", canary.counted(tally(2, 2, 1, 1), List.of()), s);
        stays("", canary.counted(tally(3, 1, 1, 1), List.of()), s);
        stays("", canary, proposed(s, false));
        stays("", canary, sampled(s, List.of(RUN, new MessageName("a", "Rare"))));
    }

    @Test
    void whatTheVersionInForceServedCompletesNoCanary() {
        Tally.MessageTally compared = new Tally.MessageTally(RUN, 100, 0, 0, 0, 2, 9, 1, 1);
        Tally tally = new Tally(List.of(compared), 100, 9, List.of());
        stays("", canary.counted(tally, List.of()), seen());
        PlanRecord shadow =
                canary.enter(Phase.SHADOW, 0, 9, 10_000)
                        .agreed(new PlanRecord.Agreed(14, Script.hash(1), true, tally));
        // Beside the chain nothing is served, and its window is of the same size but for that.
        assertTrue(PhaseRules.next(shadow, seen()) instanceof Move.To);
    }

    @Test
    void tablesThatAreNotWholeHoldInShadow() {
        Tally enough = tally(3, 2, 1, 1);
        PlanRecord shadow =
                canary.enter(Phase.SHADOW, 0, 9, 10_000)
                        .agreed(new PlanRecord.Agreed(14, Script.hash(1), false, enough));
        Move held = PhaseRules.next(shadow, seen());
        assertTrue(assertInstanceOf(Move.Stay.class, held).held().contains("too large"));
    }

    @Test
    void keysAreDrawnAnewUntilAStepIsComplete() {
        assertTrue(Canary.drawsKeys(canary, 10));
        assertFalse(Canary.drawsKeys(canary, 14));
        assertTrue(Canary.drawsKeys(canary, 15));
        assertFalse(Canary.drawsKeys(canary.enter(Phase.PROBATION, 0, 9, 10_000), 10));
    }

    @Test
    void waivedMessagesAreNotWaitedFor() {
        moves(
                Phase.PROBATION,
                canary.counted(new Tally(List.of(), 5, 2, List.of()), List.of()),
                sampled(seen(), List.of()));
    }

    @Test
    void gasHolds() {
        Move held = PhaseRules.next(canary.counted(tally(3, 2, 100, 201), List.of()), seen());
        assertTrue(assertInstanceOf(Move.Stay.class, held).held().contains("200 %"));
    }

    @Test
    void anotherPlansAuthorityHolds() {
        PlanRecord ready = canary.enter(Phase.BACKFILL, 0, 9, 10_000);
        PlanRecord shadow =
                ready.enter(Phase.SHADOW, 0, 9, 10_000)
                        .agreed(new PlanRecord.Agreed(14, Script.hash(1), true, tally(3, 2, 1, 1)));
        moves(Phase.CANARY, shadow, seen());
        stays("other", shadow, authority(seen(), "other"));
    }

    @Test
    void onlySoManyAreFollowed() {
        PlanRecord ready = canary.enter(Phase.READY, 0, 9, 10_000);
        moves(Phase.BACKFILL, ready, ready(seen(), Optional.empty()));
        stays("four", ready, ready(seen(), Optional.of("four")));
        // It is ready in time; that others are followed is not its fault.
        stays("four", ready, ready(at(seen(), 1_000, 1), Optional.of("four")));
    }

    @Test
    void whatStopsItGoesBeforeWhatSpeaksForIt() {
        Evidence trip = Evidence.of(Gate.TRAP, 14, "trapped");
        back(Gate.TRAP, canary, trip(seen(), trip));
        PlanRecord stopped = canary.ending(Evidence.of(Gate.STOPPED, 14, ""));
        back(Gate.STOPPED, stopped, seen());
        back(Gate.TRAP, stopped, trip(seen(), trip));
        Seen tripped =
                new Seen(
                        14,
                        11_000,
                        Optional.empty(),
                        Optional.of("no"),
                        false,
                        true,
                        List.of(),
                        Optional.empty(),
                        Optional.empty());
        back(Gate.TRIPPED, canary, tripped);
    }

    @Test
    void aWindowBeginsAnewWithEachStep() {
        PlanRecord next = canary.enter(Phase.CANARY, 1, 14, 11_000);
        assertEquals(Tally.EMPTY, next.tally());
        assertEquals(List.of(), next.proposers());
        assertEquals(15, next.sinceHeight());
        assertEquals(10, next.joinedHeight());
    }

    @Test
    void theBaseMayChangeUnderAPlanThatIsStillVotedOn() {
        Plan plan = plans.upgradeOfA().plan();
        plans.begin(plan);
        PlanDraft draft = plans.upgradeOfA().title("hotfix").hotfix();
        draft.votingBlocks = 100;
        Plan hotfix = draft.plan();
        plans.open(hotfix);
        plans.until(plan, Phase.FINAL);
        assertEquals(Phase.ROLLED_BACK, plans.phase(hotfix));
        assertEquals(Gate.BASE_CHANGED, plans.record(hotfix).gate().orElseThrow());
    }

    private static void moves(Phase phase, PlanRecord plan, Seen seen) {
        assertEquals(phase, assertInstanceOf(Move.To.class, PhaseRules.next(plan, seen)).phase());
    }

    private static void stays(String held, PlanRecord plan, Seen seen) {
        assertEquals(new Move.Stay(held), PhaseRules.next(plan, seen));
    }

    private static void back(Gate gate, PlanRecord plan, Seen seen) {
        assertEquals(
                gate,
                assertInstanceOf(Move.Back.class, PhaseRules.next(plan, seen)).evidence().gate());
    }

    private static Seen at(Seen s, long height, long timeMillis) {
        return new Seen(
                height,
                timeMillis,
                s.trip(),
                s.tripped(),
                s.ready(),
                s.quorumProposed(),
                s.sampled(),
                s.followers(),
                s.authority());
    }

    private static Seen proposed(Seen s, boolean quorum) {
        return new Seen(
                s.height(),
                s.timeMillis(),
                s.trip(),
                s.tripped(),
                s.ready(),
                quorum,
                s.sampled(),
                s.followers(),
                s.authority());
    }

    private static Seen sampled(Seen s, List<MessageName> names) {
        return new Seen(
                s.height(),
                s.timeMillis(),
                s.trip(),
                s.tripped(),
                s.ready(),
                s.quorumProposed(),
                names,
                s.followers(),
                s.authority());
    }

    private static Seen authority(Seen s, String other) {
        return new Seen(
                s.height(),
                s.timeMillis(),
                s.trip(),
                s.tripped(),
                s.ready(),
                s.quorumProposed(),
                s.sampled(),
                s.followers(),
                Optional.of(other));
    }

    private static Seen ready(Seen s, Optional<String> followers) {
        return new Seen(
                s.height(),
                s.timeMillis(),
                s.trip(),
                s.tripped(),
                true,
                s.quorumProposed(),
                s.sampled(),
                followers,
                s.authority());
    }

    private static Seen trip(Seen s, Evidence trip) {
        return new Seen(
                s.height(),
                s.timeMillis(),
                Optional.of(trip),
                s.tripped(),
                s.ready(),
                s.quorumProposed(),
                s.sampled(),
                s.followers(),
                s.authority());
    }
}
