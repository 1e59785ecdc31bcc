package theseus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static theseus.model.Harness.sending;
import static theseus.model.Samples.LEDGER;
import static theseus.model.Samples.NEW;
import static theseus.model.Samples.declares;
import static theseus.model.Samples.one;
import static theseus.model.Samples.plan;
import static theseus.model.Samples.two;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who counts when both worlds run, and what counts as a difference. */
final class WorldsTest {
    private static final Result APPLIED = new Result.Applied();
    private final Version one = one();
    private final Harness harness = new Harness(one);

    @Test
    void inCanaryTheCandidateCountsForSelectedKeysOnly() {
        bring(Phase.CANARY, candidate -> candidate);
        harness.send("alice", "Deposit", "alice 5");
        harness.send("carol", "Deposit", "carol 5");
        assertEquals(Optional.of("5"), harness.old("alice"));
        assertEquals(Optional.of("5;"), harness.current("alice"));
        assertEquals(Optional.of("5"), harness.old("carol"));
        assertEquals(Optional.of("5;"), harness.current("carol"));
    }

    @Test
    void aMessageOfTheCandidateIsNotYetInForceForOthers() {
        bring(Phase.CANARY, candidate -> candidate);
        assertEquals(
                new Result.Rejected(Chain.NOT_YET_IN_FORCE),
                harness.send("alice", "Freeze", "alice").result());
        assertEquals(APPLIED, harness.send("carol", "Freeze", "carol").result());
        assertEquals(Optional.of("0;!"), harness.current("carol"));
        assertEquals(Optional.empty(), harness.old("carol"));
    }

    @Test
    void aMessageOfTheCandidateIsNotYetInForceBeforeCanary() {
        bring(Phase.SHADOW, candidate -> candidate);
        assertEquals(
                new Result.Rejected(Chain.NOT_YET_IN_FORCE),
                harness.send("carol", "Freeze", "carol").result());
    }

    @Test
    void allKeysOfATransactionMustBeSelected() {
        bring(Phase.CANARY, candidate -> candidate.canaryKey("Freeze", Message::body));
        Message carols = new Message(LEDGER, "Freeze", "carol");
        Message alices = new Message(LEDGER, "Freeze", "alice");
        assertEquals(APPLIED, sent(carols));
        assertEquals(new Result.Rejected(Chain.NOT_YET_IN_FORCE), sent(carols, alices));
    }

    @Test
    void aMessageOfTheCandidateBringsNoOlderOnePastTheComparison() {
        bring(Phase.CANARY, candidate -> candidate);
        Message older = new Message(LEDGER, "Deposit", "carol 1");
        Message freeze = new Message(LEDGER, "Freeze", "carol");
        assertEquals(new Result.Rejected(Chain.NOT_YET_IN_FORCE), sent(older, freeze));
        assertEquals(APPLIED, sent(older));
        assertEquals(APPLIED, sent(freeze));
    }

    private Result sent(Message... messages) {
        return harness.block(new Step.Send(new Transaction("carol", messages))).getFirst().result();
    }

    @Test
    void anUndeclaredDifferenceNeverCountsAndRollsBack() {
        bring(
                Phase.PROBATION,
                candidate ->
                        candidate.handles(
                                "Deposit", (context, _) -> context.put("balances", "eve", "1;")));
        assertEquals(APPLIED, harness.send("alice", "Deposit", "alice 5").result());
        assertEquals(Optional.of("5"), harness.old("alice"));
        assertEquals(Optional.empty(), harness.old("eve"));
        assertGate(Gate.UNDECLARED_DIFFERENCE);
    }

    @Test
    void whatIsTooLargeForOneVersionAloneTellsNothing() {
        bring(
                Phase.PROBATION,
                candidate ->
                        candidate.handles(
                                "Deposit",
                                (context, _) -> {
                                    for (int i = 0; i <= World.MAX_EVENTS; i++) {
                                        context.emit("Deposited", "a part");
                                    }
                                }));
        assertEquals(APPLIED, harness.send("alice", "Deposit", "alice 5").result());
        assertEquals(Optional.of("5"), harness.old("alice"));
        assertEquals(Optional.of("5;"), harness.current("alice"));
        assertEquals(Phase.PROBATION, harness.plan().phase());
        Plan.MessageName deposit = new Plan.MessageName(LEDGER, "Deposit");
        assertEquals(1, harness.plan().tally.messages.get(deposit).oversized);
        assertEquals(0, harness.plan().tally.samples(deposit, false));
    }

    @Test
    void afterATripOnlyTheOldWorldRunsInThatBlock() {
        bring(
                Phase.PROBATION,
                candidate ->
                        candidate.handles(
                                "Rename",
                                (_, _) -> {
                                    throw new IllegalStateException();
                                }));
        harness.block(
                sending("alice", "Deposit", "alice 1"),
                sending("alice", "Rename", "x"),
                sending("alice", "Deposit", "alice 1"),
                sending("bob", "Freeze", "bob"));
        assertEquals(Optional.of("2"), harness.old("alice"));
        assertEquals(Optional.of("1;"), harness.plan().unlinked().get(NEW, "alice"));
        assertEquals(Optional.empty(), harness.plan().unlinked().get(NEW, "bob"));
        assertGate(Gate.TRAP);
    }

