package theseus.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between a command and a node, and answers what it likes. */
final class Relay implements AutoCloseable {
    private static final Set<String> KEPT = Set.of("content-type", "accept", "authorization");

    /** What is answered instead of the truth. */
    interface Lie {
        Lie NONE = (path, truth) -> truth;

        byte[] instead(String path, byte[] truth) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI node;
    private final List<String> submitted = Collections.synchronizedList(new ArrayList<>());
    private volatile Lie lie = Lie.NONE;
    private volatile boolean breaksOff;

    Relay(String node) throws IOException {
        this.node = URI.create(node);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Paths to which something was handed in since the last one was asked for. */
    List<String> submitted() {
        List<String> all = List.copyOf(submitted);
        submitted.clear();
        return all;
    }

    void lies(Lie other) {
        lie = other;
    }

    /** From now on half of each backup is sent. */
    void breaksOff() {
        breaksOff = true;
    }

    /** What the node answers. */
    byte[] truth(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(node.resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !path.contains("/queries/")) {
            submitted.add(path);
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(node.resolve(path))
                        .method(
                                method,
                                HttpRequest.BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (KEPT.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        try (exchange) {
            HttpResponse<byte[]> truth =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            byte[] told = lie.instead(path, truth.body());
            truth.headers()
                    .firstValue("content-type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(truth.statusCode(), told.length);
            boolean isCut = breaksOff && path.equals("/v1/backup");
            exchange.getResponseBody().write(told, 0, isCut ? told.length / 2 : told.length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }
}
