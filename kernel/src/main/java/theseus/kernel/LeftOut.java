package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * The units that were left out of a plan's new tables because they, or what the lens makes of them,
 * are too large. They are listed beside these tables, in {@link KernelTables#LEFT_OUT}, until a
 * block makes them smaller. While there is one the tables are not whole: nothing is compared on
 * them, and they join no root.
 */
final class LeftOut {
    private LeftOut() {}

    /** {@code tables} shows the plan's new tables. */
    static boolean isNone(StateView tables) {
        return first(tables).isEmpty();
    }

    /** {@code unit}: the root of a family, or a record's key, in the older table. */
    static void set(Overlay overlay, TableId older, Bytes unit, boolean isLeftOut) {
        Bytes key = key(older, unit);
        if (isLeftOut) {
            overlay.put(KernelTables.LEFT_OUT, key, KernelTables.SINGLE);
        } else if (overlay.get(KernelTables.LEFT_OUT, key).isPresent()) {
            overlay.remove(KernelTables.LEFT_OUT, key);
        }
    }

    static boolean is(Overlay overlay, TableId older, Bytes unit) {
        return overlay.get(KernelTables.LEFT_OUT, key(older, unit)).isPresent();
    }

    private static Bytes key(TableId older, Bytes unit) {
        return new CborWriter()
                .arrayHeader(4)
                .text(older.instance())
                .text(older.table())
                .integer(older.schema())
                .bytes(unit)
                .toBytes();
    }

    /** Why tables that are not whole cannot join. */
    static Optional<Evidence> evidence(StateView tables, long height) {
        return first(tables).stream()
                .findFirst()
                .map(row -> Evidence.of(Gate.LENS_FAILED, height, text(row.key())));
    }

    private static String text(Bytes key) {
        CborReader in = new CborReader(key);
        in.arrayHeader(4);
        TableId older = new TableId(in.text(), in.text(), (int) in.integer(32));
        return "unit %s of %s became too large to be carried"
                .formatted(in.bytes().hex(), Way.name(older));
    }

    private static List<Row> first(StateView tables) {
        return tables.range(KernelTables.LEFT_OUT, Bytes.EMPTY, Optional.empty(), 1);
    }
}
