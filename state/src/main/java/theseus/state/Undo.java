package theseus.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.sdk.Bytes;

/** What one block changed and what was there before. */
interface Undo {
    /** What a key held before the block; empty when the block created it. */
    record Old(Bytes key, Optional<Bytes> value) {}

    /** Empty when the block did not touch {@code key}. */
    Optional<Old> find(int table, Bytes key);

    /** Changed keys from {@code from} (inclusive) to {@code to} (exclusive), in order. */
    List<Old> range(int table, Bytes from, Optional<Bytes> to);

    /** All of it, in parts: one or more per table. */
    void forEach(Consumer<Part> action);

    /** Changes of one table, in order of keys. */
    record Part(int table, List<Old> records) {}
}
