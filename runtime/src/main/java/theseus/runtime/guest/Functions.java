package theseus.runtime.guest;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the JDK composes of functions. */
public final class Functions {
    private Functions() {}

    public static <T> Function<T, T> identity() {
        return value -> value;
    }

    public static <A, B, C> Function<A, C> andThen(Function<A, B> first, Function<B, C> next) {
        Objects.requireNonNull(first);
        Objects.requireNonNull(next);
        return value -> next.apply(first.apply(value));
    }

    public static <A, B, C> Function<A, C> compose(Function<B, C> next, Function<A, B> first) {
        return andThen(first, next);
    }

    public static <A, B, C, D> BiFunction<A, B, D> andThen(
            BiFunction<A, B, C> first, Function<C, D> next) {
        Objects.requireNonNull(first);
        Objects.requireNonNull(next);
        return (left, right) -> next.apply(first.apply(left, right));
    }

    public static <T> Consumer<T> andThen(Consumer<T> first, Consumer<T> next) {
        Objects.requireNonNull(first);
        Objects.requireNonNull(next);
        return value -> {
            first.accept(value);
            next.accept(value);
        };
    }

    public static <T> Predicate<T> and(Predicate<T> left, Predicate<T> right) {
        Objects.requireNonNull(left);
        Objects.requireNonNull(right);
        return value -> left.test(value) && right.test(value);
    }

    public static <T> Predicate<T> or(Predicate<T> left, Predicate<T> right) {
        Objects.requireNonNull(left);
        Objects.requireNonNull(right);
        return value -> left.test(value) || right.test(value);
    }

    public static <T> Predicate<T> negate(Predicate<T> condition) {
        Objects.requireNonNull(condition);
        return value -> !condition.test(value);
    }

    public static <T> Predicate<T> not(Predicate<T> condition) {
        return negate(condition);
    }
}
