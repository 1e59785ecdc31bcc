package theseus.runtime.guest;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.Predicate;

/** Stands in for {@link java.util.ArrayList}. */
@SuppressWarnings("NullAway") // elements may be null, as in the JDK's lists
public final class MeteredList<E> extends BaseList<E> {
    private static final int FIRST_CAPACITY = 10;

    private Object[] elements;
    private int size;

    public MeteredList() {
        elements = Arrays.NONE;
    }

    public MeteredList(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException();
        }
        elements = new Object[capacity];
    }

    public MeteredList(Collection<? extends E> content) {
        elements = content.toArray();
        size = elements.length;
    }

    public void ensureCapacity(int capacity) {
        if (capacity > elements.length) {
            elements = Arrays.copyOf(elements, capacity);
        }
    }

    public void trimToSize() {
        if (size < elements.length) {
            elements = Arrays.copyOf(elements, size);
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public E get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException();
        }
        return cast(elements[index]);
    }

    @Override
    public E set(int index, E element) {
        E old = get(index);
        elements[index] = element;
        return old;
    }

    @Override
    public boolean add(E element) {
        if (size == elements.length) {
            grow(size + 1);
        }
        elements[size++] = element;
        return true;
    }

    @Override
    public void add(int index, E element) {
        if (index < 0 || index > size) {
            throw new IndexOutOfBoundsException();
        }
        if (size == elements.length) {
            grow(size + 1);
        }
        Arrays.arraycopy(elements, index, elements, index + 1, size - index);
        elements[index] = element;
        size++;
    }

    @Override
    public boolean addAll(Collection<? extends E> more) {
        Object[] added = more.toArray();
        if (size + added.length > elements.length) {
            grow(size + added.length);
        }
        Arrays.arraycopy(added, 0, elements, size, added.length);
        size += added.length;
        return added.length > 0;
    }

    @Override
    public E remove(int index) {
        E removed = get(index);
        Arrays.arraycopy(elements, index + 1, elements, index, size - index - 1);
        elements[--size] = null;
        return removed;
    }

    @Override
    public boolean remove(Object element) {
        int index = indexOf(element);
        if (index >= 0) {
            remove(index);
        }
        return index >= 0;
    }

    @Override
    public void clear() {
        for (int i = 0; i < size; i++) {
            elements[i] = null;
        }
        size = 0;
    }

    @Override
    public boolean removeIf(Predicate<? super E> condition) {
        return keep(condition, null, false);
    }

    @Override
    public boolean removeAll(Collection<?> others) {
        return keep(null, others, false);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
        return keep(null, others, true);
    }

    /** One pass, so that removing many costs no more than walking the list. */
    private boolean keep(Predicate<? super E> condition, Collection<?> others, boolean contained) {
        int kept = 0;
        int end = size;
        for (int i = 0; i < end; i++) {
            E each = cast(elements[i]);
            boolean keep =
                    condition != null ? !condition.test(each) : others.contains(each) == contained;
            if (keep) {
                elements[kept++] = each;
            }
        }
        for (int i = kept; i < end; i++) {
            elements[i] = null;
        }
        size = kept;
        return kept < end;
    }

    @Override
    public void sort(Comparator<? super E> order) {
        trimToSize();
        Sorting.sort(elements, cast(order));
    }

    @Override
    public Object[] toArray() {
        return Arrays.copyOf(elements, size);
    }

    private void grow(int needed) {
        int capacity = Math.max(needed, elements.length + (elements.length >> 1));
        elements = Arrays.copyOf(elements, Math.max(capacity, FIRST_CAPACITY));
    }
}
