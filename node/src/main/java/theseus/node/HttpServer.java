package theseus.node;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP door: one handler for all paths, so that every answer, also to what is no request at
 * all, has the one error shape. Requests run on virtual threads; what is heavy they hand on.
 */
final class HttpServer implements AutoCloseable {
    private static final System.Logger HELIDON = System.getLogger("io.helidon");
    private static final long BODY_WAIT_MILLIS = 2_000;

    /** Not on the wire: a status for the metrics when the client went away before the answer. */
    private static final int CLIENT_GONE = 499;

    private final HttpConfig config;
    private final Router router;
    private final HostRule hosts;
    private final HttpMetrics metrics;
    private final Semaphore inFlightBytes;
    private final Bodies bodies = new Bodies();
    private final WebServer server;

    HttpServer(HttpConfig config, List<Operation> operations, HttpMetrics metrics) {
        this.config = config;
        this.router = new Router(operations);
        this.hosts = HostRule.of(config);
        this.metrics = metrics;
        this.inFlightBytes = new Semaphore(config.maxInFlightBytes());
        HELIDON.isLoggable(System.Logger.Level.TRACE); // the logger must exist before it is quieted
        java.util.logging.Logger.getLogger("io.helidon").setLevel(java.util.logging.Level.WARNING);
        this.server = build();
    }

    /**
     * @throws NodeException when the port is in use
     */
    void start() {
        if (config.port() != 0) {
            try (ServerSocket probe = new ServerSocket(config.port(), 1, hosts.address())) {
                Log.debug("http.probed", "port", probe.getLocalPort());
            } catch (IOException e) {
                throw cannotListen(String.valueOf(e.getMessage()), e);
            }
        }
        server.start();
        if (!server.isRunning()) { // Helidon logs why, and does not throw
            throw cannotListen("see the log", new IOException("the server did not start"));
        }
    }

    private NodeException cannotListen(String why, IOException cause) {
        return new NodeException(
                "PORT_IN_USE",
                "Cannot listen on "
                        + config.host()
                        + ", port "
                        + config.port()
                        + ": "
                        + why
                        + ". Stop what uses it, or set another http.port",
                cause);
    }

