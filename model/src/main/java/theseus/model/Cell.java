package theseus.model;

import java.util.Comparator;

/** The place of a record. */
public record Cell(TableName table, String key) implements Comparable<Cell> {
    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::table).thenComparing(Cell::key);

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
