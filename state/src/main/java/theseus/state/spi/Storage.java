package theseus.state.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A durable, ordered key-value engine beneath the state. Keys are ordered as unsigned bytes within
 * their space. Everything of a block is written by one atomic, synced {@link #write}. Thread-safe.
 * What the engine cannot do is raised as {@link StorageException}.
 */
public interface Storage extends StorageReader, AutoCloseable {
    /** A separate key space (a column family where the engine has them). */
    enum Space {
        RECORDS,
        TREE,
        UNDO,
        BLOCKS,
        RECEIPTS,
        LOOKUP,
        META
    }

    record Row(byte[] key, byte[] value) {}

    /** A put, or a removal when {@code value} is empty. */
    record Write(Space space, byte[] key, Optional<byte[]> value) {}

    /** What was stored at one moment; costs little, until it is closed. */
    interface Snapshot extends StorageReader, AutoCloseable {
        @Override
        void close();
    }

    /** The values of {@code keys}, in their order. Fastest when they are sorted. */
    default List<Optional<byte[]>> getAll(Space space, List<byte[]> keys) {
        List<Optional<byte[]>> values = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            values.add(get(space, key));
        }
        return values;
    }

    Snapshot snapshot();

    /** All or nothing; durable when it returns. Of two writes of one key the later one counts. */
    void write(List<Write> writes);

    /**
     * All or nothing, and seen by whoever reads after it returns; durable with the next {@link
     * #write}. A crash before that loses it together with all that was written after it, never it
     * alone.
     */
    void writeLater(List<Write> writes);

    /**
     * Removes {@code [from, to)}. Durable as {@link #writeLater} is: for what may be removed again
     * after a crash.
     */
    void removeRange(Space space, byte[] from, byte[] to);

    /**
     * Gives the system back the room of what was removed in {@code [from, to)}, as far as no
     * snapshot shows it. Takes long and keeps nobody from reading or writing.
     */
    default void compact(Space space, byte[] from, byte[] to) {}

    @Override
    void close();
}
