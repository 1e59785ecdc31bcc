package theseus.sdk;

/** What a call into another module gives back: a value, or the code with which it refused. */
public sealed interface Result<T> {
    record Ok<T>(T value) implements Result<T> {}

    record Refused<T>(String code) implements Result<T> {}

    static <T> Result<T> ok(T value) {
        return new Ok<>(value);
    }

    /** The value; a refusal is passed on as this module's own. */
    default T orRefuse() {
        return switch (this) {
            case Ok<T> ok -> ok.value();
            case Refused<T> refused -> throw new theseus.sdk.Refused(refused.code());
        };
    }
}
