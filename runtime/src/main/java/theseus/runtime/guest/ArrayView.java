package theseus.runtime.guest;

/** A list over an array, as {@code Arrays.asList} makes it. */
final class ArrayView<E> extends BaseList<E> {
    private final E[] elements;

    ArrayView(E[] elements) {
        this.elements = elements;
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public E get(int index) {
        return elements[index];
    }

    @Override
    public E set(int index, E element) {
        E old = elements[index];
        elements[index] = element;
        return old;
    }
}