    @Test
    void whatBothWorldsDoAlikeCountsNothing() {
        bring(Phase.PROBATION, candidate -> candidate);
        assertEquals(
                new Result.Refused("INSUFFICIENT"),
                harness.send("alice", "Withdraw", "alice 1").result());
        assertEquals(
                new Result.Trapped(Result.EXCEPTION),
                harness.send("alice", "Withdraw", "alice none").result());
        assertEquals(Phase.PROBATION, harness.plan().phase());
    }

    @Test
    void anotherRefusalCodeIsADifference() {
        bring(Phase.PROBATION, refusing("TOO_POOR"));
        harness.send("alice", "Withdraw", "alice 1");
        assertGate(Gate.UNDECLARED_DIFFERENCE);
    }

    @Test
    void aRefusalThatWasRenamedIsNone() {
        bring(
                Phase.PROBATION,
                candidate ->
                        refusing("TOO_POOR")
                                .apply(candidate)
                                .upRefusal("INSUFFICIENT", "TOO_POOR"));
        assertEquals(
                new Result.Refused("TOO_POOR"),
                harness.send("alice", "Withdraw", "alice 1").result());
        assertEquals(Phase.PROBATION, harness.plan().phase());
    }

    @Test
    void aDeclaredOutcomeCounts() {
        bring(
                Phase.PROBATION,
                candidate ->
                        candidate.handles(
                                "Deposit",
                                (context, _) -> {
                                    throw context.refuse("CLOSED");
                                }),
                declares("Deposit", Plan.Respect.OUTCOME, "CLOSED"));
        assertEquals(
                new Result.Refused("CLOSED"), harness.send("alice", "Deposit", "alice 5").result());
        assertEquals(Optional.empty(), harness.old("alice"));
        assertEquals(Phase.PROBATION, harness.plan().phase());
    }

    @Test
    void aMissingEventIsADifference() {
        bring(Phase.PROBATION, candidate -> candidate.handles("Total", (_, _) -> {}));
        harness.send("alice", "Total", "");
        assertGate(Gate.UNDECLARED_DIFFERENCE);
    }

    @Test
    void aDeclaredEventIsMeant() {
        bring(
                Phase.PROBATION,
                candidate -> candidate.handles("Total", (_, _) -> {}),
                declares("Total", Plan.Respect.EVENT, "Total"));
        assertEquals(List.of(), harness.send("alice", "Total", "").events());
        assertEquals(Phase.PROBATION, harness.plan().phase());
    }

    @Test
    void anEventOfAnotherShapeIsComparedInNewWords() {
        bring(
                Phase.PROBATION,
                candidate ->
                        candidate
                                .handles(
                                        "Total",
                                        (context, _) ->
                                                context.emit("Sum", "=" + context.total("supply")))
                                .upEvent(
                                        "Total",
                                        old -> new Event(old.instance(), "Sum", "=" + old.body())));
        assertEquals(
                List.of(new Event(LEDGER, "Sum", "=0")),
                harness.send("alice", "Total", "").events());
        assertEquals(Phase.PROBATION, harness.plan().phase());
    }

    @Test
    void sharedTablesAreComparedRecordByRecord() {
        bring(
                Phase.PROBATION,
                candidate ->
                        candidate.handles(
                                "Rename", (context, body) -> context.put("names", body, "y")));
        harness.send("alice", "Rename", "alice");
        assertGate(Gate.UNDECLARED_DIFFERENCE);
        assertEquals(
                Optional.of("x"),
                harness.chain.tables().get(new TableName(LEDGER, "names", 1), "alice"));
    }

    @Test
    void aDifferenceThroughAHiddenRecordTripsNothing() {
        bring(Phase.PROBATION, candidate -> candidate);
        harness.send("bob", "Freeze", "bob");
        assertEquals(
                new Result.Refused("FROZEN"), harness.send("bob", "Deposit", "bob 5").result());
        assertEquals(Phase.PROBATION, harness.plan().phase());
    }

    @Test
    void aSumThatHoldsAHiddenRecordTripsNothing() {
        bring(Phase.PROBATION, candidate -> candidate);
        harness.send("bob", "Deposit", "bob 5");
        harness.send("bob", "Freeze", "bob");
        assertEquals(Optional.empty(), harness.old("bob"));
        assertEquals("5", harness.send("alice", "Total", "").events().getFirst().body());
        assertEquals(Optional.empty(), harness.plan().gate());
    }

    @Test
    void anOldRecordInThePlaceOfAHiddenOneIsRefused() {
        bring(Phase.CANARY, candidate -> candidate);
        harness.send("carol", "Freeze", "alice");
        assertEquals(
                new Result.Refused(Chain.KEY_TAKEN),
                harness.send("alice", "Deposit", "alice 5").result());
        assertEquals(Optional.empty(), harness.old("alice"));
        assertEquals(Optional.of("0;!"), harness.current("alice"));
        assertEquals(Phase.CANARY, harness.plan().phase());
    }

