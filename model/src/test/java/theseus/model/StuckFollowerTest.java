package theseus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static theseus.model.Harness.sending;
import static theseus.model.Samples.LEDGER;
import static theseus.model.Samples.NEW;
import static theseus.model.Samples.SCHEDULE;
import static theseus.model.Samples.one;
import static theseus.model.Samples.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a plan whose lens fails beside the chain: its new tables lack records. */
final class StuckFollowerTest {
    private final Version one = one();
    private final Harness harness = new Harness(one);

    @Test
    void aLensThatFailsWhileTablesAreFilledIsReportedInEachLaterPhase() {
        harness.bring(plan(one, lawless()), Phase.BACKFILL);
        harness.block();
        harness.block(sending("alice", "Deposit", "alice 5"));
        assertEquals(Phase.SHADOW, harness.plan().phase());
        harness.block();
        harness.block();
        assertEquals(Optional.of(Gate.LENS_LAW), harness.plan().gate());
    }

    @Test
    void whileTablesAreFilledOnlyWhatABlockLeavesIsCarried() {
        harness.bring(plan(one, lawless()), Phase.BACKFILL);
        harness.block(
                sending("alice", "Deposit", "alice 5"), sending("alice", "Deposit", "alice 1"));
        harness.block();
        harness.block();
        assertEquals(Optional.empty(), harness.plan().gate());
        assertEquals(Optional.of("6;"), harness.plan().unlinked().get(NEW, "alice"));
    }

    /** Its lens loses amounts of 5. */
    private static Version lawless() {
        return Samples.ledger("2", 2)
                .lens(
                        Samples.record(
                                (old, _) -> new Row(old.key(), old.value() + ";"),
                                (row, _) ->
                                        new Lens.Image.Is(
                                                new Row(
                                                        row.key(),
                                                        row.value().equals("5;")
                                                                ? "0"
                                                                : ""
                                                                        + Samples.amount(
                                                                                row.value())))));
    }

    @Test
    void tablesWhoseLensFailedAfterTheLastReportNeverJoin() {
        for (boolean irreversible : List.of(false, true)) {
            Harness fresh = new Harness(one);
            Plan base = plan(one, lawless());
            Plan bad =
                    new Plan(
                            base.id(),
                            base.actions(),
                            irreversible,
                            false,
                            SCHEDULE,
                            Set.of(),
                            Set.of());
            fresh.bring(bad, Phase.SHADOW);
            fresh.block();
            fresh.block();
            // Reported is the block before: with this one the window is complete.
            fresh.block(sending("alice", "Deposit", "alice 5"));
            assertEquals(
                    irreversible ? Phase.FINAL : Phase.CANARY, fresh.plan().phase(), "decided");
            fresh.block();
            assertEquals(Phase.ROLLED_BACK, fresh.plan().phase());
            assertEquals(Optional.of(Gate.LENS_LAW), fresh.plan().gate());
            assertEquals(one, fresh.chain.inForce().get(LEDGER));
        }
    }
}
