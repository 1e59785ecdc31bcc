package theseus.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A node as an operator starts it: {@code ./theseus up}, a process of its own. */
final class NodeProcess implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long KNOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long STOP_SECONDS = 60;
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Process process;
    private final URI address;
    private final Path log;
    private final long startedNanos;

    private NodeProcess(Process process, URI address, Path log, long startedNanos) {
        this.process = process;
        this.address = address;
        this.log = log;
        this.startedNanos = startedNanos;
    }

    /**
     * Where {@code data} holds no chain, a new one begins with the modules that ship.
     *
     * @param scratch where its output and the home of its user lie
     */
    static NodeProcess start(Path scratch, Path data) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = scratch.resolve("node.log");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("theseus.home", "."), "theseus").toString(),
                        "up",
                        "--data",
                        data.toString(),
                        "--port",
                        Integer.toString(port));
        builder.environment().put("THESEUS_HOME", scratch.resolve("home").toString());
        builder.environment().remove("JAVA_OPTS"); // this process' own, such as -Drecords
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        long started = System.nanoTime();
        return new NodeProcess(
                builder.start(), URI.create("http://127.0.0.1:" + port), log, started);
    }

    URI address() {
        return address;
    }

    /** Of the JVM: the launcher gives way to it. */
    long pid() {
        return process.pid();
    }

    double millisSinceStart() {
        return (System.nanoTime() - startedNanos) / 1e6;
    }

    /** Knocks until the API answers {@code /v1/status}; milliseconds since the start. */
    double awaitStatus(HttpClient http) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve("/v1/status")).timeout(ANSWER).build();
        long until = startedNanos + PATIENCE_NANOS;
        while (true) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return millisSinceStart();
                }
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new IllegalStateException(
                            "the node did not start:\n" + Files.readString(log), notYet);
                }
            }
            LockSupport.parkNanos(KNOCK_NANOS);
        }
    }

    /** Milliseconds since the start until a query is answered. */
    double awaitQuery(HttpClient http, String instance, String query, String body)
            throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(
                                        address.resolve(
                                                "/v1/instances/" + instance + "/queries/" + query))
                                .header("Content-Type", "application/json")
                                .timeout(ANSWER)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return millisSinceStart();
    }

    /** What {@code /proc} says of it, in megabytes: {@code VmRSS}, {@code VmHWM}. */
    double megabytes(String what) throws IOException {
        return megabytes(process.pid(), what);
    }

    static double megabytes(long pid, String what) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        List<String> lines = Files.readAllLines(status);
        String line =
                lines.stream()
                        .filter(one -> one.startsWith(what + ":"))
                        .findFirst()
                        .orElseThrow(() -> new IOException(status + " has no " + what));
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
    }

    /** Ends it as Ctrl-C does. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
