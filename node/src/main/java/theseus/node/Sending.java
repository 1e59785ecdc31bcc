package theseus.node;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Sends one answer. Who does not take it in time loses the connection. */
final class Sending {
    /** So much at a time has to be taken in time. */
    static final int PIECE_BYTES = 64 * 1024;

    private final ServerResponse response;
    private final Connection connection;
    private boolean closes;

    Sending(ServerResponse response, Connection connection) {
        this.response = response;
        this.connection = connection;
    }

    /** Says the status. */
    int send(Reply reply) throws IOException, InterruptedException {
        switch (reply) {
            case Reply.Json json -> content(json.status(), Reply.JSON, Json.write(json.value()));
            case Reply.Content content ->
                    content(content.status(), content.mediaType(), content.bytes());
            case Reply.Stream stream -> stream(stream);
        }
        return response.status().code();
    }

    void closesAfterwards() {
        closes = true;
        if (!response.isSent()) {
            response.header("Connection", "close");
        }
    }

    boolean closes() {
        return closes;
    }

    void fail(HttpError error) {
        if (response.isSent()) {
            closes = true; // the status went out before
            return;
        }
        if (error.retryAfterMillis() > 0) {
            long seconds = (error.retryAfterMillis() + 999) / 1_000;
            response.header("Retry-After", Long.toString(seconds));
        }
        if (error.status() == 401) {
            response.header("WWW-Authenticate", "Bearer realm=\"theseus\"");
        }
        if (error.status() == 413 || !connection.isAdmitted()) {
            closesAfterwards();
        }
        try {
            content(error.status(), Reply.JSON, Json.write(error.json()));
        } catch (UncheckedIOException e) {
            Log.debug("http.unsent", "status", error.status());
        }
    }

    private void content(int status, String mediaType, byte[] bytes) {
        response.status(status);
        response.header("Content-Type", mediaType);
        if (bytes.length <= PIECE_BYTES) {
            connection.writing();
            response.send(bytes);
            connection.written();
            return;
        }
        response.contentLength(bytes.length);
        try (OutputStream out = new Watched(response.outputStream(), connection)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stream(Reply.Stream stream) throws IOException, InterruptedException {
        Held held = new Held(stream.place().take());
        try (held) {
            response.status(200);
            response.header("Content-Type", stream.mediaType());
            response.header("Cache-Control", "no-store");
            closesAfterwards();
            connection.streams();
            try (OutputStream out = new Watched(response.outputStream(), connection)) {
                try (held) { // given back before the end goes out: who reads that may ask again
                    stream.body().writeTo(out);
                }
                end();
            } finally {
                connection.streamed();
            }
        }
    }

    /**
     * Says that this was all. Closing the stream does not: Helidon would, but the connection ends
     * first, and a reader could not tell a whole answer from one that broke off.
     */
    private void end() {
        if (response instanceof RoutingResponse whole) {
            connection.writing();
            whole.commit();
            connection.written();
        }
    }

    /** A place that was taken; given back once. */
    private static final class Held implements AutoCloseable {
        private final Runnable release;
        private boolean given;

        Held(Runnable release) {
            this.release = release;
        }

        @Override
        public void close() {
            if (!given) {
                given = true;
                release.run();
            }
        }
    }

    /** Each piece has to be taken in time, however much is written at once. */
    static final class Watched extends OutputStream {
        private final OutputStream out;
        private final Connection connection;

        Watched(OutputStream out, Connection connection) {
            this.out = out;
            this.connection = connection;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += PIECE_BYTES) {
                connection.writing();
                out.write(bytes, offset + at, Math.min(PIECE_BYTES, length - at));
                connection.written();
            }
        }

        @Override
        public void flush() throws IOException {
            connection.writing();
            out.flush();
            connection.written();
        }

        @Override
        public void close() throws IOException {
            connection.writing();
            out.close();
            connection.written();
        }
    }

    /**
     * Answers for what does not reach the handler: no HTTP, illegal characters, a body too large.
     */
    static DirectHandler.TransportResponse direct(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status defaultStatus,
            io.helidon.http.ServerResponseHeaders headers,
            String message) {
        HttpError error =
                switch (type) {
                    case PAYLOAD_TOO_LARGE ->
                            new HttpError(
                                    413,
                                    "BODY_TOO_LARGE",
                                    "The request body is larger than this node takes",
                                    "body",
                                    "Send less at once",
                                    0);
                    case BAD_REQUEST, HTTP_VERSION_NOT_SUPPORTED ->
                            HttpError.badRequest(
                                    "request line or headers",
                                    "not a request of HTTP/1.1 as RFC 9112 has it");
                    default ->
                            new HttpError(
                                    defaultStatus.code(),
                                    "HTTP_" + defaultStatus.code(),
                                    defaultStatus.reasonPhrase(),
                                    "",
                                    "",
                                    0);
                };
        headers.set(HeaderNames.CONTENT_TYPE, Reply.JSON);
        return DirectHandler.TransportResponse.builder()
                .status(Status.create(error.status()))
                .headers(headers)
                .entity(Json.writeText(error.json()).getBytes(StandardCharsets.UTF_8))
                .keepAlive(false)
                .build();
    }
}
