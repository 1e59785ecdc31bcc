package theseus.runtime.guest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedSet;
import java.util.Spliterator;

/** Stands in for {@link java.util.TreeSet}; the views that are not on the list are refused. */
@SuppressWarnings("NullAway") // absence is null, as in the JDK's sets
public final class MeteredSet<E> extends BaseCollection<E> implements NavigableSet<E> {
    private final Tree<E, Boolean> tree;

    public MeteredSet() {
        tree = new Tree<>(null);
    }

    public MeteredSet(Comparator<? super E> order) {
        tree = new Tree<>(order);
    }

    public MeteredSet(Collection<? extends E> content) {
        this();
        addAll(content);
    }

    public MeteredSet(SortedSet<E> content) {
        tree = new Tree<>(content instanceof MeteredSet<E> set ? set.tree.order : null);
        addAll(content);
    }

    @Override
    public int size() {
        return tree.size;
    }

    @Override
    public boolean contains(Object element) {
        return tree.find(element) != null;
    }

    @Override
    public boolean add(E element) {
        if (tree.find(element) != null) {
            return false;
        }
        tree.insert(element, Boolean.TRUE);
        return true;
    }

    @Override
    public boolean remove(Object element) {
        return tree.remove(element) != null;
    }

    @Override
    public void clear() {
        tree.clear();
    }

    @Override
    public Iterator<E> iterator() {
        return new TreeWalk<>(tree, false, node -> node.key);
    }

    @Override
    public Iterator<E> descendingIterator() {
        return new TreeWalk<>(tree, true, node -> node.key);
    }

    @Override
    public E first() {
        return present(tree.first());
    }

    @Override
    public E last() {
        return present(tree.last());
    }

    @Override
    public E getFirst() {
        return first();
    }

    @Override
    public E getLast() {
        return last();
    }

    @Override
    public E removeFirst() {
        return tree.remove(first()).key;
    }

    @Override
    public E removeLast() {
        return tree.remove(last()).key;
    }

    @Override
    public void addFirst(E element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void addLast(E element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public E lower(E element) {
        return key(tree.below(element, false));
    }

    @Override
    public E floor(E element) {
        return key(tree.below(element, true));
    }

    @Override
    public E ceiling(E element) {
        return key(tree.above(element, true));
    }

    @Override
    public E higher(E element) {
        return key(tree.above(element, false));
    }

    @Override
    public E pollFirst() {
        return isEmpty() ? null : removeFirst();
    }

    @Override
    public E pollLast() {
        return isEmpty() ? null : removeLast();
    }

    private static <E> E key(Node<E, ?> node) {
        return node == null ? null : node.key;
    }

    private static <E> E present(Node<E, ?> node) {
        if (node == null) {
            throw new NoSuchElementException();
        }
        return node.key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Set<?> set && set.size() == size() && containsAll(set);
    }

    @Override
    public int hashCode() {
        return Values.noHashCode();
    }

    @Override
    public Spliterator<E> spliterator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Comparator<? super E> comparator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableSet<E> descendingSet() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableSet<E> reversed() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableSet<E> subSet(E from, boolean fromToo, E to, boolean toToo) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableSet<E> headSet(E to, boolean inclusive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableSet<E> tailSet(E from, boolean inclusive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedSet<E> subSet(E from, E to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedSet<E> headSet(E to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedSet<E> tailSet(E from) {
        throw new UnsupportedOperationException();
    }
}
