package theseus.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.sdk.Bytes;

/** What one block changed, and where to find what was there before. */
interface Undo {
    /**
     * A change.
     *
     * @param value what the key holds after the block; empty when the block removed it
     */
    record Entry(Bytes key, Optional<Bytes> value, Prior prior) {}

    /** What a key held before the block. */
    sealed interface Prior {}

    /** Nothing. */
    record Absent() implements Prior {
        static final Absent ABSENT = new Absent();
    }

    /**
     * What block {@code height} put there. So the old value need not be read when the record
     * changes again; the tree knows the block.
     */
    record PutAt(long height) implements Prior {}

    record Was(Bytes value) implements Prior {}

    /** Changes of one table, in order of keys. */
    record Part(int table, List<Entry> entries) {}

    /** Empty when the block did not touch {@code key}. */
    Optional<Entry> find(int table, Bytes key);

    /** Changes from {@code from} (inclusive) to {@code to} (exclusive), in order of keys. */
    List<Entry> range(int table, Bytes from, Optional<Bytes> to);

    /** All of it, in parts: one or more per table. */
    void forEach(Consumer<Part> action);
}
