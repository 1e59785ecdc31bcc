package theseus.runtime.guest;

import java.util.Comparator;

/**
 * The runtime's own stable merge sort: the JDK's would call back, as often as its version likes.
 */
final class Sorting {
    private static final int RUN = 8;

    private Sorting() {}

    /** Sorts by {@code order}; null stands for the natural order. */
    static void sort(Object[] elements, Comparator<Object> order) {
        sort(elements, elements.length, Comparators.orNatural(order));
    }

    private static void sort(Object[] elements, int size, Comparator<Object> order) {
        for (int from = 0; from < size; from += RUN) {
            insertionSort(elements, from, Math.min(from + RUN, size), order);
        }
        if (size <= RUN) {
            return;
        }
        Object[] source = elements;
        Object[] target = new Object[size];
        for (int width = RUN; width < size; width *= 2) {
            for (int from = 0; from < size; from += 2 * width) {
                int middle = Math.min(from + width, size);
                merge(source, target, from, middle, Math.min(from + 2 * width, size), order);
            }
            Object[] swapped = source;
            source = target;
            target = swapped;
        }
        if (source != elements) {
            Arrays.arraycopy(source, 0, elements, 0, size);
        }
    }

    private static void insertionSort(
            Object[] elements, int from, int to, Comparator<Object> order) {
        for (int i = from + 1; i < to; i++) {
            Object moved = elements[i];
            int at = i;
            while (at > from && order.compare(elements[at - 1], moved) > 0) {
                elements[at] = elements[at - 1];
                at--;
            }
            elements[at] = moved;
        }
    }

    private static void merge(
            Object[] source,
            Object[] target,
            int from,
            int middle,
            int to,
            Comparator<Object> order) {
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft =
                    right >= to
                            || (left < middle && order.compare(source[left], source[right]) <= 0);
            target[at] = takeLeft ? source[left++] : source[right++];
        }
    }
}
