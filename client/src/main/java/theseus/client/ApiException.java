package theseus.client;

/**
 * The node answered with an error, or did not answer. The message says what was wrong, where, and
 * what to do.
 */
public final class ApiException extends RuntimeException {
    /** The code of an exception when no node could be reached. */
    public static final String UNREACHABLE = "UNREACHABLE";

    private final int status;
    private final String code;
    private final long retryAfterMillis;

    ApiException(int status, String code, String message, long retryAfterMillis) {
        super(message);
        this.status = status;
        this.code = code;
        this.retryAfterMillis = retryAfterMillis;
    }

    ApiException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.code = UNREACHABLE;
        this.retryAfterMillis = 0;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
