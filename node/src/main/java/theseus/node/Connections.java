package theseus.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * All open connections of the HTTP door, from the moment they are accepted. Their number is
 * bounded, in all and for each address. When there is no room, the one that has been waiting for a
 * request longest gives way, first of those who hold most; so thousands of idle connections keep
 * nobody out. Where none gives way, a few more are let in to be told so; the rest is closed at
 * once.
 */
final class Connections implements AutoCloseable {
    /** Connections that are told that there is no room, at a time. */
    static final int LOBBY = 128;

    static final int LOBBY_PER_ADDRESS = 16;
    private static final Patience LOBBY_PATIENCE = new Patience(2_000, 2_000, 2_000, 2_000);
    private static final long LOOK_MILLIS = 250;

    private final QuotaConfig quota;
    private final Patience patience;
    private final Map<SocketAddress, Connection> open = new HashMap<>();
    private final Places admitted = new Places();
    private final Places lobby = new Places();
    private final LongAdder late = new LongAdder();
    private final LongAdder gaveWay = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("http-connections").factory());

    Connections(QuotaConfig quota, Patience patience) {
        this.quota = quota;
        this.patience = patience;
        looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * By the thread that accepts.
     *
     * @throws UncheckedIOException when there is no room, not even to be told so
     */
    void accepted(SocketChannel channel) {
        try {
            SocketAddress remote = channel.getRemoteAddress();
            if (!add(channel, remote)) {
                refused.increment();
                throw new UncheckedIOException(new IOException("too many connections"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty when it has been closed meanwhile. */
    synchronized Optional<Connection> find(SocketAddress remote) {
        return Optional.ofNullable(open.get(remote));
    }

    synchronized int count() {
        return open.size();
    }

    /** Of those that are open, how many wait for a request. */
    synchronized int idle() {
        return (int) open.values().stream().filter(Connection::isIdle).count();
    }

    /** How many were closed since they took too long. */
    long late() {
        return late.sum();
    }

    void writeTo(PrometheusText text) {
        text.gauge("theseus_http_connections", "Open connections", count());
        text.counter(
                "theseus_http_connections_late_total",
                "Closed since they took too long over a request or an answer",
                late.sum());
        text.counter(
                "theseus_http_connections_gave_way_total",
                "Idle ones closed to make room for others",
                gaveWay.sum());
        text.counter(
                "theseus_http_connections_refused_total",
                "Closed at once, since there was no room",
                refused.sum());
    }

    @Override
    public void close() {
        looks.shutdownNow();
        synchronized (this) {
            open.values().forEach(Connection::close);
        }
    }

    /** Whether it was let in, if only to be told that there is no room. */
    synchronized boolean add(SocketChannel channel, SocketAddress remote) {
        Optional.ofNullable(open.get(remote)).ifPresent(this::end); // of a port that is used anew
        String address = Connection.address(remote);
        boolean room = hasRoom(address);
        if (!room && (lobby.all() >= LOBBY || lobby.of(address) >= LOBBY_PER_ADDRESS)) {
            return false;
        }
        open.put(remote, new Connection(channel, remote, room, room ? patience : LOBBY_PATIENCE));
        (room ? admitted : lobby).add(address);
        return true;
    }

    /** Makes it where it can: one goes, one comes. */
    private boolean hasRoom(String address) {
        boolean alone = admitted.of(address) >= quota.connectionsPerAddress();
        if (!alone && admitted.all() < quota.connections()) {
            return true;
        }
        long now = System.nanoTime();
        Optional<Connection> one =
                open.values().stream()
                        .filter(Connection::isAdmitted)
                        .filter(c -> !c.isOpen() || c.isIdle())
                        .filter(c -> !alone || c.address().equals(address))
                        .max(
                                Comparator.<Connection>comparingInt(c -> c.isOpen() ? 0 : 1)
                                        .thenComparingInt(c -> admitted.of(c.address()))
                                        .thenComparingLong(c -> c.idleNanos(now)));
        one.ifPresent(
                connection -> {
                    if (connection.isOpen()) {
                        gaveWay.increment();
                    }
                    end(connection);
                });
        return one.isPresent();
    }

    private void look() {
        try {
            List<Connection> all;
            synchronized (this) {
                all = List.copyOf(open.values());
            }
            long now = System.nanoTime();
            for (Connection connection : all) {
                if (connection.isOpen() && connection.isLate(now)) {
                    late.increment();
                    connection.close();
                }
                if (!connection.isOpen()) {
                    synchronized (this) {
                        remove(connection);
                    }
                }
            }
        } catch (RuntimeException e) {
            Log.error("http.connections", e); // else it would never look again
        }
    }

    private void end(Connection connection) {
        connection.close();
        remove(connection);
    }

    private void remove(Connection connection) {
        if (open.remove(connection.remote(), connection)) {
            (connection.isAdmitted() ? admitted : lobby).remove(connection.address());
        }
    }

    /** How many connections there are, in all and from each address. */
    private static final class Places {
        private final Map<String, Integer> byAddress = new HashMap<>();
        private int all;

        int all() {
            return all;
        }

        int of(String address) {
            return byAddress.getOrDefault(address, 0);
        }

        void add(String address) {
            byAddress.merge(address, 1, Integer::sum);
            all++;
        }

        void remove(String address) {
            byAddress.computeIfPresent(address, (name, count) -> count > 1 ? count - 1 : null);
            all--;
        }
    }
}
