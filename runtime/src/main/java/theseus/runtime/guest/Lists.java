package theseus.runtime.guest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import theseus.sdk.AccountKeys;

/** Makes the lists that module code sees. Generated codecs call it for decoded lists. */
public final class Lists {
    private Lists() {}

    /** An immutable list over {@code elements}, which the caller gives up; none may be null. */
    public static List<Object> adopt(Object[] elements) {
        if (elements.length == 0) {
            return FixedList.EMPTY;
        }
        for (Object element : elements) {
            Objects.requireNonNull(element);
        }
        return new FixedList<>(elements);
    }

    /** {@code List.of(E...)}: a copy. */
    public static List<Object> of(Object[] elements) {
        return adopt(Arrays.copyOf(elements, elements.length, Object[].class));
    }

    public static List<Object> of() {
        return FixedList.EMPTY;
    }

    public static List<Object> of(Object a) {
        return adopt(new Object[] {a});
    }

    public static List<Object> of(Object a, Object b) {
        return adopt(new Object[] {a, b});
    }

    public static List<Object> of(Object a, Object b, Object c) {
        return adopt(new Object[] {a, b, c});
    }

    public static List<Object> of(Object a, Object b, Object c, Object d) {
        return adopt(new Object[] {a, b, c, d});
    }

    public static List<Object> of(Object a, Object b, Object c, Object d, Object e) {
        return adopt(new Object[] {a, b, c, d, e});
    }

    public static List<Object> of(Object a, Object b, Object c, Object d, Object e, Object f) {
        return adopt(new Object[] {a, b, c, d, e, f});
    }

    public static List<Object> of(
            Object a, Object b, Object c, Object d, Object e, Object f, Object g) {
        return adopt(new Object[] {a, b, c, d, e, f, g});
    }

    public static List<Object> of(
            Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h) {
        return adopt(new Object[] {a, b, c, d, e, f, g, h});
    }

    public static List<Object> of(
            Object a,
            Object b,
            Object c,
            Object d,
            Object e,
            Object f,
            Object g,
            Object h,
            Object i) {
        return adopt(new Object[] {a, b, c, d, e, f, g, h, i});
    }

    public static List<Object> of(
            Object a,
            Object b,
            Object c,
            Object d,
            Object e,
            Object f,
            Object g,
            Object h,
            Object i,
            Object j) {
        return adopt(new Object[] {a, b, c, d, e, f, g, h, i, j});
    }

    public static List<?> copyOf(Collection<?> elements) {
        return elements instanceof FixedList<?> fixed ? fixed : adopt(elements.toArray());
    }

    /** {@code AccountKeys.keys}, as a list of the sandbox. */
    public static List<?> keys(AccountKeys keys) {
        return adopt(keys.keys().toArray());
    }

    public static List<Object> emptyList() {
        return FixedList.EMPTY;
    }

    public static List<Object> singletonList(Object element) {
        return new FixedList<>(new Object[] {element});
    }

    public static <E> List<E> unmodifiableList(List<E> list) {
        return new ReadOnlyList<>(list);
    }

    @SuppressWarnings("NullAway") // null stands for the natural order, as in the JDK
    public static <E> void sort(List<E> list) {
        list.sort(null);
    }

    public static <E> void sort(List<E> list, Comparator<? super E> order) {
        list.sort(order);
    }

    public static <E> void reverse(List<E> list) {
        for (int i = 0, j = list.size() - 1; i < j; i++, j--) {
            swap(list, i, j);
        }
    }

    public static <E> void swap(List<E> list, int i, int j) {
        list.set(i, list.set(j, list.get(i)));
    }

    public static Object max(Collection<?> elements) {
        return extreme(elements, Comparators.reverseOrder());
    }

    public static Object min(Collection<?> elements) {
        return extreme(elements, Comparators.naturalOrder());
    }

    public static Object max(Collection<?> elements, Comparator<?> order) {
        return extreme(elements, Comparators.reversed(Comparators.orNatural(order)));
    }

    public static Object min(Collection<?> elements, Comparator<?> order) {
        return extreme(elements, Comparators.orNatural(order));
    }

    private static Object extreme(Collection<?> elements, Comparator<?> order) {
        Comparator<Object> comparator = BaseCollection.cast(order);
        Object[] all = elements.toArray();
        if (all.length == 0) {
            throw new NoSuchElementException();
        }
        Object least = all[0];
        for (Object each : all) {
            if (comparator.compare(each, least) < 0) {
                least = each;
            }
        }
        return least;
    }

    public static <E> boolean addAll(Collection<E> collection, E[] elements) {
        boolean changed = false;
        for (E each : elements) {
            changed |= collection.add(each);
        }
        return changed;
    }
}
