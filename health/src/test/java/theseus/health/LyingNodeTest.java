package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ChainClient;
import theseus.node.Node;
import theseus.protocol.Genesis;
import theseus.sdk.Hash;

/**
 * A real node behind somebody who changes what it says: whatever is changed, nothing is believed.
 */
final class LyingNodeTest {
    @TempDir Path folder;

    private volatile UnaryOperator<String> lie = UnaryOperator.identity();

    @Test
    void nothingThatWasChangedIsBelieved() throws Exception {
        try (Node node = HealthChain.start(folder.resolve("chain"), 200)) {
            URI honest = node.address().orElseThrow();
            HttpServer between =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            try (HttpClient http = HttpClient.newHttpClient()) {
                between.createContext("/", exchange -> pass(http, honest, exchange));
                between.start();
                URI lying = URI.create("http://127.0.0.1:" + between.getAddress().getPort());
                try (ChainClient chain = ChainClient.trusting(node.genesis(), lying)) {
                    Steps.awaitFirstBlock(chain);
                    changedAnswersAreRefused(new ClientLedger(chain));
                }
                anotherGenesisBelievesNothing(node.genesis(), lying);
            } finally {
                between.stop(0);
            }
        }
    }

    private void changedAnswersAreRefused(ClientLedger ledger) {
        Ledger.Snapshot state = Steps.given(ledger.latest());
        // The chain has no records; that there is none is proven as well.
        assertEquals(
                Verdict.given(Optional.empty()), state.get(Tables.RECORDS, Tables.HELD, Hash.ZERO));
        assertEquals(1, ledger.proofsVerified());
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        Random random = new Random(seed);
        for (String field : new String[] {"certificate", "proof"}) {
            for (int i = 0; i < 40; i++) {
                lie = json -> changed(json, field, random);
                Verdict<Ledger.Snapshot> latest = ledger.latest();
                if (field.equals("certificate")) {
                    denied(latest, field + ", seed " + seed);
                } else {
                    denied(
                            Steps.given(latest)
                                    .get(
                                            Tables.RECORDS,
                                            Tables.HELD,
                                            Digests.sha256(new byte[] {(byte) i})),
                            field + ", seed " + seed);
                }
            }
        }
        lie = UnaryOperator.identity();
        assertEquals(1, ledger.proofsVerified());
        assertInstanceOf(Verdict.Given.class, ledger.latest());
    }

    private static void anotherGenesisBelievesNothing(Genesis genesis, URI node) {
        Genesis other =
                new Genesis(
                        genesis.name() + "!",
                        genesis.protocolVersion(),
                        genesis.timeMillis(),
                        genesis.parameters(),
                        genesis.validators(),
                        genesis.instances());
        try (ChainClient chain = ChainClient.trusting(other, node)) {
            denied(new ClientLedger(chain).latest(), "another genesis");
        }
    }

    private static void denied(Verdict<?> verdict, String why) {
        assertEquals(
                DenialCode.BAD_PROOF, assertInstanceOf(Verdict.Denied.class, verdict, why).code());
    }

    /** Another hexadecimal digit somewhere in a field. */
    private static String changed(String json, String field, Random random) {
        var match = Pattern.compile("\"" + field + "\":\"([0-9a-f]+)\"").matcher(json);
        if (!match.find()) {
            return json;
        }
        int at = match.start(1) + random.nextInt(match.group(1).length());
        char other = json.charAt(at) == '0' ? '1' : '0';
        return json.substring(0, at) + other + json.substring(at + 1);
    }

    private void pass(HttpClient http, URI to, HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest request =
                    HttpRequest.newBuilder(to.resolve(exchange.getRequestURI().toString()))
                            .header("Accept", "application/json")
                            .GET()
                            .build();
            HttpResponse<byte[]> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            String said = new String(answer.body(), StandardCharsets.UTF_8);
            byte[] passed = lie.apply(said).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.statusCode(), passed.length);
            exchange.getResponseBody().write(passed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
