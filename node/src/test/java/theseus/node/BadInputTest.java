package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import theseus.client.ChainClient;
import theseus.module.assets.Assets;
import theseus.protocol.CborWriter;
import theseus.protocol.Limits;
import theseus.protocol.Message;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What must not come in: each gets a code, says what, where and what to do, and changes nothing.
 */
@Timeout(120)
final class BadInputTest {
    private static final String SUBMIT = "/v1/transactions";
    private static final String BATCH = "/v1/transactions/batch";

    @TempDir static Path directory;
    private static Node node;
    private static ChainClient client;
    private static Http http;

    @BeforeAll
    static void start() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        node = Node.start(config);
        client = ChainClient.connect(TestChain.address(node));
        http = new Http(TestChain.address(node));
    }

    @AfterAll
    static void stopAndShowThatItStillWorks() {
        assertEquals(200, http.cbor(SUBMIT, transaction(nonce()).encode().toArray()).status());
        http.close();
        client.close();
        node.close();
    }

    private static Transaction transaction(long nonce) {
        return client.sender(TestChain.ISSUER)
                .sign(
                        nonce,
                        List.of(
                                Message.of(
                                        "gold",
                                        new Assets.Transfer(
                                                TestChain.account(TestChain.OTHER), 1))));
    }

    private static long nonce() {
        return client.account(TestChain.account(TestChain.ISSUER)).nextNonce();
    }

    private static void refused(int status, String code, Bytes submission) {
        Http.Got got = http.cbor(SUBMIT, submission.toArray());
        assertEquals(status, got.status(), got.body());
        assertEquals(code, got.code(), got.body());
        assertFalse(got.json().path("message").asText().isEmpty());
    }

    private static Bytes change(Transaction transaction, Hash chain, long expiry, long gas) {
        Transaction changed =
                new Transaction(
                        chain,
                        transaction.sender(),
                        transaction.nonce(),
                        expiry,
                        gas,
                        transaction.messages(),
                        transaction.witness());
        return signed(changed);
    }

    private static Bytes signed(Transaction transaction) {
        Bytes signature = TestChain.ISSUER.sign(transaction.signingBytes());
        return transaction
                .withWitness(
                        new Witness(
                                transaction.witness().keys(),
                                List.of(new Witness.KeySignature(0, signature))))
                .encode();
    }

    @Test
    void malformedTransaction() {
        refused(400, "MALFORMED", Bytes.fromHex("ff00"));
        refused(400, "MALFORMED", Bytes.EMPTY);
        refused(400, "MALFORMED", transaction(nonce()).encode().slice(0, 100));
    }

    @Test
    void wronglyEncodedTransaction() {
        byte[] trailing = transaction(nonce()).encode().concat(Bytes.fromHex("00")).toArray();
        refused(400, "MALFORMED", Bytes.wrap(trailing));
        byte[] longer = transaction(nonce()).encode().toArray();
        byte[] header = new byte[longer.length + 1];
        header[0] = (byte) 0x98; // an array of 2 with its length in a byte of its own
        header[1] = 2;
        System.arraycopy(longer, 1, header, 2, longer.length - 1);
        refused(400, "MALFORMED", Bytes.wrap(header));
    }

    @Test
    void oversizedTransaction() {
        refused(400, "MALFORMED", Bytes.wrap(new byte[Limits.MAX_TRANSACTION_BYTES + 1]));
    }

    @Test
    void wronglySignedTransaction() {
        Transaction good = transaction(nonce());
        byte[] signature = good.witness().signatures().getFirst().signature().toArray();
        signature[3] ^= 1;
        refused(
                422,
                "BAD_SIGNATURE",
                good.withWitness(
                                new Witness(
                                        good.witness().keys(),
                                        List.of(
                                                new Witness.KeySignature(
                                                        0, Bytes.wrap(signature)))))
                        .encode());
    }

    @Test
    void foreignChain() {
        Transaction good = transaction(nonce());
        refused(422, "WRONG_CHAIN", change(good, Hash.ZERO, good.expiryMillis(), good.gasLimit()));
    }

    @Test
    void expiredTransaction() {
        Transaction good = transaction(nonce());
        refused(422, "EXPIRED", change(good, good.chain(), 1, good.gasLimit()));
    }

    @Test
    void gasLimitBeyondTheBound() {
        Transaction good = transaction(nonce());
        refused(
                422,
                "GAS_LIMIT",
                change(good, good.chain(), good.expiryMillis(), Limits.MAX_TRANSACTION_GAS + 1));
    }

    @Test
    void replayedTransaction() {
        Bytes once = transaction(nonce()).encode();
        assertEquals(200, http.cbor(SUBMIT, once.toArray()).status());
        refused(409, "ALREADY_COMMITTED", once);
    }

    @Test
    void nonceAheadOfTheSendersNext() {
        refused(409, "WRONG_NONCE", transaction(nonce() + 5).encode());
    }

    @Test
    void unknownInstance() {
        Transaction good = transaction(nonce());
        refused(
                422,
                "NO_SUCH_INSTANCE",
                signed(
                        new Transaction(
                                good.chain(),
                                good.sender(),
                                good.nonce(),
                                good.expiryMillis(),
                                good.gasLimit(),
                                List.of(new Message("silver", "Transfer", 1, Bytes.EMPTY)),
                                good.witness())));
    }

    @Test
    void aBatchAnswersEachAndLosesNone() {
        long nonce = nonce();
        CborWriter batch = new CborWriter().arrayHeader(3);
        batch.bytes(transaction(nonce).encode());
        batch.bytes(Bytes.fromHex("ff"));
        batch.bytes(transaction(nonce + 1).encode());
        Http.Got got = http.cbor(BATCH, batch.toBytes().toArray());
        assertEquals(200, got.status(), got.body());
        var answers = got.json().path("answers");
        assertEquals("committed", answers.path(0).path("status").asText());
        assertEquals("MALFORMED", answers.path(1).path("code").asText());
        assertEquals("committed", answers.path(2).path("status").asText());
    }

    @Test
    void batchesThatAreNone() {
        assertBad(http.cbor(BATCH, new byte[] {(byte) 0x80}));
        assertBad(http.cbor(BATCH, new byte[] {(byte) 0x9f, 0x40, (byte) 0xff}));
        assertBad(http.cbor(BATCH, new byte[] {(byte) 0x82, 0x40}));
        assertBad(http.cbor(BATCH, new CborWriter().arrayHeader(1).integer(3).toBytes().toArray()));
        assertBad(http.json(BATCH, "{\"transactions\":[\"zz\"]}"));
        assertBad(http.json(BATCH, "{\"transactions\":[7]}"));
        assertBad(http.json(BATCH, "{\"transactions\":{}}"));
        byte[] many = new byte[3 + 5_001];
        java.util.Arrays.fill(many, (byte) 0x40);
        many[0] = (byte) 0x99;
        many[1] = (byte) (5_001 >> 8);
        many[2] = (byte) 5_001;
        assertBad(http.cbor(BATCH, many));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"transaction\":\"00\"",
                "{\"transaction\":\"00\"} {}",
                "{\"transaction\":\"00\",\"transaction\":\"00\"}",
                "{\"transaction\":\"0\"}",
                "{\"transaction\":\"xy\"}",
                "{\"transaction\":1}",
                "{\"transaktion\":\"00\"}",
                "[]",
                "null",
                "nonsense"
            })
    void malformedJson(String body) {
        assertBad(http.json(SUBMIT, body));
    }

    @Test
    void deeplyNestedJson() {
        assertBad(http.json(SUBMIT, "[".repeat(100_000)));
    }

    @Test
    void bytesThatAreNoText() {
        assertBad(http.post(SUBMIT, "application/json", new byte[] {'"', (byte) 0xc3, '"'}));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/transactions/12",
        "/v1/transactions/zz",
        "/v1/transactions/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        "/v1/blocks/0",
        "/v1/blocks/-1",
        "/v1/blocks/one",
        "/v1/blocks/99999999999999999999",
        "/v1/blocks?limit=0",
        "/v1/blocks?limit=1&limit=2",
        "/v1/blocks?sideways=1",
        "/v1/accounts/00",
        "/v1/state/gold/balances/one/00",
        "/v1/state/gold/balances/1/0",
        "/v1/state/gold/balances/1/00?proof=perhaps",
        "/v1/events?from=1:2",
        "/v1/events?from=a:b:c",
        "/v1/events?from=-1:0:0"
    })
    void wrongPathsAndParameters(String path) {
        assertBad(http.get(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/, NO_SUCH_PATH",
        "/v1, NO_SUCH_PATH",
        "/v1/status/, NO_SUCH_PATH",
        "/v1/blocks/999999999, NO_SUCH_BLOCK",
        "/v1/blocks/999999999/certificate, NO_SUCH_BLOCK",
        "/v1/state/gold/balances/1/00?height=999999999, HISTORY_UNAVAILABLE",
        "/v1/instances/silver/descriptor, NO_SUCH_INSTANCE",
        "/v1/transactions/0000000000000000000000000000000000000000000000000000000000000000,"
                + " NO_SUCH_TRANSACTION"
    })
    void whatIsNotThere(String path, String code) {
        Http.Got got = http.get(path);
        assertEquals(404, got.status(), got.body());
        assertEquals(code, got.code());
    }

    @Test
    void wrongMethod() {
        for (String method : List.of("DELETE", "PUT", "PATCH", "OPTIONS")) {
            Http.Got got = http.method(method, "/v1/status");
            assertEquals(405, got.status(), method);
            assertEquals("METHOD_NOT_ALLOWED", got.code());
            assertEquals("Use GET", got.json().path("todo").asText());
        }
    }

    @Test
    void wrongMediaType() {
        Http.Got got = http.post(SUBMIT, "text/plain", new byte[] {1});
        assertEquals(415, got.status());
        assertEquals("UNSUPPORTED_MEDIA_TYPE", got.code());
    }

    @Test
    void bodyTooLarge() throws Exception {
        // Only announced: who is answered before all is sent may see a broken pipe instead.
        String answer =
                http.raw(
                        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cbor\r\nContent-Length: %d\r\n\r\n"
                                .formatted(BATCH, HttpConfig.DEFAULT.maxBodyBytes() + 1));
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(answer.contains("BODY_TOO_LARGE"), answer);
    }

    @Test
    void chunkedBodyTooLarge() throws Exception {
        String chunk = "100000\r\n" + "a".repeat(0x100000) + "\r\n";
        String answer =
                http.raw(
                        "POST /v1/transactions HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: application/cbor\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + chunk.repeat(9)
                                + "0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense",
                "GET /v1/status",
                "GET /v1/st<atus HTTP/1.1",
                "GET /v1/status%zz HTTP/1.1",
                "GET /v1/status HTTP/9.9",
                "GET  /v1/status  HTTP/1.1"
            })
    void malformedHttp(String line) throws Exception {
        String answer = http.raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.0 4"), answer);
        assertTrue(answer.contains("\"code\":"), answer);
    }

    @Test
    void headersTooLarge() throws Exception {
        String answer =
                http.raw(
                        "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX: "
                                + "a".repeat(100_000)
                                + "\r\n\r\n");
        assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
    }

    @Test
    void pagesOfOtherSitesAreTurnedAway() throws Exception {
        String get = "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: ";
        for (String foreign :
                List.of("https://evil.example", "http://localhost.evil.example", "null")) {
            String answer = http.raw(get + foreign + "\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
            assertTrue(answer.contains("FOREIGN_ORIGIN"), answer);
        }
        for (String own : List.of("http://localhost:5173", "http://127.0.0.1")) {
            assertTrue(http.raw(get + own + "\r\n\r\n").startsWith("HTTP/1.1 200"), own);
        }
    }

    @Test
    void foreignHost() throws Exception {
        String answer =
                http.raw(
                        "GET /v1/status HTTP/1.1\r\nHost: evil.example\r\n"
                                + "Connection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
    }

    @Test
    void queriesThatAreNone() {
        String path = "/v1/instances/gold/queries/";
        assertEquals("NO_SUCH_QUERY", http.json(path + "Weather", "{}").code());
        assertBad(http.json(path + "BalanceOf", "{}"));
        assertBad(http.json(path + "BalanceOf", "{\"account\":\"00\"}"));
        assertBad(http.json(path + "BalanceOf", "{\"account\":\"00\",\"more\":1}"));
        assertBad(http.cbor(path + "BalanceOf", new byte[] {(byte) 0x80}));
        assertEquals(
                "NO_SUCH_INSTANCE",
                http.json("/v1/instances/silver/queries/BalanceOf", "{}").code());
    }

    @Test
    void nothingOfThePayloadComesBack() {
        String secret = "patient-name-4711";
        Http.Got got = http.json(SUBMIT, "{\"transaction\":\"" + secret + "\"}");
        assertEquals(400, got.status());
        assertFalse(got.body().contains(secret), got.body());
        got = http.json(SUBMIT, "{\"transaction\":" + secret + "}");
        assertFalse(got.body().contains(secret), got.body());
        got = http.get("/v1/" + secret);
        assertFalse(got.body().contains(secret), got.body());
        got = http.json("/v1/instances/gold/queries/BalanceOf", "{\"account\":\"" + secret + "\"}");
        assertFalse(got.body().contains(secret), got.body());
    }

    private static void assertBad(Http.Got got) {
        assertEquals(400, got.status(), got.body());
        assertEquals("BAD_REQUEST", got.code(), got.body());
        assertFalse(got.json().path("where").asText().isEmpty(), got.body());
    }
}
