package theseus.sdk;

/**
 * A typed table of a module's state: key record → value record. A handle without content; reads and
 * writes go through {@link View} and {@link Context}. Keys are ordered by their canonical encoding:
 * non-negative integers by value, byte strings and texts shorter first, records field by field.
 *
 * @param schema the version of the table's shape, 1 at first
 */
public record Table<K, V>(String name, int schema, Class<K> key, Class<V> value) {
    public static final int MAX_NAME_LENGTH = 64;

    public static <K, V> Table<K, V> of(String name, Class<K> key, Class<V> value) {
        return new Table<>(name, 1, key, value);
    }

    public Table<K, V> schema(int number) {
        return new Table<>(name, number, key, value);
    }
}
