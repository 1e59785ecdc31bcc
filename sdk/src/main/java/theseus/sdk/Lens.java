package theseus.sdk;

import java.util.List;
import java.util.Optional;

/**
 * Carries the records of a table between two schemas. Its functions are pure and keep the other
 * side: {@code down(up(o, n), ·) = o} and {@code up(down(n, o), n) = n}. Both laws are checked
 * whenever a record is mirrored.
 */
public sealed interface Lens<OK, OV, NK, NV> {
    /** What the older schema sees of newer records. */
    sealed interface Down<T> {
        record Is<T>(T image) implements Down<T> {}

        /** The older version must not see it: what it could not enforce would fail open. */
        record Absent<T>() implements Down<T> {}

        /** No image, and the old version must not lack it: refused until the plan is final. */
        record Refuse<T>(String reason) implements Down<T> {}
    }

    /** One record becomes one record, under the same or another key. */
    non-sealed interface OfRecord<OK, OV, NK, NV> extends Lens<OK, OV, NK, NV> {
        /** {@code previous} is what stood in the new table for this record so far. */
        Entry<NK, NV> up(Entry<OK, OV> old, Optional<Entry<NK, NV>> previous);

        /** {@code previous} is what stood in the old table for this record so far. */
        Down<Entry<OK, OV>> down(Entry<NK, NV> current, Optional<Entry<OK, OV>> previous);
    }

    /**
     * All records of a family become all records of a family: for re-keying, splitting and merging.
     * A key's family is its first field, the whole key where it has no fields; it must have the
     * same shape on both sides and every entry must stay within its family. Lists that are given
     * are in key order; what is returned may be in any, without two entries under one key.
     */
    non-sealed interface OfFamily<OK, OV, NK, NV> extends Lens<OK, OV, NK, NV> {
        int MAX_FAMILY = 1000;

        /** Not called for an empty {@code old}: a family that is gone is gone on both sides. */
        List<Entry<NK, NV>> up(List<Entry<OK, OV>> old, List<Entry<NK, NV>> previous);

        /** Not called for an empty {@code current}. */
        Down<List<Entry<OK, OV>>> down(List<Entry<NK, NV>> current, List<Entry<OK, OV>> previous);
    }
}
