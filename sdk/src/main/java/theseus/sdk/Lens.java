package theseus.sdk;

import java.util.List;
import java.util.Optional;

/**
 * Carries the records of a table between two schemas. Both functions are pure and keep the other
 * side: {@code down(up(o, n), ·) = o} and {@code up(down(n, o), n) = n}.
 */
public sealed interface Lens<OK, OV, NK, NV> {
    /** What the older schema sees of a newer record. */
    sealed interface Down<T> {
        record Is<T>(T record) implements Down<T> {}

        /** The older version must not see it: what it could not enforce would fail open. */
        record Absent<T>() implements Down<T> {}

        /** No image, so the plan cannot be rolled back: not before FINAL. */
        record Refuse<T>(String reason) implements Down<T> {}
    }

    /** One record becomes one record. */
    non-sealed interface OfRecord<OK, OV, NK, NV> extends Lens<OK, OV, NK, NV> {
        Entry<NK, NV> up(Entry<OK, OV> old, Optional<Entry<NK, NV>> previous);

        Down<Entry<OK, OV>> down(Entry<NK, NV> current, Optional<Entry<OK, OV>> previous);
    }

    /** All records under one root key become all records under one root key. */
    non-sealed interface OfFamily<R, OK, OV, NK, NV> extends Lens<OK, OV, NK, NV> {
        int MAX_FAMILY = 1000;

        R rootOfOld(OK key);

        R rootOfNew(NK key);

        List<Entry<NK, NV>> up(List<Entry<OK, OV>> old, List<Entry<NK, NV>> previous);

        Down<List<Entry<OK, OV>>> down(List<Entry<NK, NV>> current, List<Entry<OK, OV>> previous);
    }
}
