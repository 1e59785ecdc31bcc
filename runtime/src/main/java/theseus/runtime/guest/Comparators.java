package theseus.runtime.guest;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** What the JDK composes of comparators. */
@SuppressWarnings("NullAway") // null stands for the natural order, as in the JDK
public final class Comparators {
    private static final Comparator<Object> NATURAL =
            (left, right) -> Values.compareTo((Comparable<?>) left, Objects.requireNonNull(right));
    private static final Comparator<Object> REVERSE =
            (left, right) -> Values.compareTo((Comparable<?>) right, Objects.requireNonNull(left));

    private Comparators() {}

    static Comparator<Object> orNatural(Comparator<?> order) {
        return order == null ? NATURAL : BaseCollection.cast(order);
    }

    public static Comparator<Object> naturalOrder() {
        return NATURAL;
    }

    public static Comparator<Object> reverseOrder() {
        return REVERSE;
    }

    public static <T> Comparator<T> reversed(Comparator<T> order) {
        Objects.requireNonNull(order);
        return (left, right) -> order.compare(right, left);
    }

    public static <T> Comparator<T> comparing(Function<T, ?> key) {
        return comparing(key, NATURAL);
    }

    public static <T, U> Comparator<T> comparing(
            Function<T, ? extends U> key, Comparator<U> order) {
        Objects.requireNonNull(key);
        Objects.requireNonNull(order);
        return (left, right) -> order.compare(key.apply(left), key.apply(right));
    }

    public static <T> Comparator<T> comparingInt(ToIntFunction<T> key) {
        Objects.requireNonNull(key);
        return (left, right) -> Integer.compare(key.applyAsInt(left), key.applyAsInt(right));
    }

    public static <T> Comparator<T> comparingLong(ToLongFunction<T> key) {
        Objects.requireNonNull(key);
        return (left, right) -> Long.compare(key.applyAsLong(left), key.applyAsLong(right));
    }

    public static <T> Comparator<T> thenComparing(Comparator<T> first, Comparator<T> next) {
        Objects.requireNonNull(first);
        Objects.requireNonNull(next);
        return (left, right) -> {
            int order = first.compare(left, right);
            return order != 0 ? order : next.compare(left, right);
        };
    }

    public static <T> Comparator<T> thenComparing(Comparator<T> first, Function<T, ?> key) {
        return thenComparing(first, comparing(key));
    }

    public static <T, U> Comparator<T> thenComparing(
            Comparator<T> first, Function<T, U> key, Comparator<U> order) {
        return thenComparing(first, comparing(key, order));
    }

    public static <T> Comparator<T> thenComparingInt(Comparator<T> first, ToIntFunction<T> key) {
        return thenComparing(first, comparingInt(key));
    }

    public static <T> Comparator<T> thenComparingLong(Comparator<T> first, ToLongFunction<T> key) {
        return thenComparing(first, comparingLong(key));
    }

    public static Comparator<Map.Entry<?, ?>> comparingByKey() {
        return (left, right) -> NATURAL.compare(left.getKey(), right.getKey());
    }

    public static Comparator<Map.Entry<?, ?>> comparingByValue() {
        return (left, right) -> NATURAL.compare(left.getValue(), right.getValue());
    }
}
