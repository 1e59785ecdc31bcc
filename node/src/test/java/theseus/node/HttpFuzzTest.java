package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ChainClient;
import theseus.fuzzing.Fuzz;
import theseus.fuzzing.HttpMutator;
import theseus.module.assets.Assets;
import theseus.protocol.CborWriter;
import theseus.protocol.Message;
import theseus.protocol.RecordCodec;
import theseus.sdk.Bytes;

/**
 * Damaged requests on sockets of a running node: whatever comes, the answer is one of those that
 * the node means to give, it has a code and a sentence, and the node goes on.
 */
@Timeout(600)
final class HttpFuzzTest {
    private static final int ANSWER_MILLIS = 30_000;
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    /** Of all threads of the process: blocks are made meanwhile. */
    private static final long MAX_ALLOCATED_BYTES = 256L << 20;

    /** What a node says that is no fault of its own. */
    private static final Set<Integer> MEANT = Set.of(501, 503, 505);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir static Path directory;
    private static Node node;
    private static ChainClient client;

    @BeforeAll
    static void start() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        node = Node.start(config);
        client = ChainClient.connect(TestChain.address(node));
        client.sender(TestChain.ISSUER).send("gold", transfer());
    }

    @AfterAll
    static void stop() {
        client.close();
        node.close();
    }

    private static Assets.Transfer transfer() {
        return new Assets.Transfer(TestChain.account(TestChain.OTHER), 1);
    }

    private static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    @Test
    void theNodeAnswersAndGoesOn() {
        Fuzz.of(
                        "http",
                        request -> {
                            exchange(request);
                            return Optional.empty();
                        })
                .refusing(Refused.class)
                .mutating(new HttpMutator())
                .from(requests())
                .beside(refused())
                .granting(16 << 20, 100)
                .rounds(1_200)
                .run();
        long before = node.height();
        client.sender(TestChain.ISSUER).send("gold", transfer());
        assertTrue(node.height() > before);
    }

    private static List<byte[]> requests() {
        List<byte[]> requests = new ArrayList<>();
        String other = TestChain.account(TestChain.OTHER).toString();
        String none = "00".repeat(32);
        for (String path :
                List.of(
                        "/metrics",
                        "/openapi.json",
                        "/v1/status",
                        "/v1/genesis",
                        "/v1/instances",
                        "/v1/instances/gold/descriptor",
                        "/v1/instances/gold/schema",
                        "/v1/accounts/" + other,
                        "/v1/artifacts",
                        "/v1/blocks?limit=2",
                        "/v1/blocks/1",
                        "/v1/blocks/1/certificate",
                        "/v1/blocks/1/content",
                        "/v1/followers",
                        "/v1/plans",
                        "/v1/staging",
                        "/v1/state/gold/balances/1",
                        "/v1/state/gold/balances/1/5820" + other + "?proof=true&height=1")) {
            requests.add(request("GET " + path, "Accept: application/cbor\r\n", ""));
        }
        Bytes good =
                client.sender(TestChain.ISSUER)
                        .sign(1, List.of(Message.of("gold", transfer())))
                        .encode();
        String query = "/v1/instances/gold/queries/BalanceOf";
        Bytes asked =
                RecordCodec.encodeRecord(new Assets.BalanceOf(TestChain.account(TestChain.OTHER)));
        json(requests, query, "{\"account\":\"" + other + "\"}");
        cbor(requests, query, asked);
        json(requests, "/v1/transactions/dry-run", "{\"transaction\":\"" + good.hex() + "\"}");
        cbor(requests, "/v1/transactions/dry-run", good);
        // A transaction is taken once, whoever sends it; in a batch that is an answer like others.
        json(
                requests,
                "/v1/transactions/batch",
                "{\"transactions\":[\"" + good.hex() + "\",\"00\"]}");
        cbor(
                requests,
                "/v1/transactions/batch",
                new CborWriter().arrayHeader(2).bytes(good).bytes(Bytes.EMPTY).toBytes());
        return requests;
    }

    /**
     * To paths that want what only a validator or an author has; and streams, which end at once
     * when who asked says no more, perhaps before they have begun.
     */
    private static List<byte[]> refused() {
        List<byte[]> requests = new ArrayList<>();
        requests.add(request("GET /v1/events", "Last-Event-ID: 1:0:0\r\n", ""));
        requests.add(request("GET /v1/events?from=1:0:0&instance=gold&name=Transferred", "", ""));
        String hex = "\"8201" + "00".repeat(60) + "\"";
        for (String path : List.of("/v1/transactions", "/v1/statements", "/v1/plans/check")) {
            for (String field : List.of("transaction", "statement", "plan")) {
                json(requests, path, "{\"" + field + "\":" + hex + "}");
            }
            cbor(requests, path, Bytes.fromHex("820187582000"));
        }
        return requests;
    }

    private static void json(List<byte[]> into, String path, String body) {
        into.add(request("POST " + path, "Content-Type: application/json\r\n", body));
    }

    private static void cbor(List<byte[]> into, String path, Bytes body) {
        String latin = HttpMutator.latin(body.toArray());
        into.add(request("POST " + path, "Content-Type: application/cbor\r\n", latin));
    }

    private static byte[] request(String line, String headers, String body) {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return HttpMutator.bytes(
                line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + length + "\r\n" + body);
    }

    private static void exchange(byte[] request) throws IOException {
        long before = THREADS.getTotalThreadAllocatedBytes();
        String answer = answer(request);
        long allocated = THREADS.getTotalThreadAllocatedBytes() - before;
        if (allocated > MAX_ALLOCATED_BYTES) {
            throw new AssertionError("the process allocated " + allocated + " bytes");
        }
        if (answer.isEmpty()) {
            throw new Refused("closed without an answer");
        }
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] [1-5][0-9][0-9] .*"), answer);
        int status = Integer.parseInt(answer.substring(9, 12));
        if (status < 400) {
            return;
        }
        assertTrue(status < 500 || MEANT.contains(status), answer);
        if (HttpMutator.latin(request).startsWith("HEAD ")) {
            throw new Refused("without a body, as HEAD has it");
        }
        String body = answer.substring(Math.max(0, answer.indexOf("\r\n\r\n")));
        assertTrue(body.contains("\"code\":\""), answer);
        int message = body.indexOf("\"message\":\"");
        assertTrue(message > 0 && !body.contains("Exception"), answer);
        throw new Refused(body.substring(message + 11));
    }

    /** Until the node closes; of a stream that does not end the beginning. */
    private static String answer(byte[] request) throws IOException {
        URI address = TestChain.address(node);
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (SocketException e) {
                // it answers before all is sent, and closes
            }
            InputStream in = new BufferedInputStream(socket.getInputStream());
            byte[] piece = new byte[8_192];
            while (answer.length() < MAX_ANSWER_BYTES && answer.indexOf("text/event-stream") < 0) {
                int count = in.read(piece);
                if (count < 0) {
                    break;
                }
                answer.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException e) {
            // closed with what was not read; what came before counts
        }
        return answer.toString();
    }

    @Test
    void positionsOfEvents() {
        Fuzz.of(
                        "event-position",
                        input -> {
                            EventApi.Position.parse("header", HttpMutator.latin(input)).next();
                            return Optional.empty();
                        })
                .refusing(HttpError.class)
                .mutating(theseus.fuzzing.Mutator.lines())
                .from(List.of(HttpMutator.bytes("1:0:0"), HttpMutator.bytes("77:3:2147483647")))
                .run();
        assertEquals(
                Integer.MAX_VALUE, EventApi.Position.parse("", "1:0:2147483647").next().event());
    }

    @Test
    void jsonBodies() {
        Fuzz.of(
                        "json-body",
                        input -> {
                            Json.read(input);
                            return Optional.empty();
                        })
                .refusing(HttpError.class)
                .mutating(theseus.fuzzing.Mutator.json())
                .from(
                        List.of(
                                HttpMutator.bytes("{\"a\":[1,{\"b\":\"c\"},true,null,-12.5e3]}"),
                                HttpMutator.bytes("[\"x\",{},[],123456789012345678901234567890]")))
                // the parser's table of names grows with all names that it ever saw
                .granting(4 << 20, 200)
                .rounds(3_000)
                .run();
    }
}