    URI address() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return URI.create("http://" + host + ":" + server.port());
    }

    @Override
    public void close() {
        server.stop();
        bodies.close();
    }

    private WebServer build() {
        DirectHandlers.Builder direct = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            direct.addHandler(type, HttpServer::direct);
        }
        return WebServer.builder()
                .host(config.host())
                .address(hosts.address())
                .port(config.port())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .maxConcurrentRequests(config.maxRequests())
                .shutdownGracePeriod(Duration.ofMillis(500))
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder().sendLog(false).receiveLog(false).build())
                .directHandlers(direct.build())
                .routing(routing -> routing.any(this::handle))
                .build();
    }

    private void handle(ServerRequest request, ServerResponse response) {
        long started = System.nanoTime();
        String operation = "none";
        int status = 500;
        int held = 0;
        try {
            hosts.checkHost(request.headers().value(HeaderNames.HOST).orElse(""));
            request.headers().value(HeaderNames.ORIGIN).ifPresent(hosts::checkOrigin);
            Router.Match match = match(request);
            operation = match.operation().id();
            held = hold(request, match.operation());
            Reply reply = match.operation().handler().handle(read(request, match));
            status = send(response, reply);
        } catch (HttpError error) {
            status = error.status();
            fail(response, error);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = 503;
            fail(response, HttpError.busy("The node is stopping", 1_000));
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            status = CLIENT_GONE;
            throw new CloseConnectionException("the client went away", e);
        } catch (Exception | StackOverflowError e) {
            Log.error("http.failed", e, "operation", operation);
            fail(
                    response,
                    new HttpError(
                            500,
                            "INTERNAL",
                            "The node failed to answer; its log says more",
                            "",
                            "",
                            0));
        } finally {
            inFlightBytes.release(held);
            metrics.answered(operation, status, System.nanoTime() - started);
        }
    }

    private Router.Match match(ServerRequest request) {
        String path = request.path().path();
        if (!path.startsWith("/")) {
            throw HttpError.badRequest("path", "it must start with a slash");
        }
        return router.find(
                request.prologue().method().text().toUpperCase(Locale.ROOT),
                List.of(path.substring(1).split("/", -1)));
    }

    /** Takes part of the memory that all bodies share; says how much. */
    private int hold(ServerRequest request, Operation operation) throws InterruptedException {
        if (operation.bodies().isEmpty()) {
            return 0;
        }
        long length = request.headers().contentLength().orElse(config.maxBodyBytes());
        if (length > config.maxBodyBytes()) {
            throw tooLarge();
        }
        int bytes = (int) Math.max(1, length);
        if (!inFlightBytes.tryAcquire(bytes, BODY_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw HttpError.busy("Too many large requests are under way", BODY_WAIT_MILLIS);
        }
        return bytes;
    }

    private Request read(ServerRequest request, Router.Match match) {
        Operation operation = match.operation();
        Map<String, List<String>> given = request.query().toMap();
        Map<String, String> query = new java.util.LinkedHashMap<>();
        for (var parameter : given.entrySet()) {
            String name = parameter.getKey();
            if (!operation.takesQuery(name)) {
                throw HttpError.badRequest(
                        "query", "this path takes no parameter of that name", known(operation));
            }
            if (parameter.getValue().size() != 1) {
                throw HttpError.badRequest("query parameter " + name, "give it once");
            }
            query.put(name, parameter.getValue().getFirst());
        }
        String contentType =
                request.headers()
                        .contentType()
                        .map(type -> type.mediaType().text().toLowerCase(Locale.ROOT))
                        .orElse("");
        if (!operation.bodies().isEmpty()
                && operation.bodies().stream().noneMatch(m -> m.type().equals(contentType))) {
            throw new HttpError(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "The body's Content-Type is not one that this path takes",
                    "header Content-Type",
                    "Use "
                            + String.join(
                                    " or ",
                                    operation.bodies().stream()
                                            .map(Operation.Media::type)
                                            .toList()),
                    0);
        }
        return new Request(
                match.path(),
                query,
                contentType,
                request.headers().value(HeaderNames.ACCEPT).orElse(""),
                request.headers().value(HeaderNames.create("Last-Event-ID")).orElse(""),
                () -> body(request));
    }

    private static String known(Operation operation) {
        List<String> names =
                operation.parameters().stream()
                        .filter(p -> p.in() == Operation.In.QUERY)
                        .map(Operation.Parameter::name)
                        .toList();
        return names.isEmpty() ? "Leave it out" : "It takes " + String.join(", ", names);
    }

    private byte[] body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        int length = (int) request.headers().contentLength().orElse(-1);
        try (InputStream in = request.content().inputStream()) {
            byte[] content = bodies.read(in, length >= 0 ? length : config.maxBodyBytes() + 1);
            if (content.length > config.maxBodyBytes()) {
                throw tooLarge();
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpError tooLarge() {
        return new HttpError(
                413,
                "BODY_TOO_LARGE",
                "A request body has at most " + config.maxBodyBytes() + " bytes here",
                "body",
                "Send less at once",
                0);
    }

    private static int send(ServerResponse response, Reply reply)
            throws IOException, InterruptedException {
        switch (reply) {
            case Reply.Json json -> content(response, json.status(), Reply.JSON, json.value());
            case Reply.Content content -> {
                response.status(content.status());
                response.header("Content-Type", content.mediaType());
                response.send(content.bytes());
            }
            case Reply.Stream stream -> {
                response.status(200);
                response.header("Content-Type", stream.mediaType());
                response.header("Cache-Control", "no-store");
                try (OutputStream out = response.outputStream()) {
                    stream.body().writeTo(out);
                }
            }
        }
        return response.status().code();
    }

    private static void content(
            ServerResponse response, int status, String mediaType, Object value) {
        response.status(status);
        response.header("Content-Type", mediaType);
        response.send(Json.write(value));
    }

    private static void fail(ServerResponse response, HttpError error) {
        if (response.isSent()) {
            return; // the status went out before; the connection ends here
        }
        if (error.retryAfterMillis() > 0) {
            long seconds = (error.retryAfterMillis() + 999) / 1_000;
            response.header("Retry-After", Long.toString(seconds));
        }
        if (error.status() == 413) {
            response.header("Connection", "close");
        }
        try {
            content(response, error.status(), Reply.JSON, error.json());
        } catch (UncheckedIOException e) {
            Log.debug("http.unsent", "status", error.status());
        }
    }

    /**
     * Answers for what does not reach the handler: no HTTP, illegal characters, a body too large.
     */
    private static DirectHandler.TransportResponse direct(
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
