package theseus.runtime.guest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Stands in for {@link java.util.TreeMap}; the views that are not on the list are refused. */
@SuppressWarnings("NullAway") // absence is null, as in the JDK's maps
public final class MeteredMap<K, V> implements NavigableMap<K, V> {
    private final Tree<K, V> tree;

    public MeteredMap() {
        tree = new Tree<>(null);
    }

    public MeteredMap(Comparator<? super K> order) {
        tree = new Tree<>(order);
    }

    public MeteredMap(Map<? extends K, ? extends V> content) {
        this();
        putAll(content);
    }

    public MeteredMap(SortedMap<K, ? extends V> content) {
        tree = new Tree<>(content instanceof MeteredMap<K, ?> map ? map.tree.order : null);
        putAll(content);
    }

    @Override
    public int size() {
        return tree.size;
    }

    @Override
    public boolean isEmpty() {
        return tree.size == 0;
    }

    @Override
    public V get(Object key) {
        return value(tree.find(key));
    }

    @Override
    public V getOrDefault(Object key, V otherwise) {
        Node<K, V> node = tree.find(key);
        return node == null ? otherwise : node.value;
    }

    @Override
    public boolean containsKey(Object key) {
        return tree.find(key) != null;
    }

    @Override
    public boolean containsValue(Object value) {
        return values().contains(value);
    }

    @Override
    public V put(K key, V value) {
        Node<K, V> node = tree.find(key);
        if (node != null) {
            return node.setValue(value);
        }
        tree.insert(key, value);
        return null;
    }

    @Override
    public V putIfAbsent(K key, V value) {
        V old = get(key);
        if (old == null) {
            put(key, value);
        }
        return old;
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> other) {
        for (Map.Entry<? extends K, ? extends V> entry : other.entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public V replace(K key, V value) {
        Node<K, V> node = tree.find(key);
        return node == null ? null : node.setValue(value);
    }

    @Override
    public V remove(Object key) {
        return value(tree.remove(key));
    }

    @Override
    public void clear() {
        tree.clear();
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        for (Map.Entry<K, V> entry : entrySet()) {
            action.accept(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
        V old = get(key);
        return old != null ? old : putPresent(key, function.apply(key));
    }

    @Override
    public V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> function) {
        V old = get(key);
        return old == null ? null : putOrRemove(key, function.apply(key, old));
    }

    @Override
    public V compute(K key, BiFunction<? super K, ? super V, ? extends V> function) {
        return putOrRemove(key, function.apply(key, get(key)));
    }

    @Override
    public V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> function) {
        if (value == null) {
            throw new NullPointerException();
        }
        V old = get(key);
        return putOrRemove(key, old == null ? value : function.apply(old, value));
    }

    private V putPresent(K key, V value) {
        if (value != null) {
            put(key, value);
        }
        return value;
    }

    private V putOrRemove(K key, V value) {
        if (value == null) {
            tree.remove(key);
        } else {
            put(key, value);
        }
        return value;
    }

    @Override
    public Set<K> keySet() {
        return new TreeView<>(tree, true, node -> node.key);
    }

    @Override
    public Collection<V> values() {
        return new TreeView<>(tree, false, node -> node.value);
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new TreeView<>(tree, false, node -> node);
    }

    @Override
    public Map.Entry<K, V> firstEntry() {
        return tree.first();
    }

    @Override
    public Map.Entry<K, V> lastEntry() {
        return tree.last();
    }

    @Override
    public Map.Entry<K, V> lowerEntry(K key) {
        return tree.below(key, false);
    }

    @Override
    public Map.Entry<K, V> floorEntry(K key) {
        return tree.below(key, true);
    }

    @Override
    public Map.Entry<K, V> ceilingEntry(K key) {
        return tree.above(key, true);
    }

    @Override
    public Map.Entry<K, V> higherEntry(K key) {
        return tree.above(key, false);
    }

    @Override
    public K firstKey() {
        return present(tree.first());
    }

    @Override
    public K lastKey() {
        return present(tree.last());
    }

    @Override
    public K lowerKey(K key) {
        return key(tree.below(key, false));
    }

    @Override
    public K floorKey(K key) {
        return key(tree.below(key, true));
    }

    @Override
    public K ceilingKey(K key) {
        return key(tree.above(key, true));
    }

    @Override
    public K higherKey(K key) {
        return key(tree.above(key, false));
    }

    @Override
    public Map.Entry<K, V> pollFirstEntry() {
        return poll(tree.first());
    }

    @Override
    public Map.Entry<K, V> pollLastEntry() {
        return poll(tree.last());
    }

    private Map.Entry<K, V> poll(Node<K, V> node) {
        return node == null ? null : tree.remove(node.key);
    }

    private static <V> V value(Node<?, V> node) {
        return node == null ? null : node.value;
    }

    private static <K> K key(Node<K, ?> node) {
        return node == null ? null : node.key;
    }

    private static <K> K present(Node<K, ?> node) {
        if (node == null) {
            throw new NoSuchElementException();
        }
        return node.key;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Map<?, ?> map) || map.size() != size()) {
            return false;
        }
        for (Map.Entry<K, V> entry : entrySet()) {
            Object theirs = map.get(entry.getKey());
            if (!Values.equalOrNull(entry.getValue(), theirs)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Values.noHashCode();
    }

    @Override
    public String toString() {
        var text = new MeteredBuilder("{");
        boolean first = true;
        for (Map.Entry<K, V> entry : entrySet()) {
            if (!first) {
                text.append(", ");
            }
            first = false;
            text.append((Object) entry);
        }
        return text.append('}').toString();
    }

    @Override
    public Comparator<? super K> comparator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableMap<K, V> descendingMap() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableSet<K> navigableKeySet() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableSet<K> descendingKeySet() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableMap<K, V> subMap(K from, boolean fromToo, K to, boolean toToo) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableMap<K, V> headMap(K to, boolean inclusive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableMap<K, V> tailMap(K from, boolean inclusive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
        throw new UnsupportedOperationException();
    }
}
