package theseus.protocol;

import java.util.Comparator;
import theseus.sdk.Bytes;

/** Names a subtree of the state: one table of one instance under one schema. */
public record TableId(String instance, String table, int schema) implements Comparable<TableId> {
    private static final Comparator<TableId> ORDER =
            Comparator.comparing(TableId::instance)
                    .thenComparing(TableId::table)
                    .thenComparingInt(TableId::schema);

    /** The kernel's own tables: module set, validators, account keys and nonces. */
    public static final String KERNEL = "kernel";

    public TableId {
        Wire.name("an instance's name", instance);
        Wire.name("a table's name", table);
        Wire.notNegative("a table's schema", schema);
    }

    public static TableId kernel(String table) {
        return new TableId(KERNEL, table, 1);
    }

    /** The array of instance, table and schema. */
    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static TableId decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_KEY_BYTES, TableId::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(3).text(instance).text(table).integer(schema);
    }

    static TableId read(CborReader in) {
        in.expectArray(3);
        return new TableId(in.text(), in.text(), (int) in.integer(32));
    }

    @Override
    public int compareTo(TableId other) {
        return ORDER.compare(this, other);
    }
}
