package theseus.runtime.guest;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Walks a tree in order, or backwards. It seeks anew after each removal, so that removing through
 * it is safe; a walk over a tree that somebody else changes goes on at the next greater key.
 */
@SuppressWarnings("NullAway") // no node is null
final class TreeWalk<K, V, E> implements Iterator<E> {
    private final Tree<K, V> tree;
    private final Function<Node<K, V>, E> view;
    private final boolean backwards;
    private final MeteredList<Node<K, V>> path = new MeteredList<>();
    private Node<K, V> last;

    TreeWalk(Tree<K, V> tree, boolean backwards, Function<Node<K, V>, E> view) {
        this.tree = tree;
        this.view = view;
        this.backwards = backwards;
        descend(tree.root);
    }

    @Override
    public boolean hasNext() {
        return !path.isEmpty();
    }

    @Override
    public E next() {
        if (path.isEmpty()) {
            throw new NoSuchElementException();
        }
        last = path.remove(path.size() - 1);
        descend(backwards ? last.left : last.right);
        return view.apply(last);
    }

    @Override
    public void remove() {
        if (last == null) {
            throw new IllegalStateException();
        }
        K key = last.key;
        tree.remove(key);
        last = null;
        seek(key);
    }

    @Override
    public void forEachRemaining(Consumer<? super E> action) {
        while (hasNext()) {
            action.accept(next());
        }
    }

    private void descend(Node<K, V> from) {
        for (Node<K, V> node = from; node != null; node = backwards ? node.right : node.left) {
            path.add(node);
        }
    }

    /** Rebuilds the path to what comes after {@code key}. */
    private void seek(K key) {
        path.clear();
        Node<K, V> node = tree.root;
        while (node != null) {
            int side = tree.order.compare(key, node.key);
            boolean isAhead = backwards ? side > 0 : side < 0;
            if (isAhead) {
                path.add(node);
                node = backwards ? node.right : node.left;
            } else {
                node = backwards ? node.left : node.right;
            }
        }
    }
}
