package theseus.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.CborReader;
import theseus.protocol.Phase;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Removes what no longer counts from the kernel's tables, a bounded number of rows each time:
 * statements about plans that ended or about heights that are settled, keys of windows that are
 * over, and statements whose own window is over.
 */
final class Sweeper {
    /** It sweeps in each block whose height this divides. */
    static final int EVERY_BLOCKS = 8;

    /** Rows that it removes at most, of each table. */
    static final int MAX_ROWS = 1024;

    private static final Bytes LAST = Bytes.fromHex("ff");

    private final Overlay overlay;
    private final long height;

    private Sweeper(Overlay overlay, long height) {
        this.overlay = overlay;
        this.height = height;
    }

    /** {@code plans} as they stand after the block of {@code height}. */
    static void sweep(Overlay overlay, Plans plans, long height) {
        if (height % EVERY_BLOCKS != 0) {
            return;
        }
        Sweeper sweeper = new Sweeper(overlay, height);
        sweeper.statements();
        sweeper.stated(plans);
        sweeper.sampled(plans);
    }

    private void statements() {
        List<Row> rows =
                overlay.range(KernelTables.STATEMENTS, Bytes.EMPTY, Optional.empty(), MAX_ROWS);
        for (Row row : rows) {
            CborReader in = new CborReader(row.key());
            in.expectArray(2);
            if (in.integer(Long.SIZE) >= height) {
                return;
            }
            overlay.remove(KernelTables.STATEMENTS, row.key());
        }
    }

    private void stated(Plans plans) {
        List<Bytes> kept = new ArrayList<>();
        recoveries().forEach(kept::add);
        for (Plans.Standing plan : plans.active()) {
            if (plan.record().phase() == Phase.READY) {
                kept.add(StatedRecord.Key.prefix(plan.id(), StatedRecord.Kind.READY));
            }
            if (!plan.phase().ended()) {
                kept.add(StatedRecord.Key.prefix(plan.id(), StatedRecord.Kind.TRIP));
            }
            if (plan.phase().isFollowed()) {
                reports(plan).forEach(kept::add);
            }
        }
        removeBetween(KernelTables.STATED, kept);
    }

    /** The keys of what is wanted for recovery; validators come and go, and this must not grow. */
    private List<Bytes> recoveries() {
        Bytes prefix = StatedRecord.Key.prefix(Hash.ZERO);
        return overlay
                .range(KernelTables.STATED, prefix, Optional.of(prefix.concat(LAST)), MAX_ROWS)
                .stream()
                .filter(row -> StatementChecks.isCurrent(StatedRecord.decode(row.value()), height))
                .map(Row::key)
                .toList();
    }

    /**
     * What reports begin with that may still agree; a schedule bounds how many heights these are.
     */
    private List<Bytes> reports(Plans.Standing plan) {
        long every = plan.record().plan().schedule().reportBlocks();
        long settled = plan.record().agreed().map(PlanRecord.Agreed::height).orElse(-1L);
        long open = Math.max(settled + 1, StatementChecks.oldestReport(plan, height));
        List<Bytes> prefixes = new ArrayList<>();
        for (long about = (open + every - 1) / every * every; about <= height; about += every) {
            prefixes.add(StatedRecord.Key.prefix(plan.id(), StatedRecord.Kind.REPORT, about));
        }
        return prefixes;
    }

    private void sampled(Plans plans) {
        List<Bytes> kept = new ArrayList<>();
        plans.withTwoWorlds()
                .ifPresent(
                        plan ->
                                kept.add(
                                        SampledKeys.window(
                                                plan.id(), plan.record().sinceHeight())));
        removeBetween(KernelTables.SAMPLED, kept);
    }

    /** Removes rows whose key begins with none of {@code kept}. */
    private void removeBetween(TableId table, List<Bytes> kept) {
        kept.sort(Comparator.naturalOrder());
        int left = MAX_ROWS;
        Bytes from = Bytes.EMPTY;
        for (Bytes prefix : kept) {
            left -= remove(table, from, Optional.of(prefix), left);
            from = prefix.concat(LAST);
        }
        remove(table, from, Optional.empty(), left);
    }

    private int remove(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        List<Row> rows = overlay.range(table, from, to, limit);
        rows.forEach(row -> overlay.remove(table, row.key()));
        return rows.size();
    }
}
