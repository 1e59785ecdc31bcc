package theseus.runtime.guest;

import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** Stands in for {@link java.util.ArrayDeque}: a ring that doubles. */
@SuppressWarnings("NullAway") // absence is null, as in the JDK's deques
public final class MeteredDeque<E> extends BaseCollection<E> implements Deque<E> {
    private static final int FIRST_CAPACITY = 16;

    private Object[] ring = new Object[FIRST_CAPACITY];
    private int head;
    private int size;

    public MeteredDeque() {}

    public MeteredDeque(int capacity) {
        if (capacity > FIRST_CAPACITY) {
            ring = new Object[capacity];
        }
    }

    public MeteredDeque(Collection<? extends E> content) {
        addAll(content);
    }

    @Override
    public int size() {
        return size;
    }

    private int slot(int index) {
        int slot = head + index;
        return slot < ring.length ? slot : slot - ring.length;
    }

    private E at(int index) {
        return cast(ring[slot(index)]);
    }

    private void makeRoom(E added) {
        if (added == null) {
            throw new NullPointerException();
        }
        if (size == ring.length) {
            Object[] grown = new Object[ring.length * 2];
            Arrays.arraycopy(ring, head, grown, 0, ring.length - head);
            Arrays.arraycopy(ring, 0, grown, ring.length - head, head);
            ring = grown;
            head = 0;
        }
    }

    @Override
    public void addFirst(E element) {
        makeRoom(element);
        head = head == 0 ? ring.length - 1 : head - 1;
        ring[head] = element;
        size++;
    }

    @Override
    public void addLast(E element) {
        makeRoom(element);
        ring[slot(size)] = element;
        size++;
    }

    @Override
    public E pollFirst() {
        if (size == 0) {
            return null;
        }
        E first = at(0);
        ring[head] = null;
        head = slot(1);
        size--;
        return first;
    }

    @Override
    public E pollLast() {
        if (size == 0) {
            return null;
        }
        E last = at(size - 1);
        ring[slot(size - 1)] = null;
        size--;
        return last;
    }

    @Override
    public E peekFirst() {
        return size == 0 ? null : at(0);
    }

    @Override
    public E peekLast() {
        return size == 0 ? null : at(size - 1);
    }

    private static <E> E present(E element) {
        if (element == null) {
            throw new NoSuchElementException();
        }
        return element;
    }

    @Override
    public E getFirst() {
        return present(peekFirst());
    }

    @Override
    public E getLast() {
        return present(peekLast());
    }

    @Override
    public E removeFirst() {
        return present(pollFirst());
    }

    @Override
    public E removeLast() {
        return present(pollLast());
    }

    @Override
    public boolean offerFirst(E element) {
        addFirst(element);
        return true;
    }

    @Override
    public boolean offerLast(E element) {
        addLast(element);
        return true;
    }

    @Override
    public boolean add(E element) {
        addLast(element);
        return true;
    }

    @Override
    public boolean offer(E element) {
        addLast(element);
        return true;
    }

    @Override
    public E remove() {
        return removeFirst();
    }

    @Override
    public E poll() {
        return pollFirst();
    }

    @Override
    public E element() {
        return getFirst();
    }

    @Override
    public E peek() {
        return peekFirst();
    }

    @Override
    public void push(E element) {
        addFirst(element);
    }

    @Override
    public E pop() {
        return removeFirst();
    }

    @Override
    public boolean removeFirstOccurrence(Object element) {
        return remove(element);
    }

    @Override
    public boolean removeLastOccurrence(Object element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Deque<E> reversed() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterator<E> iterator() {
        return new Walk(false);
    }

    @Override
    public Iterator<E> descendingIterator() {
        return new Walk(true);
    }

    private void removeAt(int index) {
        for (int i = index; i < size - 1; i++) {
            ring[slot(i)] = ring[slot(i + 1)];
        }
        ring[slot(size - 1)] = null;
        size--;
    }

    /** From either end, by position. */
    private final class Walk implements Iterator<E> {
        private final boolean backwards;
        private int next;
        private int last = -1;

        Walk(boolean backwards) {
            this.backwards = backwards;
            next = backwards ? size - 1 : 0;
        }

        @Override
        public boolean hasNext() {
            return backwards ? next >= 0 : next < size;
        }

        @Override
        public E next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            last = next;
            next += backwards ? -1 : 1;
            return at(last);
        }

        @Override
        public void remove() {
            if (last < 0) {
                throw new IllegalStateException();
            }
            removeAt(last);
            if (!backwards) {
                next--;
            }
            last = -1;
        }

        @Override
        public void forEachRemaining(Consumer<? super E> action) {
            while (hasNext()) {
                action.accept(next());
            }
        }
    }
}
