package theseus.node;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import theseus.state.spi.StorageException;

/**
 * One handler for all paths, so that every answer, also to what is no request at all, has the one
 * error shape. Who asks gets a part of the places and the memory, and no more.
 */
final class HttpHandler implements AutoCloseable {
    private static final long BODY_WAIT_MILLIS = 2_000;
    private static final long BUSY_MILLIS = 1_000;

    /** Not on the wire: a status for the metrics when the client went away before the answer. */
    private static final int CLIENT_GONE = 499;

    private final HttpConfig config;
    private final Router router;
    private final HostRule hosts;
    private final Optional<Tokens> tokens;
    private final HttpMetrics metrics;
    private final Connections connections;
    private final ClientQuota requests;
    private final ClientQuota inFlightBytes;
    private final Bodies bodies;

    /** What one request holds, to be given back. */
    private static final class Held {
        String client = "";
        String operation = "none";
        boolean place;
        int bytes;
        boolean read;
    }

    HttpHandler(
            HttpConfig config,
            HostRule hosts,
            List<Operation> operations,
            HttpMetrics metrics,
            Connections connections,
            Patience patience) {
        this.config = config;
        this.router = new Router(operations);
        this.hosts = hosts;
        this.tokens =
                config.asksWho() ? Optional.of(Tokens.open(config.tokens())) : Optional.empty();
        this.metrics = metrics;
        this.connections = connections;
        this.bodies = new Bodies(patience.bodyMillis());
        this.requests = new ClientQuota(config.maxRequests(), config.quota().requestsPerClient());
        this.inFlightBytes =
                new ClientQuota(config.maxInFlightBytes(), config.quota().bytesPerClient());
    }

    void handle(ServerRequest request, ServerResponse response) {
        Connection connection =
                connections
                        .find(request.remotePeer().address())
                        .orElseThrow(() -> new CloseConnectionException("it is closed"));
        connection.requested();
        Sending sending = new Sending(response, connection);
        long started = System.nanoTime();
        Held held = new Held();
        int status = 500;
        try {
            status = answer(request, connection, sending, held);
        } catch (HttpError error) {
            status = error.status();
            closeUnread(request, held, sending);
            sending.fail(error);
        } catch (InterruptedException e) {
            if (!connection.isOpen()) {
                status = CLIENT_GONE;
                throw new CloseConnectionException("the client went away", e);
            }
            status = 503;
            sending.closesAfterwards();
            sending.fail(HttpError.busy("The node is stopping", BUSY_MILLIS));
            Thread.currentThread().interrupt(); // before, it would close the channel
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            status = CLIENT_GONE;
            throw new CloseConnectionException("the client went away", e);
        } catch (StorageException e) {
            Log.error("http.failed", e, "operation", held.operation);
            closeUnread(request, held, sending);
            sending.fail(
                    new HttpError(
                            500,
                            e.code().name(),
                            "The node's storage failed where this is kept",
                            "",
                            "Tell who runs the node: its log says what is wrong",
                            0));
        } catch (Exception | StackOverflowError e) {
            Log.error("http.failed", e, "operation", held.operation);
            closeUnread(request, held, sending);
            sending.fail(
                    new HttpError(
                            500,
                            "INTERNAL",
                            "The node failed to answer; its log says more",
                            "",
                            "",
                            0));
        } finally {
            inFlightBytes.release(held.client, held.bytes);
            if (held.place) {
                requests.release(held.client, 1);
            }
            connection.answered();
            metrics.answered(held.operation, status, System.nanoTime() - started);
        }
        if (sending.closes()) {
            connection.linger();
            throw new CloseConnectionException("as the answer said"); // Helidon would keep it
        }
    }

    @Override
    public void close() {
        bodies.close();
    }

