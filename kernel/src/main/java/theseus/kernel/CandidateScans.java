package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Outcome.Image;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.Evidence;
import theseus.protocol.Family;
import theseus.protocol.Gate;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Walks the candidates' scan invariants over their own tables while both worlds run. A violation is
 * the candidate's unless the version in force has the same invariant and objects to the record's
 * image too.
 */
final class CandidateScans {
    /** Its cursors stand beside those of the version in force. */
    private static final String CURSORS = "candidate:";

    private final Trial trial;
    private final BlockContext block;
    private final Overlay overlay;
    private Optional<Evidence> broken = Optional.empty();

    private CandidateScans(Trial trial, BlockContext block, Overlay overlay) {
        this.trial = trial;
        this.block = block.with(trial.candidates());
        this.overlay = overlay;
    }

    /** The first violation. */
    static Optional<Evidence> run(Trial trial, BlockContext block, Overlay overlay) {
        CandidateScans scans = new CandidateScans(trial, block, overlay);
        for (String name : trial.planned().changes().keySet()) {
            if (!trial.retires(name) && !Breakers.isOpen(overlay, name)) {
                scans.walk(trial.candidates().find(name).orElseThrow());
            }
        }
        return scans.broken;
    }

    static boolean isCursor(Bytes scanKey) {
        return ScanRecord.Key.decode(scanKey).invariant().startsWith(CURSORS);
    }

    private void walk(Instance candidate) {
        List<InvariantShape> scans = candidate.layout().scans();
        if (!scans.isEmpty()) {
            Executed walked =
                    new ScanRunner(
                                    block,
                                    candidate,
                                    overlay,
                                    CURSORS,
                                    (scan, table, row, outcome) ->
                                            judge(candidate, scan, table, row, outcome))
                            .run(scans);
            overlay.apply(walked.changes());
        }
    }

    private void judge(
            Instance candidate, InvariantShape scan, TableId table, Row row, Outcome outcome) {
        boolean holds =
                outcome instanceof Outcome.Returned returned && Execution.holds(returned)
                        || outcome instanceof Outcome.Trapped trapped
                                && trapped.kind() == TrapKind.OUT_OF_GAS;
        if (holds || broken.isPresent() || isAlike(candidate, scan, table, row)) {
            return;
        }
        broken =
                Optional.of(
                        new Evidence(
                                outcome instanceof Outcome.Trapped ? Gate.TRAP : Gate.INVARIANT,
                                block.height(),
                                Hash.ZERO,
                                "scan invariant %s of %s does not hold for a record of %s"
                                        .formatted(scan.name(), candidate.name(), Way.name(table)),
                                List.of(DifferenceText.cut("key " + row.key().hex())),
                                Optional.empty(),
                                Optional.empty()));
    }

    private boolean isAlike(Instance candidate, InvariantShape scan, TableId table, Row row) {
        Optional<Instance> old = trial.old().find(candidate.name());
        if (old.isEmpty()
                || old.get().layout().scans().stream()
                        .noneMatch(one -> one.name().equals(scan.name()))) {
            return false;
        }
        return image(table, row).stream().anyMatch(one -> !holds(old.get(), scan, one));
    }

    /** What the version in force sees of the record. */
    private List<Row> image(TableId table, Row row) {
        LensedTable pair = trial.crossing().byNew().get(table);
        if (pair == null) {
            return trial.crossing().added().contains(table) ? List.of() : List.of(row);
        }
        Way up = new Way(pair, true, Upkeep.ofSubmission());
        try {
            Bytes root = Family.root(pair.newKey(), row.key());
            List<Row> unit = pair.family() ? up.family(overlay, false, root) : List.of(row);
            return up.back(unit, List.of()) instanceof Image.Is(List<Row> rows) ? rows : List.of();
        } catch (CrossingFailed failed) {
            return List.of();
        }
    }

    private boolean holds(Instance old, InvariantShape scan, Row row) {
        Outcome outcome =
                new Execution(
                                new Overlay(overlay),
                                trial.old(),
                                block.signatures(),
                                Execution.Setting.ofKernel(
                                        block.height(), block.timeMillis(), trial.id()),
                                Trace.off())
                        .run(
                                old,
                                new Invocation.CheckScan(scan.name(), row.key(), row.value()),
                                Optional.empty(),
                                true,
                                block.chain().parameters().routineGas());
        return outcome instanceof Outcome.Returned returned && Execution.holds(returned);
    }
}
