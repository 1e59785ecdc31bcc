package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and who goes for it. */
final class ConnectionsTest {
    private static final Patience LONG = new Patience(30_000, 30_000, 30_000, 30_000);

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Connections connections =
            new Connections(new QuotaConfig(2, 2, 4, 1024, 1), LONG);

    @AfterEach
    void close() throws IOException {
        connections.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    private static InetSocketAddress from(int host, int port) {
        return new InetSocketAddress("10.0.0." + host, port);
    }

    private Connection add(int host, int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        assertTrue(connections.add(channel, from(host, port)));
        return connections.find(from(host, port)).orElseThrow();
    }

    @Test
    void oneGoesAndOneComesHoweverManyAreToldThatThereIsNoRoom() throws Exception {
        Connection first = add(1, 1);
        Connection second = add(1, 2);
        first.requested();
        second.requested();
        for (int i = 1; i <= 5; i++) {
            assertFalse(add(2, i).isAdmitted());
        }
        first.answered();
        second.answered();
        assertTrue(add(3, 1).isAdmitted());
        assertFalse(first.isOpen());
        assertTrue(second.isOpen());
        assertTrue(add(4, 1).isAdmitted());
        assertFalse(second.isOpen());
    }

    @Test
    void thoseWithoutRoomAreBoundedToo() throws Exception {
        add(1, 1).requested();
        add(1, 2).requested();
        for (int i = 1; i <= Connections.LOBBY_PER_ADDRESS; i++) {
            assertFalse(add(2, i).isAdmitted());
        }
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        assertFalse(connections.add(channel, from(2, 1_000)));
        assertFalse(add(3, 1).isAdmitted());
    }

    @Test
    void aPortThatIsUsedAnewEndsWhatItWasBefore() throws Exception {
        Connection before = add(1, 1);
        Connection after = add(1, 1);
        assertFalse(before.isOpen());
        assertTrue(after.isOpen() && after.isAdmitted());
        assertEquals(1, connections.count());
        assertTrue(add(1, 2).isAdmitted());
        assertTrue(after.isOpen());
    }

    @Test
    void connectionsAreHalfOfTheFilesAtMost() {
        QuotaConfig quota = QuotaConfig.DEFAULT;
        assertEquals(quota, quota.within(1_000_000));
        assertEquals(quota, quota.within(Long.MAX_VALUE));
        assertEquals(quota, quota.within(2L * quota.connections()));
        assertEquals(512, quota.within(1_024).connections());
        assertEquals(512, quota.within(1_024).connectionsPerAddress());
        assertEquals(1, quota.within(1).connections());
    }
}
