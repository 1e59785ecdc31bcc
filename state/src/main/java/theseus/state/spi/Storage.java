package theseus.state.spi;

import java.util.List;
import java.util.Optional;

/**
 * A durable, ordered key-value engine beneath the state. Keys are ordered as unsigned bytes within
 * their space. Everything of a block is written by one atomic, synced {@link #write}. Thread-safe.
 */
public interface Storage extends AutoCloseable {
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

    /** What was stored at one moment. */
    interface Snapshot extends AutoCloseable {
        Optional<byte[]> get(Space space, byte[] key);

        /** From {@code from} (inclusive) to {@code to} (exclusive; to the end when absent). */
        List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit);

        @Override
        void close();
    }

    Optional<byte[]> get(Space space, byte[] key);

    List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit);

    Snapshot snapshot();

    /** All or nothing; durable when it returns. */
    void write(List<Write> writes);

    @Override
    void close();
}
