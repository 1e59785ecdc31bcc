package theseus.runtime.guest;

import java.util.Comparator;
import java.util.List;

/** Members of {@link java.util.Arrays} and {@code System.arraycopy}, charged by length. */
@SuppressWarnings("NullAway") // elements and comparators may be null, as in the JDK
public final class Arrays {
    static final Object[] NONE = new Object[0];

    private static final int ELEMENTS_PER_GAS = 4;
    private static final int SORT_STEP = 3;
    private static final int REFERENCE_BYTES = 8;

    private Arrays() {}

    private static void walk(long length) {
        Meter.charge(4 + Math.max(0, length) / ELEMENTS_PER_GAS);
    }

    private static void made(long length, int elementBytes) {
        Meter.charge(Meter.HEADER + Math.max(0, length) * elementBytes);
    }

    private static void sorted(long length) {
        Meter.charge(8 + SORT_STEP * length * (65 - Long.numberOfLeadingZeros(length)));
    }

    /** {@code array.clone()} of any array. */
    public static Object clone(Object array) {
        return switch (array) {
            case Object[] objects -> {
                made(objects.length, REFERENCE_BYTES);
                yield objects.clone();
            }
            case byte[] bytes -> {
                made(bytes.length, 1);
                yield bytes.clone();
            }
            case int[] ints -> {
                made(ints.length, 4);
                yield ints.clone();
            }
            case long[] longs -> {
                made(longs.length, 8);
                yield longs.clone();
            }
            case char[] chars -> {
                made(chars.length, 2);
                yield chars.clone();
            }
            case short[] shorts -> {
                made(shorts.length, 2);
                yield shorts.clone();
            }
            case boolean[] booleans -> {
                made(booleans.length, 1);
                yield booleans.clone();
            }
            default -> throw new UnsupportedOperationException();
        };
    }

    public static void arraycopy(Object from, int fromIndex, Object to, int toIndex, int length) {
        walk(length);
        System.arraycopy(from, fromIndex, to, toIndex, length);
    }

    public static <E> List<E> asList(E[] elements) {
        return new ArrayView<>(elements);
    }

    /** An empty-handed array of {@code array}'s own type. */
    static <T> T[] sameType(T[] array, int length) {
        made(length, REFERENCE_BYTES);
        return java.util.Arrays.copyOf(array, length);
    }

    static Object[] copyOf(Object[] array, int length, Class<Object[]> type) {
        made(length, REFERENCE_BYTES);
        return java.util.Arrays.copyOf(array, length, type);
    }

    public static byte[] copyOf(byte[] array, int length) {
        made(length, 1);
        return java.util.Arrays.copyOf(array, length);
    }

    public static int[] copyOf(int[] array, int length) {
        made(length, 4);
        return java.util.Arrays.copyOf(array, length);
    }

    public static long[] copyOf(long[] array, int length) {
        made(length, 8);
        return java.util.Arrays.copyOf(array, length);
    }

    public static Object[] copyOf(Object[] array, int length) {
        made(length, REFERENCE_BYTES);
        return java.util.Arrays.copyOf(array, length);
    }

    public static byte[] copyOfRange(byte[] array, int from, int to) {
        made((long) to - from, 1);
        return java.util.Arrays.copyOfRange(array, from, to);
    }

    public static Object[] copyOfRange(Object[] array, int from, int to) {
        made((long) to - from, REFERENCE_BYTES);
        return java.util.Arrays.copyOfRange(array, from, to);
    }

    public static boolean equals(byte[] left, byte[] right) {
        walk(left == null ? 0 : left.length / 2);
        return java.util.Arrays.equals(left, right);
    }

    public static boolean equals(int[] left, int[] right) {
        walk(left == null ? 0 : left.length);
        return java.util.Arrays.equals(left, right);
    }

    public static boolean equals(long[] left, long[] right) {
        walk(left == null ? 0 : left.length);
        return java.util.Arrays.equals(left, right);
    }

    public static int compareUnsigned(byte[] left, byte[] right) {
        walk(left == null ? 0 : left.length / 2);
        return java.util.Arrays.compareUnsigned(left, right);
    }

    public static void fill(byte[] array, byte value) {
        walk(array.length / 2);
        java.util.Arrays.fill(array, value);
    }

    public static void fill(int[] array, int value) {
        walk(array.length);
        java.util.Arrays.fill(array, value);
    }

    public static void fill(long[] array, long value) {
        walk(array.length);
        java.util.Arrays.fill(array, value);
    }

    public static void fill(boolean[] array, boolean value) {
        walk(array.length / 2);
        java.util.Arrays.fill(array, value);
    }

    public static void fill(char[] array, char value) {
        walk(array.length);
        java.util.Arrays.fill(array, value);
    }

    public static void fill(Object[] array, Object value) {
        walk(array.length * 4L);
        java.util.Arrays.fill(array, value);
    }

    public static void sort(byte[] array) {
        sorted(array.length);
        java.util.Arrays.sort(array);
    }

    public static void sort(int[] array) {
        sorted(array.length);
        java.util.Arrays.sort(array);
    }

    public static void sort(long[] array) {
        sorted(array.length);
        java.util.Arrays.sort(array);
    }

    public static void sort(char[] array) {
        sorted(array.length);
        java.util.Arrays.sort(array);
    }

    public static void sort(Object[] array) {
        Sorting.sort(array, null);
    }

    public static void sort(Object[] array, Comparator<?> order) {
        Sorting.sort(array, BaseCollection.cast(order));
    }
}
