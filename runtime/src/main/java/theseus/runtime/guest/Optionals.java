package theseus.runtime.guest;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Members of {@link Optional} that take a function. */
public final class Optionals {
    private Optionals() {}

    public static <T> T orElseGet(Optional<T> optional, Supplier<? extends T> other) {
        return optional.isPresent() ? optional.get() : other.get();
    }

    public static <T> T orElseThrow(Optional<T> optional, Supplier<? extends Throwable> exception)
            throws Throwable {
        if (optional.isPresent()) {
            return optional.get();
        }
        throw exception.get();
    }

    public static <T, R> Optional<R> map(Optional<T> optional, Function<T, R> function) {
        Objects.requireNonNull(function);
        return optional.isPresent()
                ? Optional.ofNullable(function.apply(optional.get()))
                : Optional.empty();
    }

    public static <T, R> Optional<R> flatMap(
            Optional<T> optional, Function<T, Optional<R>> function) {
        Objects.requireNonNull(function);
        return optional.isPresent()
                ? Objects.requireNonNull(function.apply(optional.get()))
                : Optional.empty();
    }

    public static <T> Optional<T> filter(Optional<T> optional, Predicate<T> condition) {
        Objects.requireNonNull(condition);
        return optional.isPresent() && !condition.test(optional.get())
                ? Optional.empty()
                : optional;
    }

    public static <T> Optional<T> or(Optional<T> optional, Supplier<Optional<T>> other) {
        Objects.requireNonNull(other);
        return optional.isPresent() ? optional : Objects.requireNonNull(other.get());
    }

    public static <T> void ifPresent(Optional<T> optional, Consumer<T> action) {
        if (optional.isPresent()) {
            action.accept(optional.get());
        }
    }

    public static <T> void ifPresentOrElse(
            Optional<T> optional, Consumer<T> action, Runnable otherwise) {
        if (optional.isPresent()) {
            action.accept(optional.get());
        } else {
            otherwise.run();
        }
    }
}