    private int answer(ServerRequest request, Connection connection, Sending sending, Held held)
            throws Exception {
        if (!connection.isAdmitted()) {
            throw tooManyConnections();
        }
        hosts.checkHost(request.headers().value(HeaderNames.HOST).orElse(""));
        request.headers().value(HeaderNames.ORIGIN).ifPresent(hosts::checkOrigin);
        Router.Match match = match(request);
        Operation operation = match.operation();
        held.operation = operation.id();
        held.client = client(request, connection, operation.right());
        place(held);
        hold(request, operation, held);
        Reply reply = written(operation.handler().handle(read(request, match, held)));
        closeUnread(request, held, sending);
        keep(reply, operation, held);
        return sending.send(reply);
    }

    /** The token's name where the node asks for one, else the address. */
    private String client(ServerRequest request, Connection connection, Right needed) {
        return tokens.map(
                        known ->
                                "token "
                                        + known.check(
                                                        request.headers()
                                                                .value(HeaderNames.AUTHORIZATION)
                                                                .orElse(""),
                                                        needed)
                                                .name())
                .orElseGet(connection::address);
    }

    private void place(Held held) {
        requests.take(held.client, 1).orRefuse("requests under way", BUSY_MILLIS);
        held.place = true;
    }

    /** Takes part of the memory that all bodies share. */
    private void hold(ServerRequest request, Operation operation, Held held)
            throws InterruptedException {
        if (operation.bodies().isEmpty()) {
            return;
        }
        long length =
                Unparsed.header("Content-Length", request.headers()::contentLength)
                        .orElse(config.maxBodyBytes());
        if (length > config.maxBodyBytes()) {
            throw tooLarge();
        }
        int bytes = (int) Math.max(1, length);
        inFlightBytes
                .take(held.client, bytes, BODY_WAIT_MILLIS)
                .orRefuse("large requests under way", BODY_WAIT_MILLIS);
        held.bytes = bytes;
    }

    private static Reply written(Reply reply) {
        return reply instanceof Reply.Json json
                ? new Reply.Content(json.status(), Reply.JSON, Json.write(json.value()))
                : reply;
    }

    /** A large answer takes part of the memory too, until it was taken. */
    private void keep(Reply reply, Operation operation, Held held) {
        if (!(reply instanceof Reply.Content content)
                || content.bytes().length <= Sending.PIECE_BYTES) {
            return;
        }
        int bytes = content.bytes().length;
        if (operation.right() == Right.SUBMIT) {
            inFlightBytes.force(held.client, bytes); // it says what was accepted
        } else {
            inFlightBytes
                    .take(held.client, bytes)
                    .orRefuse("large answers under way", BODY_WAIT_MILLIS);
        }
        held.bytes += bytes;
    }

    /** A body that nobody reads may have no end: the connection ends instead. */
    private static void closeUnread(ServerRequest request, Held held, Sending sending) {
        if (!held.read && request.content().hasEntity()) {
            sending.closesAfterwards();
        }
    }

    private HttpError tooManyConnections() {
        return new HttpError(
                503,
                "TOO_MANY_CONNECTIONS",
                "There is no room for another connection from your address, or none at all",
                "",
                "Use fewer connections, and try again after the given time",
                BUSY_MILLIS);
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

    private Request read(ServerRequest request, Router.Match match, Held held) {
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
                Unparsed.header("Content-Type", request.headers()::contentType)
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
                held.client,
                () -> body(request, held));
    }

    private static String known(Operation operation) {
        List<String> names =
                operation.parameters().stream()
                        .filter(p -> p.in() == Operation.In.QUERY)
                        .map(Operation.Parameter::name)
                        .toList();
        return names.isEmpty() ? "Leave it out" : "It takes " + String.join(", ", names);
    }

    private byte[] body(ServerRequest request, Held held) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        int length = (int) request.headers().contentLength().orElse(-1);
        // Not to be closed where it was not read to its end: closing reads the rest, and waits.
        InputStream in = request.content().inputStream();
        byte[] content = bodies.read(in, length >= 0 ? length : config.maxBodyBytes() + 1);
        if (content.length > config.maxBodyBytes()) {
            throw tooLarge();
        }
        // Where pieces of a body end, a gateway may see otherwise: no request comes behind them.
        held.read = length >= 0;
        return content;
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
}
