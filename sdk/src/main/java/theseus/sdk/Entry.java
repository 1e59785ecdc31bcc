package theseus.sdk;

/** A record of a table. */
public record Entry<K, V>(K key, V value) {}
