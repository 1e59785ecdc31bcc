package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.Gas;
import theseus.kernel.PlanRecord;
import theseus.protocol.Gate;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.Sha256;
import theseus.protocol.Statement;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Those who would rather not have an upgrade, or rather have it too early: senders, proposers, up
 * to a third of the validators. The candidate is the one that is right.
 */
final class GamingTest {
    private static final int VALIDATORS = 4;
    private static final int MOST_BLOCKS = 80;

    private final Rig rig = Rig.ledger(VALIDATORS);
    private Hash plan = Hash.ZERO;
    private long number;
    private Map<Hash, Receipt> receipts = Map.of();

    @AfterEach
    void close() {
        rig.close();
    }

    private void open(Plan.Schedule schedule) {
        Ordinary.first().forEach(this::send);
        var artifact = Compiled.packed(FaultyCandidates.BENIGN.source()).artifact();
        rig.stage(artifact);
        rig.block();
        Plan proposed =
                Plans.with(
                        Plans.upgrade(
                                rig.chain, Says.LEDGER, rig.inForce(Says.LEDGER), artifact.hash()),
                        schedule);
        Receipt opened = rig.open(proposed);
        assertEquals(new Receipt.Status.Applied(), opened.status());
        assertTrue(opened.gasUsed() > Gas.PLAN, "checking a plan is paid for");
        plan = proposed.id();
        rig.approve(plan);
    }

    private void send(Ordinary.Sent sent) {
        rig.send(sent.sender(), sent.messages().toArray(new Message[0]));
    }

    private void block() {
        Ordinary.block(number++).forEach(this::send);
        receipts = rig.block();
    }

    private PlanRecord record() {
        return rig.plan(plan);
    }

    private Phase phase() {
        return record().phase();
    }

    private void blocksUntil(Phase wanted) {
        for (int i = 0; i < MOST_BLOCKS && phase() != wanted && !phase().ended(); i++) {
            block();
        }
        assertEquals(wanted, phase(), () -> record().held() + record().ended());
    }

    private void mustEnd(Gate gate) {
        for (int i = 0; i < MOST_BLOCKS && !phase().ended(); i++) {
            block();
        }
        assertEquals(Optional.of(gate), record().gate(), () -> record().phase() + record().held());
    }

    private static Plan.Schedule schedule(Plan.Window window) {
        Plan.Schedule is = Plans.schedule();
        return new Plan.Schedule(
                is.votingBlocks(),
                is.readyBlocks(),
                is.backfillBlocks(),
                is.reportBlocks(),
                is.agreementBlocks(),
                window,
                List.of(new Plan.Step(5000, window)),
                window,
                is.gasFactor(),
                is.gasRatioPercent());
    }

    @Test
    void gasLimitsOfAllSizesTripNothing() {
        open(Plans.schedule());
        long used = 0;
        for (int i = 0; i < MOST_BLOCKS && phase() != Phase.FINAL; i++) {
            Hash probe = rig.send("prober", Says.transfer("zed", "holder1", 1));
            // Each an unlucky place for the one or the other version to run dry at.
            for (int part = 1; part <= 10 && used > 0; part++) {
                long limit = used * part / 10 + part;
                rig.send("miser" + part, limit, Says.transfer("zed", "holder1", 1));
            }
            block();
            used = Rig.receipt(receipts, probe).gasUsed();
            assertTrue(record().gate().isEmpty(), () -> record().ended().toString());
        }
        assertEquals(Phase.FINAL, phase());
    }

    @Test
    void recordsThatTheOldVersionCannotSeeTripNothing() {
        open(Plans.schedule());
        blocksUntil(Phase.CANARY);
        for (int i = 0; i < MOST_BLOCKS && !phase().ended(); i++) {
            String name = "holder" + i % Ordinary.HOLDERS;
            String other = "holder" + (i + 1) % Ordinary.HOLDERS;
            rig.send("freezer" + i, Says.freeze(name));
            rig.send("a" + i, Says.transfer(name, other, 1), Says.audit());
            rig.send("b" + i, Says.transfer(other, name, 1));
            rig.send("c" + i, Says.open(name, 5));
            rig.send("d" + i, Says.audit());
            rig.send("e" + i, Says.write(name, 1, "x"));
            rig.send("f" + i, Says.freeze(name), Says.close(name));
            rig.send("g" + i, Says.buy(name, other, 1));
            block();
        }
        assertEquals(Phase.FINAL, phase(), () -> record().ended().toString());
    }

