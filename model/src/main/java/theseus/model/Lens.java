package theseus.model;

import java.util.List;

/**
 * Carries the records of an older table to a newer one and back. Each side is kept: {@code up} is
 * told what stood in the new table for the same unit so far, {@code down} what stood in the old.
 *
 * <p>A <em>unit</em> is what is carried at once: one record, or a family (all records under one
 * root). The lists of a lens of records hold one row, or at most one. The key that a record gets on
 * the other side is a function of this side's record alone.
 *
 * <p>Two laws say that no side loses what it knows: {@code down(up(o, n), o) = o} and {@code
 * up(down(n, o), n) = n}. They are checked on every unit that is mirrored.
 *
 * @param family whether the unit is a family; a family that is gone is gone on both sides
 */
public record Lens(
        String fromTable,
        int fromSchema,
        String toTable,
        int toSchema,
        boolean family,
        Up up,
        Down down) {
    /** More records than this are not carried as one family. */
    public static final int MAX_FAMILY = 1000;

    /** From old to new; there is always an image. */
    public interface Up {
        List<Row> of(List<Row> old, List<Row> previous);
    }

    /** From new to old. */
    public interface Down {
        Image of(List<Row> current, List<Row> previous);
    }

    /** What stands on the other side. */
    public sealed interface Image {
        record Is(List<Row> rows) implements Image {
            public Is(Row... rows) {
                this(List.of(rows));
            }
        }

        /**
         * The old version must not see it: what the old version could not enforce would fail open.
         * Such a unit is <em>hidden</em>.
         */
        record Absent() implements Image {}

        /** No image, and the old version must not lack it: not before the plan is final. */
        record Refuse(String reason) implements Image {}
    }

    TableName from(String instance) {
        return new TableName(instance, fromTable, fromSchema);
    }

    TableName to(String instance) {
        return new TableName(instance, toTable, toSchema);
    }

    /** Whether the two, either of which may be nothing, stand for one another. */
    boolean related(List<Row> old, List<Row> current) {
        if (current.isEmpty()) {
            return old.isEmpty();
        }
        Image image = down.of(current, old);
        if (old.isEmpty()) {
            return image instanceof Image.Absent;
        }
        return image.equals(new Image.Is(old)) && up.of(old, current).equals(current);
    }

    boolean hides(List<Row> current, List<Row> old) {
        return !current.isEmpty() && down.of(current, old) instanceof Image.Absent;
    }

    /** The rows of {@code table} that stand for {@code unit} of the old side. */
    List<Row> newOf(List<Row> unit, Tables tables, TableName table) {
        if (unit.isEmpty()) {
            return List.of();
        }
        if (family) {
            return tables.family(table, unit.getFirst().family());
        }
        return tables.row(table, up.of(unit, List.of()).getFirst().key());
    }

    /** The rows of {@code table} that stand for {@code unit} of the new side. */
    List<Row> oldOf(List<Row> unit, Tables tables, TableName table) {
        if (unit.isEmpty()) {
            return List.of();
        }
        if (family) {
            return tables.family(table, unit.getFirst().family());
        }
        return down.of(unit, List.of()) instanceof Image.Is(List<Row> rows)
                ? tables.row(table, rows.getFirst().key())
                : List.of();
    }

    /** The units of a table that hold these keys: roots of families, or the keys themselves. */
    List<Row> unit(Tables tables, TableName table, String unit) {
        return family ? tables.family(table, unit) : tables.row(table, unit);
    }

    String unitOf(String key) {
        return family ? Row.family(key) : key;
    }
}
