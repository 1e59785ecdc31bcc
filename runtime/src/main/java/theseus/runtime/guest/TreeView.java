package theseus.runtime.guest;

import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Function;

/** The keys, values or entries of a tree, as the views of a map. */
final class TreeView<K, V, E> extends BaseCollection<E> implements Set<E> {
    private final Tree<K, V> tree;
    private final boolean isKeys;
    private final Function<Node<K, V>, E> view;

    TreeView(Tree<K, V> tree, boolean isKeys, Function<Node<K, V>, E> view) {
        this.tree = tree;
        this.isKeys = isKeys;
        this.view = view;
    }

    @Override
    public int size() {
        return tree.size;
    }

    @Override
    public Iterator<E> iterator() {
        return new TreeWalk<>(tree, false, view);
    }

    @Override
    @SuppressWarnings("NullAway") // find answers null where there is none
    public boolean contains(Object element) {
        return isKeys ? tree.find(element) != null : super.contains(element);
    }

    @Override
    public void clear() {
        tree.clear();
    }

    @Override
    public Spliterator<E> spliterator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Set<?> set && set.size() == size() && containsAll(set);
    }

    @Override
    public int hashCode() {
        return Values.noHashCode();
    }
}
