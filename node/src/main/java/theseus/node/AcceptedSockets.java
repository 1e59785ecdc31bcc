package theseus.node;

import io.helidon.common.socket.SocketOptions;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How sockets are set up; and since Helidon sets up each one right after accepting it, before TLS
 * and before it reads a byte, this is where a connection is first seen and may be turned away.
 */
final class AcceptedSockets implements SocketOptions {
    /** What an answer that nobody reads may hold in the system's memory. */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private final SocketOptions options =
            SocketOptions.builder()
                    .readTimeout(Duration.ofMillis(Patience.DEFAULT.idleMillis()))
                    .socketSendBufferSize(SEND_BUFFER_BYTES)
                    .tcpNoDelay(true)
                    .build();
    private final Connections connections;

    AcceptedSockets(Connections connections) {
        this.connections = connections;
    }

    @Override
    public void configureSocket(SocketChannel socket) {
        connections.accepted(socket);
        options.configureSocket(socket);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
