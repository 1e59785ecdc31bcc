package theseus.model;

import java.util.Comparator;

/** A table of an instance under one schema. Two schemas are two tables. */
public record TableName(String instance, String table, int schema)
        implements Comparable<TableName> {
    private static final Comparator<TableName> ORDER =
            Comparator.comparing(TableName::instance)
                    .thenComparing(TableName::table)
                    .thenComparingInt(TableName::schema);

    @Override
    public int compareTo(TableName other) {
        return ORDER.compare(this, other);
    }
}
