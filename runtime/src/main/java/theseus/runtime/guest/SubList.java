package theseus.runtime.guest;

/** A view of part of a list. */
final class SubList<E> extends BaseList<E> {
    private final BaseList<E> list;
    private final int from;
    private int to;

    SubList(BaseList<E> list, int from, int to) {
        this.list = list;
        this.from = from;
        this.to = to;
    }

    @Override
    public int size() {
        return to - from;
    }

    @Override
    public E get(int index) {
        return list.get(from + check(index, size()));
    }

    @Override
    public E set(int index, E element) {
        return list.set(from + check(index, size()), element);
    }

    @Override
    public void add(int index, E element) {
        list.add(from + check(index, size() + 1), element);
        to++;
    }

    @Override
    public E remove(int index) {
        E removed = list.remove(from + check(index, size()));
        to--;
        return removed;
    }

    private static int check(int index, int size) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException();
        }
        return index;
    }
}
