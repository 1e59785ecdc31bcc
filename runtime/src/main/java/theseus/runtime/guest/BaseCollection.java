package theseus.runtime.guest;

import java.util.Collection;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What all collections of the sandbox share, by their iterator alone. */
@SuppressWarnings("NullAway") // elements may be null, as in the JDK's collections
abstract class BaseCollection<E> implements Collection<E> {
    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public boolean contains(Object element) {
        for (E each : this) {
            if (Values.equalOrNull(element, each)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean add(E element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean remove(Object element) {
        Iterator<E> iterator = iterator();
        while (iterator.hasNext()) {
            if (Values.equalOrNull(element, iterator.next())) {
                iterator.remove();
                return true;
            }
        }
        return false;
    }

    @Override
    public void clear() {
        Iterator<E> iterator = iterator();
        while (iterator.hasNext()) {
            iterator.next();
            iterator.remove();
        }
    }

    @Override
    public boolean containsAll(Collection<?> elements) {
        for (Object each : elements) {
            if (!contains(each)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        boolean changed = false;
        for (Object each : elements.toArray()) {
            changed |= add(cast(each));
        }
        return changed;
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        return removeWhere(elements, true);
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        return removeWhere(elements, false);
    }

    private boolean removeWhere(Collection<?> elements, boolean contained) {
        boolean changed = false;
        Iterator<E> iterator = iterator();
        while (iterator.hasNext()) {
            if (elements.contains(iterator.next()) == contained) {
                iterator.remove();
                changed = true;
            }
        }
        return changed;
    }

    @Override
    public boolean removeIf(Predicate<? super E> condition) {
        boolean changed = false;
        Iterator<E> iterator = iterator();
        while (iterator.hasNext()) {
            if (condition.test(iterator.next())) {
                iterator.remove();
                changed = true;
            }
        }
        return changed;
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        for (E each : this) {
            action.accept(each);
        }
    }

    @Override
    public Object[] toArray() {
        Object[] array = new Object[size()];
        fill(array);
        return array;
    }

    @Override
    public <T> T[] toArray(T[] array) {
        T[] filled = array.length >= size() ? array : Arrays.sameType(array, size());
        fill(filled);
        if (filled.length > size()) {
            filled[size()] = null;
        }
        return filled;
    }

    @Override
    public <T> T[] toArray(IntFunction<T[]> generator) {
        return toArray(generator.apply(0));
    }

    private void fill(Object[] array) {
        int i = 0;
        for (E each : this) {
            array[i++] = each;
        }
    }

    @Override
    public Spliterator<E> spliterator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream<E> stream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream<E> parallelStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        var text = new MeteredBuilder("[");
        boolean first = true;
        for (E each : this) {
            if (!first) {
                text.append(", ");
            }
            first = false;
            if (each == this) {
                text.append("(this Collection)");
            } else {
                text.append((Object) each);
            }
        }
        return text.append(']').toString();
    }

    @SuppressWarnings("unchecked")
    static <T> T cast(Object element) {
        return (T) element;
    }
}
