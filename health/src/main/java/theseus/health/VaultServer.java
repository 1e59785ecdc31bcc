package theseus.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import theseus.health.VaultService.Answers;
import theseus.health.VaultWire.Item;
import theseus.protocol.MalformedException;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A {@link VaultService} over HTTP, on the loopback interface; {@link VaultWire} is what it speaks.
 * Sizes, open challenges and requests at a time are bounded by {@link VaultLimits}.
 */
final class VaultServer implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final String REQUEST_SECONDS_MAX = "60";
    private static final System.Logger LOG = System.getLogger(VaultServer.class.getName());

    static {
        // The JDK's server waits for ever for a slow caller unless it is told; read at its start.
        for (String bound : new String[] {"maxReqTime", "maxRspTime"}) {
            String property = "sun.net.httpserver." + bound;
            System.setProperty(property, System.getProperty(property, REQUEST_SECONDS_MAX));
        }
    }

    private final VaultService service;
    private final Hash chain;
    private final VaultLimits limits;
    private final HttpServer http;
    private final ExecutorService threads;

    private VaultServer(VaultService service, Hash chain, VaultLimits limits, int port)
            throws IOException {
        this.service = service;
        this.chain = chain;
        this.limits = limits;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        this.http = HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
        this.threads =
                Executors.newFixedThreadPool(
                        limits.connectionsMax(), Thread.ofPlatform().name("vault-", 0).factory());
        http.setExecutor(threads);
        http.createContext(VaultWire.CHALLENGES, exchange -> serve(exchange, this::challenge));
        http.createContext(VaultWire.REQUESTS, exchange -> serve(exchange, this::request));
        http.createContext("/", exchange -> serve(exchange, _ -> noSuchPath()));
    }

    /** Listens on {@code port}; 0 takes a free one. */
    static VaultServer start(VaultService service, Hash chain, VaultLimits limits, int port) {
        try {
            VaultServer server = new VaultServer(service, chain, limits, port);
            server.http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("the vault cannot listen on port " + port, e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdown();
    }

    private interface Handler {
        Verdict<Bytes> answer(Bytes body);
    }

    private void serve(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            Verdict<Bytes> answer = answer(exchange, handler);
            switch (answer) {
                case Verdict.Given<Bytes>(Bytes body) -> send(exchange, 200, body);
                case Verdict.Denied<Bytes>(DenialCode code, String explanation) ->
                        send(
                                exchange,
                                code.httpStatus(),
                                VaultWire.DENIED.encode(new Item.Denied(code.name(), explanation)));
            }
        }
    }

    private Verdict<Bytes> answer(HttpExchange exchange, Handler handler) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return Verdict.denied(DenialCode.MALFORMED, "the vault answers POST only");
        }
        byte[] body = exchange.getRequestBody().readNBytes(limits.requestBytesMax() + 1);
        if (body.length > limits.requestBytesMax()) {
            return Verdict.denied(
                    DenialCode.TOO_LARGE,
                    "a request has at most " + limits.requestBytesMax() + " bytes");
        }
        try {
            return handler.answer(Bytes.wrap(body));
        } catch (MalformedException | IllegalArgumentException e) {
            return Verdict.denied(
                    DenialCode.MALFORMED, "the request does not decode: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "vault.failed", e);
            return Verdict.denied(
                    DenialCode.VAULT_FAILED, "the vault failed; its log says where and why");
        }
    }

    private Verdict<Bytes> challenge(Bytes body) {
        return switch (service.challenge()) {
            case Verdict.Denied<Bytes> denied -> denied;
            case Verdict.Given<Bytes>(Bytes challenge) ->
                    Verdict.given(VaultWire.ISSUED.encode(new VaultWire.Issued(chain, challenge)));
        };
    }

    private Verdict<Bytes> request(Bytes body) {
        VaultRequest request = VaultWire.REQUEST.decode(body);
        return switch (request.asked()) {
            case VaultRequest.Asked.Release release ->
                    reply(
                            service.release(request, release),
                            each ->
                                    new Item.Released(
                                            each.recordId(),
                                            each.ciphertext(),
                                            each.key().sealed()));
            case VaultRequest.Asked.OwnKeys own ->
                    reply(service.ownKeys(request, own), key -> new Item.Key(key.sealed()));
            case VaultRequest.Asked.HandOver handOver ->
                    reply(service.handOver(request, handOver), Item.Kept::new);
            case VaultRequest.Asked.Forget forget ->
                    reply(service.forget(request, forget), Item.Forgotten::new);
        };
    }

    private interface ToItem<T> {
        Item of(T value);
    }

    private static <T> Verdict<Bytes> reply(Verdict<Answers<T>> decided, ToItem<T> toItem) {
        return switch (decided) {
            case Verdict.Denied<Answers<T>> denied -> denied.as();
            case Verdict.Given<Answers<T>>(Answers<T> answers) ->
                    Verdict.given(
                            VaultWire.REPLY.encode(
                                    new VaultWire.Reply(
                                            answers.height(),
                                            answers.answers().stream()
                                                    .map(each -> item(each, toItem))
                                                    .toList())));
        };
    }

    private static <T> Item item(Verdict<T> verdict, ToItem<T> toItem) {
        return switch (verdict) {
            case Verdict.Given<T>(T value) -> toItem.of(value);
            case Verdict.Denied<T>(DenialCode code, String explanation) ->
                    new Item.Denied(code.name(), explanation);
        };
    }

    private static Verdict<Bytes> noSuchPath() {
        return Verdict.denied(
                DenialCode.MALFORMED,
                "the vault knows " + VaultWire.CHALLENGES + " and " + VaultWire.REQUESTS);
    }

    private static void send(HttpExchange exchange, int status, Bytes body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", VaultWire.CBOR);
        exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.size());
        exchange.getResponseBody().write(body.unsafeArray());
    }
}
