package theseus.runtime.guest;

import java.util.Collection;

/** An immutable list, as {@code List.of} makes it: no element is null. */
final class FixedList<E> extends BaseList<E> {
    static final FixedList<Object> EMPTY = new FixedList<>(new Object[0]);

    private final Object[] elements;

    FixedList(Object[] elements) {
        this.elements = elements;
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public E get(int index) {
        return cast(elements[index]);
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean remove(Object element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean addAll(Collection<? extends E> more) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object[] toArray() {
        return Arrays.copyOf(elements, elements.length);
    }
}