    @Test
    void theCandidateMayUseMoreGasButNotMoreThanTheFactor() {
        bring(
                Phase.PROBATION,
                candidate ->
                        candidate.handles("Rename", spending(20)).handles("Close", spending(21)));
        assertEquals(APPLIED, limited("Rename").result());
        assertEquals(Phase.PROBATION, harness.plan().phase());
        limited("Close");
        assertGate(Gate.OUT_OF_GAS);
    }

    @Test
    void aSenderWhoLimitsTooLowForTheOldVersionTripsNothing() {
        bring(Phase.PROBATION, candidate -> candidate.handles("Rename", spending(5)));
        one.handles("Rename", (context, _) -> context.spend(11));
        assertEquals(new Result.Trapped(Result.OUT_OF_GAS), limited("Rename").result());
        assertEquals(Phase.PROBATION, harness.plan().phase());
    }

    @Test
    void aSenderWhoLimitsAMessageOfTheCandidateTooLowTripsNothing() {
        bring(Phase.PROBATION, candidate -> candidate.handles("Freeze", spending(100)));
        assertEquals(new Result.Trapped(Result.OUT_OF_GAS), limited("Freeze").result());
        assertEquals(Phase.PROBATION, harness.plan().phase());
    }

    @Test
    void aTrapInAMessageOfTheCandidateRollsBack() {
        bring(
                Phase.PROBATION,
                candidate ->
                        candidate.handles(
                                "Freeze",
                                (_, _) -> {
                                    throw new IllegalStateException();
                                }));
        assertEquals(
                new Result.Refused(Chain.NOT_YET_IN_FORCE),
                harness.send("carol", "Freeze", "carol").result());
        assertGate(Gate.TRAP);
    }

    @Test
    void routinesCountForTheOldVersionInCanaryAndForTheCandidateInProbation() {
        Version candidate =
                two().table("log", 1).beginBlock(context -> context.put("log", "ran", "x"));
        TableName log = new TableName(LEDGER, "log", 1);
        Plan plan = plan(one, candidate);
        harness.bring(plan, Phase.CANARY);
        harness.block();
        assertEquals(List.of(), harness.chain.tables().rows(log));
        harness.bring(plan, Phase.PROBATION);
        harness.block();
        assertEquals(List.of(new Row("ran", "x")), harness.chain.tables().rows(log));
    }

    @Test
    void aRoutineThatDiffersIsSeenInShadow() {
        one.endBlock(_ -> {});
        Version candidate = two().endBlock(context -> context.put("names", "new", "x"));
        harness.bring(plan(one, candidate), Phase.SHADOW);
        harness.block();
        harness.block();
        assertGate(Gate.UNDECLARED_DIFFERENCE);
        assertEquals(List.of(), harness.chain.tables().rows(new TableName(LEDGER, "names", 1)));
    }

    @Test
    void aBreakerSuspendsAnInstanceOrAMessage() {
        harness.block(new Step.Breaker(LEDGER, Optional.of("Deposit"), true));
        assertEquals(
                new Result.Rejected(Chain.SUSPENDED),
                harness.send("alice", "Deposit", "alice 1").result());
        assertEquals(APPLIED, harness.send("alice", "Rename", "alice").result());
        harness.block(new Step.Breaker(LEDGER, Optional.of("Deposit"), false));
        assertEquals(APPLIED, harness.send("alice", "Deposit", "alice 1").result());
    }

    @Test
    void formsBeforeAndAfterTheirTimeAreToldApart() {
        Plan plan = plan(one, two());
        assertEquals(
                new Result.Rejected(Chain.NO_SUCH_MESSAGE),
                harness.send("alice", "Freeze", "alice").result());
        harness.bring(plan, Phase.SHADOW);
        assertEquals(
                new Result.Rejected(Chain.NOT_YET_IN_FORCE),
                harness.send("alice", "Freeze", "alice").result());
        harness.bring(plan, Phase.FINAL);
        assertEquals(APPLIED, harness.send("alice", "Freeze", "alice").result());
    }

    private static UnaryOperator<Version> refusing(String code) {
        return candidate ->
                candidate.handles(
                        "Withdraw",
                        (context, _) -> {
                            throw context.refuse(code);
                        });
    }

    /** In version 1 both messages are made to cost ten. */
    private Version.Handler spending(long gas) {
        one.handles("Rename", (context, _) -> context.spend(10));
        one.handles("Close", (context, _) -> context.spend(10));
        return (context, _) -> context.spend(gas);
    }

    private Executed limited(String message) {
        return harness.block(
                        new Step.Send(
                                new Transaction(
                                        "alice",
                                        List.of(new Message(LEDGER, message, "alice")),
                                        10)))
                .getFirst();
    }

    private void bring(
            Phase phase, UnaryOperator<Version> change, Plan.Declaration... declarations) {
        harness.bring(plan(one, change.apply(two()), declarations), phase);
    }

    private void assertGate(Gate gate) {
        assertEquals(Optional.of(gate), harness.plan().gate());
    }
}