    @Test
    void oneSenderDoesNotFillAWindow() {
        open(schedule(new Plan.Window(2, 0, 0, 40)));
        for (int i = 0; i < 30; i++) {
            for (int many = 0; many < 5; many++) {
                rig.send("flooder", Says.transfer("holder1", "holder2", 1));
            }
            rig.block();
        }
        assertEquals(Phase.SHADOW, phase());
    }

    @Test
    void trafficThatAvoidsAMessageHoldsThePlan() {
        open(schedule(new Plan.Window(2, 0, 1, 1)));
        for (int i = 0; i < 30; i++) {
            rig.send("holder" + i % 5, Says.transfer("holder1", "holder2", 1));
            rig.block();
        }
        assertEquals(Phase.SHADOW, phase());
    }

    @Test
    void aFewProposersDoNotCompleteAWindow() {
        open(Plans.schedule());
        blocksUntil(Phase.SHADOW);
        rig.proposers(2);
        for (int i = 0; i < 30; i++) {
            block();
        }
        assertEquals(Phase.SHADOW, phase());
        rig.proposers(VALIDATORS);
        blocksUntil(Phase.FINAL);
    }

    @Test
    void aThirdThatReportsFalselyChangesNothing() {
        open(Plans.schedule());
        rig.voice((validator, honest) -> Optional.of(validator == 0 ? lie(honest) : honest));
        blocksUntil(Phase.FINAL);
    }

    @Test
    void aThirdThatIsSilentOrTripsChangesNothing() {
        open(Plans.schedule());
        rig.voice((validator, honest) -> validator == 0 ? Optional.empty() : Optional.of(honest));
        blocksUntil(Phase.SHADOW);
        rig.state(0, new Statement.Body.Trip(plan, "I do not like it"));
        blocksUntil(Phase.FINAL);
    }

    @Test
    void moreThanAThirdMayTrip() {
        open(Plans.schedule());
        blocksUntil(Phase.CANARY);
        rig.state(0, new Statement.Body.Trip(plan, "my node says so"));
        rig.state(1, new Statement.Body.Trip(plan, "and mine"));
        mustEnd(Gate.TRIPPED);
    }

    /** What slipped the verifier and comes out differently everywhere. */
    @Test
    void reportsThatAllDifferAreNondeterminism() {
        open(Plans.schedule());
        blocksUntil(Phase.SHADOW);
        rig.voice((validator, honest) -> Optional.of(differing(validator, honest)));
        mustEnd(Gate.NO_AGREEMENT);
    }

    @Test
    void aBackfillThatNobodyAgreesOnEnds() {
        open(Plans.schedule());
        rig.voice((validator, honest) -> Optional.of(differing(validator, honest)));
        mustEnd(Gate.NO_AGREEMENT);
    }

    @Test
    void halfOfTheValidatorsCannotMakeItReady() {
        open(Plans.schedule());
        rig.voice((validator, honest) -> validator < 2 ? Optional.empty() : Optional.of(honest));
        mustEnd(Gate.NOT_READY);
    }

    private static Statement.Body differing(int validator, Statement.Body honest) {
        return honest instanceof Statement.Body.Report report
                ? with(report, "validator " + validator)
                : honest;
    }

    private static Statement.Body lie(Statement.Body honest) {
        return honest instanceof Statement.Body.Report report ? with(report, "a lie") : honest;
    }

    private static Statement.Body with(Statement.Body.Report report, String root) {
        return new Statement.Body.Report(
                report.plan(),
                report.height(),
                Sha256.of(Bytes.ofUtf8(root)),
                report.backfilled(),
                report.tally());
    }
}
