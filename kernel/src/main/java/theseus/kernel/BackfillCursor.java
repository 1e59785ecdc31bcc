package theseus.kernel;

import java.util.Optional;
import theseus.protocol.RecordCodec;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Where the filling of a plan's new tables stands. What is read are the older tables that a lens
 * leads from and the shared ones from which only a candidate derives a table, in the order of their
 * ids; each by key, unit by unit, a unit always whole. Encoded as the array of its fields.
 *
 * @param table the table that is being read; those before it are done. Empty when all are
 * @param next units whose first key is below it are done in {@code table}
 */
public record BackfillCursor(Optional<TableId> table, Bytes next) {
    private static final RecordCodec<BackfillCursor> CODEC = RecordCodec.of(BackfillCursor.class);

    /** Nothing is left. */
    public static final BackfillCursor DONE = new BackfillCursor(Optional.empty(), Bytes.EMPTY);

    public static BackfillCursor at(TableId table, Bytes next) {
        return new BackfillCursor(Optional.of(table), next);
    }

    public boolean isDone() {
        return table.isEmpty();
    }

    /** Whether the unit that begins with that key was carried already. */
    public boolean isPast(TableId of, Bytes firstKey) {
        if (table.isEmpty()) {
            return true;
        }
        int order = of.compareTo(table.get());
        return order < 0 || (order == 0 && firstKey.compareTo(next) < 0);
    }

    public Bytes encode() {
        return CODEC.encode(this);
    }

    public static BackfillCursor decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }
}
