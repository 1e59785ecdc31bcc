package theseus.protocol;

/**
 * Thrown when bytes, or plain values to be encoded, are not what they should be. The code is
 * stable; the explanation says what was wrong and at which byte or field.
 */
public final class MalformedException extends RuntimeException {
    private final String code;

    public MalformedException(String code, String explanation) {
        super(explanation, null, false, false);
        this.code = code;
    }

    /** One of the constants of {@link Malformed}. */
    public String code() {
        return code;
    }

    public String explanation() {
        return String.valueOf(getMessage());
    }
}
