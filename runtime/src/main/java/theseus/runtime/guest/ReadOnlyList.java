package theseus.runtime.guest;

import java.util.List;

/** A view of a list that cannot change it. */
final class ReadOnlyList<E> extends BaseList<E> {
    private final List<E> list;

    ReadOnlyList(List<E> list) {
        this.list = list;
    }

    @Override
    public int size() {
        return list.size();
    }

    @Override
    public E get(int index) {
        return list.get(index);
    }

    @Override
    public boolean remove(Object element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }
}
