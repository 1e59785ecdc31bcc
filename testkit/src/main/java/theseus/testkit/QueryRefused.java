package theseus.testkit;

/** Thrown by {@link Chain#query} when the module refuses to answer, or fails to. */
public final class QueryRefused extends RuntimeException {
    private final String code;

    QueryRefused(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The refusal's code; the kind of the trap when the module failed. */
    public String code() {
        return code;
    }
}
