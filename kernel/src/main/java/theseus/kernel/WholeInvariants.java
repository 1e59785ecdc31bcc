package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.View;

/**
 * Asks the candidates' sum and scan invariants about a whole state, as blocks would ask them: what
 * an invariant reads, it reads. Record invariants are not asked; the lens is held to them.
 */
final class WholeInvariants {
    private final Trial trial;
    private final BlockContext block;
    private final StateView state;
    private final List<BrokenInvariant> broken = new ArrayList<>();

    private WholeInvariants(Trial trial, BlockContext block, StateView state) {
        this.trial = trial;
        this.block = block;
        this.state = state;
    }

    /**
     * Of each that does not hold, where it does not first.
     *
     * @param state shows the tables of both versions
     */
    static List<BrokenInvariant> broken(Trial trial, BlockContext block, StateView state) {
        WholeInvariants invariants = new WholeInvariants(trial, block, state);
        for (String name : trial.planned().changes().keySet()) {
            if (!trial.retires(name)) {
                Instance candidate = trial.candidates().find(name).orElseThrow();
                invariants.sums(candidate);
                invariants.scans(candidate);
            }
        }
        return invariants.broken;
    }

    private void sums(Instance candidate) {
        for (int i = 0; i < candidate.layout().tableCount(); i++) {
            Layout.Kept table = candidate.layout().table(i);
            if (table.shape().kind() == TableKind.SUM) {
                long total = DerivedTables.total(state, candidate.table(i));
                for (String invariant : table.invariants()) {
                    if (!holds(candidate, new Invocation.CheckSum(invariant, total))) {
                        String sum = table.shape().name();
                        add(candidate, invariant, "the sum " + sum + " is " + total);
                    }
                }
            }
        }
    }

    private void scans(Instance candidate) {
        for (InvariantShape scan : candidate.layout().scans()) {
            for (TableId table : candidate.scanned(scan)) {
                first(candidate, scan, table)
                        .ifPresent(
                                row ->
                                        add(
                                                candidate,
                                                scan.name(),
                                                "record %s of table %s"
                                                        .formatted(row.key().hex(), scan.table())));
            }
        }
    }

    private Optional<Row> first(Instance candidate, InvariantShape scan, TableId table) {
        RowPages rows = new RowPages(state, table, Bytes.EMPTY, Optional.empty(), View.MAX_RANGE);
        while (rows.hasNext()) {
            Row row = rows.next();
            if (!holds(candidate, new Invocation.CheckScan(scan.name(), row.key(), row.value()))) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** What costs too much for one block is left open, as in blocks. */
    private boolean holds(Instance candidate, Invocation invocation) {
        Outcome outcome =
                new Execution(
                                new Overlay(state),
                                trial.candidates(),
                                block.signatures(),
                                Execution.Setting.ofKernel(
                                        block.height(), block.timeMillis(), trial.id()),
                                Trace.off())
                        .run(
                                candidate,
                                invocation,
                                Optional.empty(),
                                true,
                                block.chain().parameters().routineGas());
        return outcome instanceof Outcome.Returned returned && Execution.holds(returned)
                || outcome instanceof Outcome.Trapped trapped
                        && trapped.kind() == TrapKind.OUT_OF_GAS;
    }

    private void add(Instance candidate, String invariant, String problem) {
        broken.add(new BrokenInvariant(candidate.name(), invariant, problem));
    }
}
