package theseus.sdk;

/**
 * A derived value: the sum of an amount over all records of a table, kept by the kernel on every
 * write. A sum that leaves the range of {@code long} is a broken invariant.
 */
public record Sum<K, V>(String name, Table<K, V> table, Amount<V> amount) {
    /** Computes a record's share of the sum. Pure. */
    @FunctionalInterface
    public interface Amount<V> {
        long of(V value);
    }

    public static <K, V> Sum<K, V> of(String name, Table<K, V> table, Amount<V> amount) {
        return new Sum<>(name, table, amount);
    }
}
