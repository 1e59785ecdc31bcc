package theseus.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import theseus.fuzzing.Puppet;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/**
 * A node that means no good: it does not end, says too much, or leads astray. Each time the client
 * comes back with an exception of its own, in bounded time and memory.
 */
@Timeout(120)
final class HostileNodeTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String STREAM =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    private Puppet node;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        node = Puppet.start();
        transport = new Transport(node.uri(), Access.OPEN);
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        node.close();
    }

    private ApiException refused(String code, Executable asking) {
        ApiException refused = assertThrows(ApiException.class, asking);
        assertEquals(code, refused.code(), refused.getMessage());
        return refused;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void answers(String json) {
        node.answers(200, "application/json", bytes(json));
    }

    /** JDK's HttpClient counts the time to the beginning of an answer only. */
    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        for (String begun : new String[] {"", "HTTP/1.1 2", GOOD, GOOD + "\r\n{\"height\":"}) {
            node.says(
                    (asked, out) -> {
                        out.write(bytes(begun));
                        out.flush();
                        never.await();
                        return false;
                    });
            try (Transport hasty = new Transport(node.uri(), Access.OPEN, Duration.ofMillis(200))) {
                ApiException late =
                        refused(ApiException.UNREACHABLE, () -> hasty.get("/v1/status"));
                assertTrue(String.valueOf(late.getMessage()).contains("200 ms"), late.toString());
                if (!begun.contains("\r\n\r\n")) {
                    refused(ApiException.UNREACHABLE, () -> hasty.stream("/v1/events", ""));
                }
            }
        }
        never.countDown();
    }

    @Test
    void anAnswerWithoutABoundIsNotRead() {
        node.says(HostileNodeTest::endless);
        refused(ApiException.UNREACHABLE, () -> transport.getPage("/v1/plans"));
        refused(ApiException.UNREACHABLE, () -> transport.stream("/v1/events", ""));
    }

    private static boolean endless(String asked, OutputStream out) throws IOException {
        String status = asked.contains("events") ? "500 No" : "200 OK";
        out.write(bytes("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n\r\n"));
        byte[] more = new byte[1 << 16];
        while (true) {
            out.write(more); // until the client has enough
        }
    }

    @Test
    void headersWithoutABoundAreNotRead() {
        node.says(
                (asked, out) -> {
                    out.write(bytes(GOOD));
                    while (true) {
                        out.write(bytes("X-More: " + "x".repeat(8_000) + "\r\n"));
                    }
                });
        refused(ApiException.UNREACHABLE, () -> transport.get("/v1/status"));
    }

    @Test
    void jsonThatIsSmallOnTheWayAndLargeInMemoryIsNotBuilt() {
        answers("[" + "{},".repeat(2_000_000) + "{}]");
        refused(ApiException.BAD_ANSWER, () -> transport.get("/v1/status"));
        answers("[".repeat(100_000));
        refused(ApiException.BAD_ANSWER, () -> transport.get("/v1/status"));
        answers("");
        refused(ApiException.BAD_ANSWER, () -> new UpgradeClient(transport).moduleSet());
    }

    @Test
    void noOtherPlaceIsAsked() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (Puppet other = Puppet.start()) {
            other.says(
                    (line, out) -> {
                        asked.incrementAndGet();
                        return false;
                    });
            node.says(
                    (line, out) -> {
                        out.write(
                                bytes(
                                        "HTTP/1.1 307 Go\r\nContent-Length: 0\r\nLocation: "
                                                + other.uri()
                                                + "\r\n\r\n"));
                        return true;
                    });
            refused("HTTP_307", () -> transport.get("/v1/status"));
            // a part of a list that says it goes on elsewhere
            answers("{\"plans\":[],\"next\":\"@" + other.uri().getAuthority() + "/\"}");
            refused(ApiException.BAD_ANSWER, () -> new UpgradeClient(transport).plans());
        }
        assertEquals(0, asked.get());
    }

    @Test
    void aListThatOnlySaysThatItGoesOnEnds() {
        UpgradeClient upgrades = new UpgradeClient(transport);
        answers("{\"plans\":[],\"records\":[],\"entries\":[],\"next\":\"00\"}");
        refused(ApiException.BAD_ANSWER, upgrades::plans);
        TableId table = new TableId("notes", "notes", 1);
        refused(ApiException.BAD_ANSWER, () -> upgrades.planTable(Hash.ZERO, table));
        refused(
                ApiException.BAD_ANSWER,
                () -> upgrades.touched(Hash.ZERO, java.util.Optional.empty(), 10));
        // the same record again and again
        answers("{\"records\":[{\"keyEncoded\":\"00\",\"valueEncoded\":\"00\"}],\"next\":\"00\"}");
        refused(ApiException.BAD_ANSWER, () -> upgrades.planTable(Hash.ZERO, table));
    }

    @Test
    void nobodyWaitsAsLongAsANodeSays() {
        for (String millis : new String[] {"9223372036854775807", "-5", "1e300", "\"x\""}) {
            node.answers(
                    503,
                    "application/json",
                    bytes(
                            "{\"code\":\"BUSY\",\"message\":\"later\",\"retryAfterMillis\":"
                                    + millis
                                    + "}"));
            ApiException busy = refused("BUSY", () -> transport.get("/v1/status"));
            assertTrue(
                    busy.retryAfterMillis() >= 0
                            && busy.retryAfterMillis() <= ApiException.MAX_RETRY_MILLIS,
                    millis);
        }
    }

    @Test
    void aStreamOfNothingButOneEventIsNotKept() {
        String[] endless = {
            "data: \n" + "data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", "data: x"
        };
        for (String piece : endless) {
            node.says(
                    (asked, out) -> {
                        out.write(bytes(STREAM));
                        while (true) {
                            out.write(bytes(piece.repeat(1_000)));
                        }
                    });
            try (EventStream events = new EventStream(transport.stream("/v1/events", ""))) {
                refused(ApiException.BAD_ANSWER, events::next);
            }
        }
    }

    @Test
    void whatIsNoEventIsSaidAndAStreamThatBreaksOffHasEnded() {
        String good = "{\"position\":\"1:0:0\",\"instance\":\"a\",\"name\":\"B\",\"body\":{}}";
        for (String bad :
                new String[] {
                    "{",
                    "[]",
                    "7",
                    good.replace("1:0:0", "1:0"),
                    good.replace("1:0:0", "1:0:0\\r\\nX: y"),
                    good.replace("\"B\"", "7")
                }) {
            streams(": theseus\n\ndata: " + good + "\n\ndata: " + bad + "\n\n");
            try (EventStream events = new EventStream(transport.stream("/v1/events", ""))) {
                assertEquals("1:0:0", events.next().orElseThrow().position());
                refused(ApiException.BAD_ANSWER, events::next);
            }
        }
        streams("data: " + good + "\n\ndata: {\"posi");
        try (EventStream events = new EventStream(transport.stream("/v1/events", ""))) {
            assertTrue(events.next().isPresent());
            assertFalse(events.next().isPresent());
        }
    }

    private void streams(String text) {
        node.says(
                (asked, out) -> {
                    out.write(bytes(STREAM + text));
                    return false;
                });
    }
}
