package theseus.sdk;

/**
 * A derived table: finds the keys of {@code table} by something computed from each record. The
 * kernel keeps it on every write.
 */
public record Index<I, K, V>(
        String name, Table<K, V> table, Class<I> by, Extractor<K, V, I> extractor) {
    /** Computes what a record is indexed by. Pure. */
    @FunctionalInterface
    public interface Extractor<K, V, I> {
        I extract(K key, V value);
    }

    public static <I, K, V> Index<I, K, V> of(
            String name, Table<K, V> table, Class<I> by, Extractor<K, V, I> extractor) {
        return new Index<>(name, table, by, extractor);
    }
}
