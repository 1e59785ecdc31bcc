package theseus.node;

import com.sun.management.UnixOperatingSystemMXBean;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The HTTP door: listens, with TLS or without. Who is let in {@link Connections} decides; one
 * handler ({@link HttpHandler}) answers all paths. Requests run on virtual threads; what is heavy
 * they hand on.
 */
final class HttpServer implements AutoCloseable {
    private static final System.Logger HELIDON = System.getLogger("io.helidon");
    private static final int MAX_PROLOGUE_BYTES = 4 * 1024;
    private static final int MAX_HEADERS_BYTES = 16 * 1024;

    private final HttpConfig config;
    private final HostRule hosts;
    private final Connections connections;
    private final HttpHandler handler;
    private final WebServer server;

    /**
     * @throws NodeException when the configuration names what it cannot use
     */
    HttpServer(HttpConfig config, List<Operation> operations, HttpMetrics metrics) {
        this(config, operations, metrics, Patience.DEFAULT);
    }

    HttpServer(
            HttpConfig config, List<Operation> operations, HttpMetrics metrics, Patience patience) {
        this.config = config;
        this.hosts = HostRule.of(config);
        HELIDON.isLoggable(System.Logger.Level.TRACE); // the logger must exist before it is quieted
        java.util.logging.Logger.getLogger("io.helidon").setLevel(java.util.logging.Level.WARNING);
        this.connections = new Connections(bounded(config.quota()), patience);
        metrics.connections(connections);
        try {
            this.handler =
                    new HttpHandler(config, hosts, operations, metrics, connections, patience);
            this.server = build();
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    /** Each connection is an open file. */
    private static QuotaConfig bounded(QuotaConfig quota) {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean system)
                || system.getMaxFileDescriptorCount() < 1) {
            return quota; // the system tells no bound
        }
        long files = system.getMaxFileDescriptorCount();
        QuotaConfig within = quota.within(files);
        if (!within.equals(quota)) {
            Log.warning(
                    "http.connections",
                    "maxOpenFiles",
                    files,
                    "configured",
                    quota.connections(),
                    "taken",
                    within.connections());
        }
        return within;
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
        return URI.create(
                (config.encrypts() ? "https://" : "http://") + host + ":" + server.port());
    }

    Connections connections() {
        return connections;
    }

    @Override
    public void close() {
        server.stop();
        connections.close();
        handler.close();
    }

    private WebServer build() {
        DirectHandlers.Builder direct = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            direct.addHandler(type, Unparsed.over(Sending::direct));
        }
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host(config.host())
                        .address(hosts.address())
                        .port(config.port())
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .maxConcurrentRequests(-1) // HttpHandler counts, by client
                        .maxTcpConnections(-1) // Connections counts, by address
                        .connectionOptions(new AcceptedSockets(connections))
                        .shutdownGracePeriod(Duration.ofMillis(500))
                        .protocolsDiscoverServices(false)
                        .addProtocol(
                                Http1Config.builder()
                                        .sendLog(false)
                                        .receiveLog(false)
                                        .maxPrologueLength(MAX_PROLOGUE_BYTES)
                                        .maxHeadersSize(MAX_HEADERS_BYTES)
                                        .build())
                        .directHandlers(direct.build())
                        .routing(routing -> routing.any(handler::handle));
        if (config.encrypts()) {
            builder.tls(
                            Tls.builder()
                                    .sslContext(
                                            TlsIdentity.read(
                                                    config.tlsCertificate(), config.tlsKey()))
                                    .build())
                    .useNio(false); // the other way looks up the name of every caller's address
        }
        return builder.build();
    }
}
