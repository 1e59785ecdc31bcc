package theseus.runtime.guest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.function.UnaryOperator;

/** What all lists of the sandbox share, by index alone; what changes them is refused here. */
@SuppressWarnings("NullAway") // elements may be null, as in the JDK's lists
abstract class BaseList<E> extends BaseCollection<E> implements List<E>, RandomAccess {
    @Override
    public boolean add(E element) {
        add(size(), element);
        return true;
    }

    @Override
    public void add(int index, E element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public E set(int index, E element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public E remove(int index) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> elements) {
        int at = index;
        for (Object each : elements.toArray()) {
            add(at++, cast(each));
        }
        return at != index;
    }

    @Override
    public boolean contains(Object element) {
        return indexOf(element) >= 0;
    }

    @Override
    public int indexOf(Object element) {
        for (int i = 0; i < size(); i++) {
            if (Values.equalOrNull(element, get(i))) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int lastIndexOf(Object element) {
        for (int i = size() - 1; i >= 0; i--) {
            if (Values.equalOrNull(element, get(i))) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public E getFirst() {
        checkNotEmpty();
        return get(0);
    }

    @Override
    public E getLast() {
        checkNotEmpty();
        return get(size() - 1);
    }

    @Override
    public void addFirst(E element) {
        add(0, element);
    }

    @Override
    public void addLast(E element) {
        add(size(), element);
    }

    @Override
    public E removeFirst() {
        checkNotEmpty();
        return remove(0);
    }

    @Override
    public E removeLast() {
        checkNotEmpty();
        return remove(size() - 1);
    }

    private void checkNotEmpty() {
        if (isEmpty()) {
            throw new NoSuchElementException();
        }
    }

    @Override
    public void replaceAll(UnaryOperator<E> operator) {
        for (int i = 0; i < size(); i++) {
            set(i, operator.apply(get(i)));
        }
    }

    @Override
    public void sort(Comparator<? super E> order) {
        Object[] sorted = toArray();
        Sorting.sort(sorted, cast(order));
        for (int i = 0; i < sorted.length; i++) {
            set(i, cast(sorted[i]));
        }
    }

    @Override
    public List<E> subList(int from, int to) {
        if (from < 0 || to > size() || from > to) {
            throw new IndexOutOfBoundsException();
        }
        return new SubList<>(this, from, to);
    }

    @Override
    public List<E> reversed() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Spliterator<E> spliterator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterator<E> iterator() {
        return new IndexIterator<>(this, 0);
    }

    @Override
    public ListIterator<E> listIterator() {
        return new IndexIterator<>(this, 0);
    }

    @Override
    public ListIterator<E> listIterator(int index) {
        if (index < 0 || index > size()) {
            throw new IndexOutOfBoundsException();
        }
        return new IndexIterator<>(this, index);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof List<?> list) || list.size() != size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            if (!Values.equalOrNull(get(i), list.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Values.noHashCode();
    }
}
