package theseus.kernel;

import theseus.kernel.spi.StateView;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * How many units of a candidate's table hold something that the version in force does not see, in
 * {@link KernelTables#HIDDEN}. The mirror keeps it, for tables over which both sides keep a sum:
 * without such a unit, nothing excuses that their sums differ.
 */
final class HiddenCount {
    private static final int LONG_BITS = 64;

    private HiddenCount() {}

    /** Whether both sides keep a sum of one name over the two tables. */
    static boolean matters(LensedTable pair) {
        Instance candidate = pair.candidate();
        for (int i = 0; i < candidate.layout().tableCount(); i++) {
            if (candidate.layout().baseOf(i) == pair.newTable()
                    && candidate.layout().table(i).shape().kind() == TableKind.SUM) {
                TableId sum = candidate.table(i);
                if (pair.old().tables().stream().anyMatch(t -> t.table().equals(sum.table()))) {
                    return true;
                }
            }
        }
        return false;
    }

    static long of(StateView state, TableId newer) {
        return state.get(KernelTables.HIDDEN, key(newer))
                .map(value -> new CborReader(value).integer(LONG_BITS))
                .orElse(0L);
    }

    static void add(Overlay overlay, TableId newer, int more) {
        if (more != 0) {
            long count = of(overlay, newer) + more;
            if (count == 0) {
                overlay.remove(KernelTables.HIDDEN, key(newer));
            } else {
                overlay.put(
                        KernelTables.HIDDEN, key(newer), new CborWriter().integer(count).toBytes());
            }
        }
    }

    private static Bytes key(TableId table) {
        return new CborWriter()
                .arrayHeader(3)
                .text(table.instance())
                .text(table.table())
                .integer(table.schema())
                .toBytes();
    }
}
