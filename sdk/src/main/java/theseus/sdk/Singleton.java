package theseus.sdk;

/**
 * The key of a table that holds one record: {@code Table<Singleton, Policy>}, read with {@code
 * view.get(policy, Singleton.KEY)}. Encoded as an empty array.
 */
public record Singleton() {
    public static final Singleton KEY = new Singleton();
}
