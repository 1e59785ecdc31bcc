package theseus.protocol;

import theseus.sdk.Bytes;

/**
 * Families of records: those whose keys begin with the same field, or that have the same key where
 * it has no fields. A family's root is the encoding of that field, so it is the same on both sides
 * of a lens; the records of a family stand together in the order of keys.
 */
public final class Family {
    private Family() {}

    /** The schema of the roots of a table with such keys. */
    public static Schema rootOf(Schema key) {
        return key instanceof Schema.Structure(_, var fields) && !fields.isEmpty()
                ? fields.getFirst().schema()
                : key;
    }

    /** The root of the family to which the record under {@code encoded} belongs. */
    public static Bytes root(Schema key, Bytes encoded) {
        if (rootOf(key).equals(key)) {
            return encoded;
        }
        CborReader in = new CborReader(encoded);
        in.arrayHeader();
        int from = in.offset();
        in.skip();
        return encoded.slice(from, in.offset());
    }

    /** What the keys of a family begin with, and no other keys: its range is from here ... */
    public static Bytes first(Schema key, Bytes root) {
        if (rootOf(key).equals(key)) {
            return root;
        }
        int fields = ((Schema.Structure) key).fields().size();
        return new CborWriter().arrayHeader(fields).toBytes().concat(root);
    }

    /** ... to here, exclusive. */
    public static Bytes end(Schema key, Bytes root) {
        byte[] next = first(key, root).toArray();
        int last = next.length - 1;
        // The first byte is the head of an item, and none of all ones.
        while (next[last] == -1) {
            last--;
        }
        next[last]++;
        return Bytes.of(next, 0, last + 1);
    }
}
