package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.CborWriter;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Removes what the kernel kept for instances of a plan that ended: cursors of the candidates'
 * scans; and of instances that are gone, breakers, cursors and the clocks of older forms, so that
 * one that is installed under the name some day begins with none of it.
 */
final class Leftovers {
    /** Rows that are removed at most, of each table and instance. */
    private static final int MAX_ROWS = 1024;

    private static final Bytes LAST = Bytes.fromHex("ff");

    private final Overlay overlay;

    private Leftovers(Overlay overlay) {
        this.overlay = overlay;
    }

    /** {@code overlay} has the module set in which the plan ended. */
    static void remove(Overlay overlay, Plan plan) {
        Leftovers leftovers = new Leftovers(overlay);
        for (Plan.Action action : plan.actions()) {
            String name = action.instance();
            leftovers.remove(KernelTables.HIDDEN, 3, name, _ -> true);
            if (overlay.get(KernelTables.MODULES, KernelTables.key(name)).isPresent()) {
                leftovers.remove(
                        KernelTables.SCANS, 2, name, row -> CandidateScans.isCursor(row.key()));
            } else {
                leftovers.remove(KernelTables.SCANS, 2, name, _ -> true);
                leftovers.remove(KernelTables.BREAKERS, 2, name, _ -> true);
                leftovers.remove(KernelTables.FORMS, 3, name, _ -> true);
            }
        }
    }

    /** {@code fields}: how many a key of the table has; the first is the instance. */
    private void remove(TableId table, int fields, String instance, Predicate<Row> gone) {
        Bytes prefix = new CborWriter().arrayHeader(fields).text(instance).toBytes();
        List<Row> rows = overlay.range(table, prefix, Optional.of(prefix.concat(LAST)), MAX_ROWS);
        rows.stream().filter(gone).forEach(row -> overlay.remove(table, row.key()));
    }
}
