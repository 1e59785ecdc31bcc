package theseus.protocol;

import java.util.Comparator;

/** Names a subtree of the state: one table of one instance under one schema. */
public record TableId(String instance, String table, int schema) implements Comparable<TableId> {
    private static final Comparator<TableId> ORDER =
            Comparator.comparing(TableId::instance)
                    .thenComparing(TableId::table)
                    .thenComparingInt(TableId::schema);

    /** The kernel's own tables: module set, validators, account keys and nonces. */
    public static final String KERNEL = "kernel";

    public static TableId kernel(String table) {
        return new TableId(KERNEL, table, 1);
    }

    @Override
    public int compareTo(TableId other) {
        return ORDER.compare(this, other);
    }
}
