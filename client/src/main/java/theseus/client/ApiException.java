package theseus.client;

/**
 * The node answered with an error, or with what is no answer, or did not answer. The message says
 * what was wrong, where, and what to do.
 */
public final class ApiException extends RuntimeException {
    /** The code of an exception when no node could be reached. */
    public static final String UNREACHABLE = "UNREACHABLE";

    /** The code when something answered, but not as a node does. */
    public static final String BAD_ANSWER = "BAD_ANSWER";

    /** Whatever a node says, nobody waits longer before the next try. */
    static final long MAX_RETRY_MILLIS = 60_000;

    private static final int OK = 200;

    private final int status;
    private final String code;
    private final long retryAfterMillis;

    ApiException(int status, String code, String message, long retryAfterMillis) {
        super(message);
        this.status = status;
        this.code = code;
        this.retryAfterMillis = retryAfter(retryAfterMillis);
    }

    ApiException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.code = UNREACHABLE;
        this.retryAfterMillis = 0;
    }

    private ApiException(int status, String code, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
        this.retryAfterMillis = 0;
    }

    /**
     * @param what the answer is, or lacks
     */
    static ApiException bad(String what) {
        return new ApiException(OK, BAD_ANSWER, sentence(what), 0);
    }

    static ApiException bad(String what, Throwable cause) {
        return new ApiException(OK, BAD_ANSWER, sentence(what), cause);
    }

    private static String sentence(String what) {
        return "The node's answer is " + what;
    }

    /** What a node said, as far as it is sensible. */
    static long retryAfter(long millis) {
        return Math.clamp(millis, 0, MAX_RETRY_MILLIS);
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** 0 when trying again would not help; at most a minute. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
