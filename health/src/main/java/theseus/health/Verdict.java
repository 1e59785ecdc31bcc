package theseus.health;

/** What was asked for, or why not. */
public sealed interface Verdict<T> {
    record Given<T>(T value) implements Verdict<T> {}

    record Denied<T>(DenialCode code, String explanation) implements Verdict<T> {
        /** The same denial of something else. */
        <U> Denied<U> as() {
            return new Denied<>(code, explanation);
        }
    }

    static <T> Verdict<T> given(T value) {
        return new Given<>(value);
    }

    static <T> Verdict<T> denied(DenialCode code, String explanation) {
        return new Denied<>(code, explanation);
    }
}
