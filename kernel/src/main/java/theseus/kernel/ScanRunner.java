package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.EventRecord;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.View;

/**
 * Walks the records of scan invariants with a cursor, a bounded number each block. A violation
 * reverts nothing: it opens the instance's breaker from the next block on, unless that instance may
 * repair the chain, and says so in an event.
 */
final class ScanRunner {
    /** Event of the kernel: [instance, invariant, key of the record]. */
    static final String BROKEN = "InvariantBroken";

    private final BlockContext block;
    private final Instance instance;
    private final Overlay overlay;
    private final String cursors;
    private final Judge judge;
    private final List<EventRecord> events = new ArrayList<>();
    private long gasUsed;

    /** What follows from the check of one record. */
    @FunctionalInterface
    interface Judge {
        void judge(InvariantShape scan, TableId table, Row row, Outcome outcome);
    }

    private ScanRunner(BlockContext block, Instance instance, Overlay base) {
        this.block = block;
        this.instance = instance;
        this.overlay = new Overlay(base);
        this.cursors = "";
        this.judge = (scan, table, row, outcome) -> inForce(scan, row, outcome);
    }

    /** {@code cursors} is what the names of its cursors begin with. */
    ScanRunner(BlockContext block, Instance instance, Overlay base, String cursors, Judge judge) {
        this.block = block;
        this.instance = instance;
        this.overlay = new Overlay(base);
        this.cursors = cursors;
        this.judge = judge;
    }

    /** One pseudo-transaction for each instance that has scan invariants and is not suspended. */
    static void run(BlockContext block, Overlay overlay, List<Executed> results) {
        for (Instance instance : block.instances().all()) {
            List<InvariantShape> scans = instance.layout().scans();
            if (!scans.isEmpty() && !Breakers.isOpen(overlay, instance.name())) {
                Executed executed = new ScanRunner(block, instance, overlay).run(scans);
                overlay.apply(executed.changes());
                if (!executed.receipt().events().isEmpty()) {
                    results.add(executed);
                }
            }
        }
    }

    Executed run(List<InvariantShape> scans) {
        for (InvariantShape scan : scans) {
            for (TableId table : instance.scanned(scan)) {
                walk(scan, table);
            }
        }
        Hash id = RoutineRunner.id(block.height(), RoutineRunner.Phase.SCAN, instance.name());
        return new Executed(
                new Receipt(
                        id,
                        new Receipt.Status.Applied(),
                        gasUsed,
                        events,
                        List.of(instance.version())),
                overlay.changes());
    }

    private void walk(InvariantShape scan, TableId table) {
        Bytes key = new ScanRecord.Key(instance.name(), cursors + scan.name()).encode();
        ScanRecord cursor =
                overlay.get(KernelTables.SCANS, key)
                        .map(ScanRecord::decode)
                        .orElse(ScanRecord.START);
        int limit = Math.clamp(scan.recordsPerBlock(), 1, View.MAX_RANGE);
        List<Row> rows = overlay.range(table, cursor.next(), Optional.empty(), limit);
        long budget = block.chain().parameters().routineGas();
        Bytes next = cursor.next();
        boolean interrupted = false;
        for (int i = 0; i < rows.size() && !interrupted; i++) {
            Outcome outcome = check(scan, rows.get(i), budget);
            budget -= Math.min(budget, outcome.gasUsed());
            // Out of gas after others: the record gets the whole budget in the next block.
            interrupted = i > 0 && isOutOfGas(outcome);
            if (!interrupted) {
                judge.judge(scan, table, rows.get(i), outcome);
                next = RowPages.successor(rows.get(i).key());
            }
        }
        boolean atEnd = !interrupted && rows.size() < limit;
        ScanRecord moved = atEnd ? ScanRecord.START : new ScanRecord(next);
        if (!moved.equals(cursor)) {
            overlay.put(KernelTables.SCANS, key, moved.encode());
        }
    }

    private Outcome check(InvariantShape scan, Row row, long budget) {
        Hash id = RoutineRunner.id(block.height(), RoutineRunner.Phase.SCAN, instance.name());
        Outcome outcome =
                new Execution(
                                overlay,
                                block.instances(),
                                block.signatures(),
                                Execution.Setting.ofKernel(block.height(), block.timeMillis(), id),
                                Trace.off())
                        .run(
                                instance,
                                new Invocation.CheckScan(scan.name(), row.key(), row.value()),
                                Optional.empty(),
                                true,
                                budget);
        gasUsed += outcome.gasUsed();
        return outcome;
    }

    private void inForce(InvariantShape scan, Row row, Outcome outcome) {
        if (outcome instanceof Outcome.Trapped trapped) {
            Traps.count(overlay, instance, trapped.kind(), block.height());
            return;
        }
        if (outcome instanceof Outcome.Returned returned && Execution.holds(returned)) {
            return;
        }
        events.add(
                new EventRecord(
                        TableId.KERNEL,
                        BROKEN,
                        new CborWriter()
                                .arrayHeader(3)
                                .text(instance.name())
                                .text(scan.name())
                                .bytes(row.key())
                                .toBytes()));
        if (BreakerOrders.isProtected(instance.module())) {
            return; // Whoever could close it again must stay within reach: the event must do.
        }
        Breakers.open(
                overlay,
                instance.name(),
                new BreakerRecord(
                        block.height(),
                        "scan invariant %s does not hold for the record under %s"
                                .formatted(scan.name(), row.key().hex())));
    }

    private static boolean isOutOfGas(Outcome outcome) {
        return outcome instanceof Outcome.Trapped trapped && trapped.kind() == TrapKind.OUT_OF_GAS;
    }
}
