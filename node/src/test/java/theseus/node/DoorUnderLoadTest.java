package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Half-open, slow, greedy and endless clients: each costs little, for a short while. */
@Timeout(60)
@EnabledOnOs(OS.LINUX) // all of 127.0.0.0/8 is this machine
final class DoorUnderLoadTest {
    private static final Patience SHORT = new Patience(400, 400, 400, 400);

    /** Time enough to be answered, also where much else runs, and then little. */
    private static final Patience THEN_SHORT = new Patience(5_000, 400, 5_000, 5_000);

    private static final Patience LONG = new Patience(30_000, 30_000, 30_000, 30_000);

    private static HttpConfig config(int connections, int perAddress, int requests) {
        return HttpConfig.DEFAULT.withQuota(
                new QuotaConfig(connections, perAddress, requests, 16 * 1024 * 1024, 2));
    }

    private static void ok(Socket socket) throws IOException {
        String answer = TestDoor.answer(TestDoor.ask(socket, "/v1/hello"));
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }

    @Test
    void whoSendsNothingOrTooSlowlyIsClosed() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, SHORT)) {
            Socket silent = door.from(1);
            Socket half = TestDoor.say(door.from(1), "GET /v1/hello HTTP/1.1\r\nHost: loc");
            Socket trickling = TestDoor.say(door.from(1), "GET /v1/hello HTTP/1.1\r\nX: ");
            TestDoor.await(
                    () -> {
                        try {
                            TestDoor.say(trickling, "x");
                            return false;
                        } catch (IOException e) {
                            return true;
                        }
                    });
            assertTrue(TestDoor.isClosed(silent));
            assertTrue(TestDoor.isClosed(half));
            TestDoor.await(() -> door.server.connections().count() == 0);
        }
    }

    @Test
    void whoAsksNothingMoreIsClosed() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, THEN_SHORT)) {
            Socket idle = door.from(1);
            ok(idle);
            assertTrue(TestDoor.isClosed(idle));
            TestDoor.await(() -> door.server.connections().count() == 0);
        }
    }

    @Test
    void whoIsStoppedIsTold() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, LONG)) {
            Socket socket = door.asking(1, "/v1/stop");
            told(TestDoor.answer(socket), 503, "BUSY");
            assertTrue(TestDoor.isClosed(socket));
        }
    }

    @Test
    void whoDoesNotReadIsClosed() throws Exception {
        Patience patience = new Patience(5_000, 5_000, 5_000, 400);
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, patience)) {
            Socket answer = door.asking(1, "/v1/large");
            Socket stream = door.asking(1, "/v1/flood");
            TestDoor.await(() -> door.server.connections().late() == 2);
            TestDoor.await(() -> door.server.connections().count() == 0);
            TestDoor.await(() -> door.streams.taken() == 0);
            assertTrue(answer.isConnected() && stream.isConnected());
        }
    }

    @Test
    void aStreamsPlaceComesBackWhenItsClientGoes() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, LONG)) {
            Socket stream = door.asking(1, "/v1/quiet");
            assertTrue(TestDoor.answer(stream).startsWith("HTTP/1.1 200"));
            assertEquals(1, door.streams.taken());
            stream.close();
            TestDoor.await(() -> door.streams.taken() == 0);
            TestDoor.await(() -> door.server.connections().count() == 0);
        }
    }

    @Test
    void endlessHeadersAndBodiesEnd() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, LONG)) {
            endless(door, "GET /v1/hello HTTP/1.1\r\nHost: localhost\r\n", "X: y\r\n");
            endless(door, "GET /v1/", "h");
            String chunked = "Transfer-Encoding: chunked\r\nContent-Type: application/cbor\r\n\r\n";
            String piece = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            endless(door, "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\n" + chunked, piece);
            endless(door, "GET /v1/hello HTTP/1.1\r\nHost: localhost\r\n" + chunked, piece);
            endless(door, "GET /v1/none HTTP/1.1\r\nHost: localhost\r\n" + chunked, piece);
            ok(door.from(1));
        }
    }

    /** Sends without end, and sees that it is closed before it has sent much. */
    private static void endless(TestDoor door, String begin, String more) throws IOException {
        Socket socket = TestDoor.say(door.from(1), begin);
        OutputStream out = socket.getOutputStream();
        byte[] piece = more.repeat(1 + 4096 / more.length()).getBytes();
        long sent = 0;
        try {
            while (sent < 64L * 1024 * 1024) {
                out.write(piece);
                sent += piece.length;
            }
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("took " + sent + " bytes of " + begin);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, LONG)) {
            Socket socket = door.from(1);
            for (int i = 0; i < 20; i++) {
                TestDoor.ask(socket, i % 2 == 0 ? "/v1/hello" : "/v1/none");
            }
            for (int i = 0; i < 20; i++) {
                String answer = TestDoor.answer(socket);
                assertTrue(answer.startsWith(i % 2 == 0 ? "HTTP/1.1 200" : "HTTP/1.1 404"), answer);
            }
        }
    }

    @Test
    void idleConnectionsGiveWay() throws Exception {
        try (TestDoor door = new TestDoor(config(8, 8, 4), LONG)) {
            Socket mine = door.from(1);
            ok(mine);
            List<Socket> idle = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                idle.add(door.from(2));
                ok(idle.getLast());
            }
            ok(mine); // who holds less keeps what it has
            ok(door.from(3));
            assertTrue(TestDoor.isClosed(idle.getFirst()));
            assertEquals(8, door.server.connections().count());
        }
    }

    @Test
    void connectionsAreBoundedForEachAddress() throws Exception {
        try (TestDoor door = new TestDoor(config(64, 3, 64), LONG)) {
            for (int i = 0; i < 3; i++) {
                door.asking(2, "/v1/wait");
            }
            busy(door, 3);
            Socket fourth = door.asking(2, "/v1/hello");
            told(TestDoor.answer(fourth), 503, "TOO_MANY_CONNECTIONS");
            assertTrue(TestDoor.isClosed(fourth));
            ok(door.from(3));
        }
    }

    /** Until so many are at work, so that none could give way. */
    private static void busy(TestDoor door, int count) throws InterruptedException {
        Connections all = door.server.connections();
        TestDoor.await(() -> all.count() == count && all.idle() == 0);
    }

    @Test
    void requestsAreBoundedForEachClient() throws Exception {
        try (TestDoor door = new TestDoor(config(64, 64, 3), LONG)) {
            for (int i = 0; i < 3; i++) {
                door.asking(2, "/v1/wait");
            }
            busy(door, 3);
            Socket fourth = door.asking(2, "/v1/hello");
            told(TestDoor.answer(fourth), 429, "QUOTA");
            ok(door.from(3));
            door.release.countDown();
            busyAllDone(door);
            ok(fourth); // the same connection goes on
        }
    }

    private static void busyAllDone(TestDoor door) throws InterruptedException {
        TestDoor.await(() -> door.server.connections().idle() == door.server.connections().count());
    }

    private static void told(String answer, int status, String code) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertTrue(answer.contains("\"" + code + "\""), answer);
        assertTrue(answer.contains("Retry-After: "), answer);
        assertFalse(answer.contains("\"message\":\"\""), answer);
    }

    @Test
    void noClientTakesAllThatIsShared() {
        ClientQuota quota = new ClientQuota(100, 1_000);
        int greedy = 0;
        while (quota.take("greedy", 1) == ClientQuota.Outcome.TAKEN) {
            greedy++;
        }
        assertEquals(80, greedy);
        for (int i = 0; i < 8; i++) {
            assertEquals(ClientQuota.Outcome.TAKEN, quota.take("other " + i, 1));
        }
        quota.release("greedy", 80);
        assertEquals(8, quota.taken());
        assertEquals(ClientQuota.Outcome.ALL_TAKEN, quota.take("large", 93));
        assertEquals(ClientQuota.Outcome.ALL_TAKEN, quota.take("other 1", 93));
    }
}
