package theseus.runtime.guest;

import java.util.Map;

/** An entry of a {@link Tree}. */
@SuppressWarnings("NullAway") // a missing child is null, and a value may be
final class Node<K, V> implements Map.Entry<K, V> {
    final K key;
    V value;
    Node<K, V> left;
    Node<K, V> right;
    int height = 1;

    Node(K key, V value) {
        this.key = key;
        this.value = value;
    }

    void grow() {
        int leftHeight = left == null ? 0 : left.height;
        int rightHeight = right == null ? 0 : right.height;
        height = 1 + Math.max(leftHeight, rightHeight);
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public V getValue() {
        return value;
    }

    @Override
    public V setValue(V next) {
        V old = value;
        value = next;
        return old;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Map.Entry<?, ?> entry
                && Values.equalOrNull(key, entry.getKey())
                && Values.equalOrNull(value, entry.getValue());
    }

    @Override
    public int hashCode() {
        return Values.noHashCode();
    }

    @Override
    public String toString() {
        return new MeteredBuilder()
                .append((Object) key)
                .append('=')
                .append((Object) value)
                .toString();
    }
}
