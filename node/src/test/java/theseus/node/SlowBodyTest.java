package theseus.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders that promise bodies and do not send them keep nobody else out for long. */
@Timeout(60)
@EnabledOnOs(OS.LINUX) // all of 127.0.0.0/8 is this machine
final class SlowBodyTest {
    private static final int LARGEST = HttpConfig.DEFAULT.maxBodyBytes();
    private static final int ADDRESSES = 8;

    private static Patience patience(long bodyMillis) {
        return new Patience(30_000, 30_000, bodyMillis, 30_000);
    }

    private static Socket promise(TestDoor door, int from, int bytes) throws IOException {
        return TestDoor.say(
                door.from(from),
                "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/cbor\r\nContent-Length: "
                        + bytes
                        + "\r\n\r\n");
    }

    private static boolean isTaken(TestDoor door) {
        try (Socket socket = TestDoor.say(promise(door, 1, 1), "x")) {
            return TestDoor.answer(socket).startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void memoryIsNotHeldByThem() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, patience(500))) {
            for (int i = 0; i < HttpConfig.DEFAULT.maxInFlightBytes() / LARGEST; i++) {
                TestDoor.say(promise(door, 2 + i, LARGEST), "x");
            }
            TestDoor.await(() -> isTaken(door));
        }
    }

    /** What is no chunk, and then nothing: the answer comes, and the connection ends. */
    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "\r\n", "-1\r\n", "0\r\nX: y\r\n", "ffffffffffffffffff\r\n"})
    void malformedChunksAreAnsweredAtOnce(String chunk) throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, patience(500))) {
            Socket socket = TestDoor.say(chunked(door), chunk);
            String answer = TestDoor.answer(socket);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(TestDoor.isClosed(socket));
        }
    }

    /** Where a body ends may be seen otherwise by a gateway: nothing behind it is a request. */
    @ParameterizedTest
    @ValueSource(strings = {"1\r\nx\r\n0\r\n\r\n", "zz\r\n0\r\n\r\n", "+1\r\nxXX0\r\n\r\n"})
    void noRequestComesBehindChunks(String body) throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, patience(500))) {
            Socket socket =
                    TestDoor.say(
                            chunked(door),
                            body + "GET /v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            TestDoor.answer(socket);
            String behind = TestDoor.answer(socket);
            assertTrue(behind.isEmpty(), behind);
        }
    }

    private static Socket chunked(TestDoor door) throws IOException {
        return TestDoor.say(
                door.from(1),
                "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                        + " application/cbor\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @Test
    void placesAreNotHeldByThem() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, patience(500))) {
            for (int i = 0; i < HttpConfig.DEFAULT.maxRequests(); i++) {
                promise(door, 2 + i % ADDRESSES, 100);
            }
            TestDoor.await(() -> isTaken(door));
        }
    }

    @Test
    void whatComesInPiecesIsTaken() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT, patience(30_000))) {
            Socket socket = promise(door, 1, 4);
            for (int i = 0; i < 4; i++) {
                Thread.sleep(20); // so that they do not come together
                TestDoor.say(socket, "x");
            }
            assertTrue(TestDoor.answer(socket).startsWith("HTTP/1.1 200"));
        }
    }
}
