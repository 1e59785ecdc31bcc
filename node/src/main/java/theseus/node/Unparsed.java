package theseus.node;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What was no request is the sender's fault. Helidon takes it for its own where its parser throws:
 * at a method that is no token, and where the connection ends between two headers.
 */
final class Unparsed {
    /** It logs each of them, with a stack trace: whoever can connect could fill the log. */
    private static final Logger CONNECTIONS =
            Logger.getLogger("io.helidon.webserver.http1.Http1Connection");

    private Unparsed() {}

    /** What a header says; Helidon throws where it cannot be read. */
    static <T> T header(String name, Supplier<T> read) {
        try {
            return read.get();
        } catch (RuntimeException e) { // of one kind for each header
            throw HttpError.badRequest("header " + name, "it is not of the form that it must have");
        }
    }

    /** As {@code direct} answers; but there is no path unless a request was read. */
    static DirectHandler over(DirectHandler direct) {
        CONNECTIONS.setLevel(Level.SEVERE);
        return (request, type, status, headers, message) -> {
            boolean isTheirs = type == EventType.INTERNAL_ERROR && request.path().isEmpty();
            EventType actual = isTheirs ? EventType.BAD_REQUEST : type;
            return direct.handle(request, actual, status, headers, message);
        };
    }
}
