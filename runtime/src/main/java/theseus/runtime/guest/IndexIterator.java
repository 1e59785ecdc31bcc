package theseus.runtime.guest;

import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** Walks a list by index. */
final class IndexIterator<E> implements ListIterator<E> {
    private static final int NONE = -1;

    private final List<E> list;
    private int next;
    private int last = NONE;

    IndexIterator(List<E> list, int from) {
        this.list = list;
        next = from;
    }

    @Override
    public boolean hasNext() {
        return next < list.size();
    }

    @Override
    public E next() {
        if (next >= list.size()) {
            throw new NoSuchElementException();
        }
        last = next++;
        return list.get(last);
    }

    @Override
    public boolean hasPrevious() {
        return next > 0;
    }

    @Override
    public E previous() {
        if (next <= 0) {
            throw new NoSuchElementException();
        }
        last = --next;
        return list.get(last);
    }

    @Override
    public int nextIndex() {
        return next;
    }

    @Override
    public int previousIndex() {
        return next - 1;
    }

    @Override
    public void remove() {
        list.remove(checkLast());
        next = last;
        last = NONE;
    }

    @Override
    public void set(E element) {
        list.set(checkLast(), element);
    }

    @Override
    public void add(E element) {
        list.add(next++, element);
        last = NONE;
    }

    @Override
    public void forEachRemaining(Consumer<? super E> action) {
        while (hasNext()) {
            action.accept(next());
        }
    }

    private int checkLast() {
        if (last == NONE) {
            throw new IllegalStateException();
        }
        return last;
    }
}
