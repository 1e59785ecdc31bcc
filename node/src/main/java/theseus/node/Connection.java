package theseus.node;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * An open connection: from where, what it is at, and until when that may take. Whoever is late is
 * closed by {@link Connections}; closing the channel ends whatever reads or writes it.
 */
final class Connection {
    private static final long LINGER_MILLIS = 1_000;
    private static final long LINGER_BYTES = 16L * 1024 * 1024;
    private static final int NETWORK_BYTES = 8;

    private final SocketChannel channel;
    private final SocketAddress remote;
    private final String address;
    private final boolean admitted;
    private final Patience patience;
    private boolean working;
    private boolean streaming;
    private long sinceNanos = System.nanoTime();
    private long deadlineNanos;
    private boolean limited;

    /**
     * @param admitted whether there was room for it; else it gets told so, and no more
     */
    Connection(SocketChannel channel, SocketAddress remote, boolean admitted, Patience patience) {
        this.channel = channel;
        this.remote = remote;
        this.address = address(remote);
        this.admitted = admitted;
        this.patience = patience;
        limit(patience.firstMillis());
    }

    /** Who has a network of IPv6 has all its addresses, so they count as one. */
    static String address(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress internet)) {
            return "local";
        }
        InetAddress one = internet.getAddress();
        return one instanceof Inet6Address && !one.isLoopbackAddress()
                ? HexFormat.ofDelimiter(":")
                                .formatHex(Arrays.copyOf(one.getAddress(), NETWORK_BYTES))
                        + "/64"
                : one.getHostAddress();
    }

    SocketAddress remote() {
        return remote;
    }

    String address() {
        return address;
    }

    boolean isAdmitted() {
        return admitted;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** A request's headers have come. Its body has a watch of its own ({@link Bodies}). */
    synchronized void requested() {
        working = true;
        limited = false;
    }

    /** A piece of an answer goes out now. */
    synchronized void writing() {
        limit(patience.writeMillis());
    }

    synchronized void written() {
        limited = false;
    }

    /** The answer is out. */
    synchronized void answered() {
        working = false;
        sinceNanos = System.nanoTime();
        limit(patience.idleMillis());
    }

    /**
     * From now on the answer has no end, so whatever comes in, or the end of it, means that the
     * client is gone: then the calling thread is interrupted.
     */
    void streams() {
        Thread writer = Thread.currentThread();
        synchronized (this) {
            streaming = true;
        }
        Thread.ofVirtual()
                .name("http-stream-end")
                .start(
                        () -> {
                            try {
                                channel.read(ByteBuffer.allocate(1));
                            } catch (IOException e) {
                                // gone as well
                            }
                            close();
                            synchronized (this) {
                                if (streaming) {
                                    writer.interrupt();
                                }
                            }
                        });
    }

    /** The answer has ended after all; the connection goes with it. */
    void streamed() {
        synchronized (this) {
            streaming = false;
        }
        Thread.interrupted(); // it was meant for the stream alone
        close();
    }

    /**
     * Says that nothing more comes, takes for a moment what the client still sends, since it might
     * not see the answer otherwise, and closes.
     */
    void linger() {
        synchronized (this) {
            limit(LINGER_MILLIS);
        }
        try {
            channel.shutdownOutput();
            ByteBuffer sink = ByteBuffer.allocate(16 * 1024);
            long left = LINGER_BYTES;
            for (int bytes = 0; bytes >= 0 && left > 0; left -= bytes) {
                bytes = channel.read(sink.clear()); // until the client is done, or took too long
            }
        } catch (IOException e) {
            Log.debug("http.linger", "failure", e.getClass().getSimpleName());
        }
        close();
    }

    /** Waiting for a request, so that closing it takes nothing away that was asked for. */
    synchronized boolean isIdle() {
        return !working;
    }

    synchronized long idleNanos(long now) {
        return now - sinceNanos;
    }

    synchronized boolean isLate(long now) {
        return limited && now - deadlineNanos > 0;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            Log.debug("http.unclosed", "failure", e.getClass().getSimpleName());
        }
    }

    private void limit(long millis) {
        deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        limited = true;
    }
}
