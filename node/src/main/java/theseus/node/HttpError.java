package theseus.node;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer other than what was asked for. As JSON {@code {code, message, where?, todo?,
 * retryAfterMillis?}}. Nothing of the request's payload goes into it.
 */
final class HttpError extends RuntimeException {
    private final int status;
    private final String code;
    private final String where;
    private final String todo;
    private final long retryAfterMillis;

    HttpError(
            int status,
            String code,
            String message,
            String where,
            String todo,
            long retryAfterMillis) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.where = where;
        this.todo = todo;
        this.retryAfterMillis = retryAfterMillis;
    }

    static HttpError badRequest(String where, String message, String todo) {
        return new HttpError(400, "BAD_REQUEST", message, where, todo, 0);
    }

    static HttpError badRequest(String where, String message) {
        return badRequest(where, message, "");
    }

    static HttpError notFound(String code, String message, String todo) {
        return new HttpError(404, code, message, "", todo, 0);
    }

    static HttpError busy(String message, long retryAfterMillis) {
        return new HttpError(
                503, "BUSY", message, "", "Send it again after the given time", retryAfterMillis);
    }

    /** One client has its part of something that all share. */
    static HttpError quota(String message, long retryAfterMillis) {
        return new HttpError(
                429,
                "QUOTA",
                message,
                "",
                "Wait for those to end, and send it again after the given time",
                retryAfterMillis);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    long retryAfterMillis() {
        return retryAfterMillis;
    }

    Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", code);
        fields.put("message", String.valueOf(getMessage()));
        if (!where.isEmpty()) {
            fields.put("where", where);
        }
        if (!todo.isEmpty()) {
            fields.put("todo", todo);
        }
        if (retryAfterMillis > 0) {
            fields.put("retryAfterMillis", retryAfterMillis);
        }
        return fields;
    }
}
