package theseus.sdk;

import java.util.List;
import java.util.Optional;

/** The chain as a module may read it. The only way to it; valid during the call it was given to. */
public interface View {
    int MAX_RANGE = 1000;

    /** The name of the instance that is running. */
    String instance();

    /** Height of the block in which this runs; for a query, of the last block. */
    long height();

    /** Time of that block in milliseconds since 1970, strictly rising from block to block. */
    long timeMillis();

    <K, V> Optional<V> get(Table<K, V> table, K key);

    /** The record; refuses when there is none: {@code view.get(records, id, UNKNOWN_RECORD)}. */
    default <K, V> V get(Table<K, V> table, K key, Refusal otherwise) {
        Optional<V> value = get(table, key);
        require(value.isPresent(), otherwise);
        return value.get();
    }

    /**
     * The records from {@code from} (inclusive) to {@code to} (exclusive) in key order, at most
     * {@code limit}, itself at most {@link #MAX_RANGE}.
     */
    <K, V> List<Entry<K, V>> range(Table<K, V> table, K from, K to, int limit);

    /**
     * The keys of the records indexed by {@code by}, in key order, at most {@code limit}, itself at
     * most {@link #MAX_RANGE}; only those that follow {@code after} when it is given, so the last
     * key of one page asks for the next.
     */
    <I, K, V> List<K> find(Index<I, K, V> index, I by, Optional<K> after, int limit);

    long total(Sum<?, ?> sum);

    Hash sha256(Bytes content);

    /** Whether {@code signature} over {@code content} is valid under the chain's strict rules. */
    boolean verifies(PublicKey key, Bytes content, Bytes signature);

    /**
     * Refuses: {@code throw context.refuse(INSUFFICIENT_FUNDS)}. What was done so far is reverted.
     */
    default Refused refuse(Refusal reason) {
        return new Refused(reason.name());
    }

    /** Refuses unless {@code condition} holds. */
    default void require(boolean condition, Refusal otherwise) {
        if (!condition) {
            throw refuse(otherwise);
        }
    }
}
