package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.fuzzing.Fuzz;
import theseus.fuzzing.HttpMutator;
import theseus.fuzzing.Mutator;
import theseus.fuzzing.Puppet;
import theseus.health.VaultRequest.Asked;
import theseus.health.VaultWire.Item;
import theseus.protocol.Header;
import theseus.protocol.MalformedException;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;
import theseus.sdk.Table;

/**
 * Damaged requests on the sockets of a vault, and damaged answers of one: whatever comes, the vault
 * answers with a code and a sentence and goes on, and who asked it gets a verdict.
 */
@Timeout(600)
final class VaultFuzzTest {
    private static final int ANSWER_MILLIS = 30_000;
    private static final Hash CHAIN = Digests.sha256(new byte[] {9});
    private static final Hash RECORD = Digests.sha256(new byte[] {7});
    private static final VaultLimits LIMITS =
            new VaultLimits(10_000, 60_000, 5_000, 100_000, 4, 4096, 2);
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)\r\n");
    private static final String CBOR = "Content-Type: application/cbor\r\n";

    private final Entropy entropy = new SeededEntropy(31);
    private final RelationshipKeys who =
            RelationshipKeys.derive(Secret.fresh(32, entropy), "patient");

    @TempDir Path folder;
    private VaultServer server;

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** A chain on which there is nothing. */
    private static final class Empty implements Ledger, Ledger.Snapshot {
        @Override
        public Hash chain() {
            return CHAIN;
        }

        @Override
        public Verdict<Snapshot> latest() {
            return Verdict.given(this);
        }

        @Override
        public Header header() {
            PublicKey nobody = new PublicKey(PublicKey.ED25519, Hash.ZERO.bytes());
            return new Header(
                    CHAIN, 5, 1_000, Hash.ZERO, Hash.ZERO, Hash.ZERO, Hash.ZERO, 0, nobody);
        }

        @Override
        public <K, V> Verdict<Optional<V>> get(String instance, Table<K, V> table, K key) {
            return Verdict.given(Optional.empty());
        }
    }

    @BeforeEach
    void start() {
        VaultService service =
                new VaultService(
                        DirectoryVault.open(folder), new Empty(), LIMITS, () -> 1_500, entropy);
        server = VaultServer.start(service, CHAIN, LIMITS, 0);
    }

    /** Nobody owned anything, so whatever was asked, nothing is kept. */
    @AfterEach
    void nothingWasKept() throws IOException {
        server.close();
        try (var files = Files.list(folder.resolve("keys"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    private List<Asked> asked() {
        AccountId holder = new AccountId(RECORD.bytes());
        Bytes wrapped = Bytes.of(new byte[WrappedKey.SIZE_BYTES]);
        return List.of(
                new Asked.Release(List.of(RECORD)),
                new Asked.OwnKeys(List.of(RECORD, Hash.ZERO)),
                new Asked.Forget(List.of(RECORD)),
                new Asked.HandOver(holder, List.of(new VaultRequest.Handed(RECORD, wrapped))));
    }

    private byte[] encoded(Asked one) {
        Bytes challenge = Bytes.of(new byte[Challenges.SIZE_BYTES]);
        return VaultWire.REQUEST
                .encode(VaultRequest.sign(who.signing(), CHAIN, challenge, one))
                .toArray();
    }

    @Test
    void aVaultAnswersAndGoesOn() {
        List<byte[]> requests = new ArrayList<>();
        requests.add(request(VaultWire.CHALLENGES, ""));
        List<byte[]> refused = new ArrayList<>();
        for (Asked one : asked()) {
            refused.add(request(VaultWire.REQUESTS, HttpMutator.latin(encoded(one))));
        }
        refused.add(HttpMutator.bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        refused.add(
                HttpMutator.bytes(
                        "POST /v1/requests HTTP/1.1\r\nHost: localhost\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
        Fuzz.of(
                        "vault-http",
                        input -> {
                            exchange(input);
                            return Optional.empty();
                        })
                .refusing(Refused.class)
                .mutating(new HttpMutator())
                .from(requests)
                .beside(refused)
                .granting(16 << 20, 100)
                .rounds(300)
                .run();
        try (VaultClient client = new VaultClient(server.uri())) {
            assertTrue(client.challenge() instanceof Verdict.Given<Bytes>);
        }
    }

    private static byte[] request(String path, String body) {
        return HttpMutator.bytes(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\n"
                        + CBOR
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    private void exchange(byte[] request) throws IOException {
        String answer = answer(request);
        if (answer.isEmpty()) {
            throw new Refused("closed without an answer");
        }
        assertTrue(answer.matches("(?s)HTTP/1\\.1 [1-5][0-9][0-9] .*"), answer);
        int status = Integer.parseInt(answer.substring(9, 12));
        if (status < 400) {
            return;
        }
        // what the JDK's server does not pass on: a transfer in a way it does not know is 501
        assertTrue(status < 500 || status == 501, answer);
        String body = body(answer);
        if (body.startsWith("<h1>") || HttpMutator.latin(request).startsWith("HEAD ")) {
            throw new Refused("refused by the JDK's server: " + status);
        }
        Item.Denied denied = VaultWire.DENIED.decode(Bytes.wrap(HttpMutator.bytes(body)));
        assertEquals(status, DenialCode.valueOf(denied.code()).httpStatus());
        throw new Refused(denied.explanation());
    }

    /** Of the first answer: what followed the request was perhaps another. */
    private static String body(String answer) {
        Matcher length = LENGTH.matcher(answer);
        int from = Math.max(0, answer.indexOf("\r\n\r\n") + 4);
        return length.find()
                ? answer.substring(from, from + Integer.parseInt(length.group(1)))
                : answer.substring(from);
    }

    private String answer(byte[] request) throws IOException {
        URI vault = server.uri();
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(vault.getHost(), vault.getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (SocketException e) {
                // it answers before all is sent, and closes
            }
            InputStream in = socket.getInputStream();
            byte[] piece = new byte[8_192];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                answer.append(HttpMutator.latin(java.util.Arrays.copyOf(piece, count)));
            }
        } catch (SocketException e) {
            // closed with what was not read; what came before counts
        }
        return answer.toString();
    }

    /** Behind the signature: who asks means it. */
    @Test
    void whateverIsAskedAndSigned() {
        try (VaultClient client = new VaultClient(server.uri())) {
            Fuzz.of(
                            "vault-asked",
                            input -> {
                                VaultRequest read = VaultWire.REQUEST.decode(Bytes.of(input));
                                Verdict<VaultWire.Reply> said = ask(client, read.asked());
                                if (said
                                        instanceof
                                        Verdict.Denied<VaultWire.Reply>(
                                                DenialCode code,
                                                String why)) {
                                    assertTrue(code != DenialCode.VAULT_FAILED, why);
                                    throw new Refused(why);
                                }
                                return Optional.empty();
                            })
                    .refusing(VaultFuzzTest::refusal)
                    .mutating(Mutator.cbor())
                    .from(asked().stream().map(this::encoded).toList())
                    .granting(16 << 20, 400)
                    .rounds(150)
                    .run();
        }
    }

    /**
     * Once in ten thousand requests the JDK's server closes a connection that was about to be used
     * again. What the vault itself does not answer, it does not answer the second time either.
     */
    private Verdict<VaultWire.Reply> ask(VaultClient client, Asked asked) {
        try {
            return client.ask(who.signing(), CHAIN, asked);
        } catch (UncheckedIOException closed) {
            return client.ask(who.signing(), CHAIN, asked);
        }
    }

    private static Optional<String> refusal(Throwable thrown) {
        return thrown instanceof Refused || thrown instanceof MalformedException
                ? Optional.of(String.valueOf(thrown.getMessage()))
                : Optional.empty();
    }

    /** Whoever asks a vault gets a verdict, whatever the vault says. */
    @Test
    void whateverAVaultAnswers() throws IOException {
        VaultWire.Reply reply =
                new VaultWire.Reply(
                        7,
                        List.of(
                                new Item.Denied("NO_KEY", "there is no key of it"),
                                new Item.Released(RECORD, Bytes.EMPTY, Bytes.EMPTY)));
        Item.Denied denied = new Item.Denied("CHAIN_STALE", "the chain stands still");
        try (Puppet vault = Puppet.start();
                VaultClient client = new VaultClient(vault.uri())) {
            VaultRequest request =
                    VaultRequest.sign(who.signing(), CHAIN, RECORD.bytes(), asked().getFirst());
            Fuzz.of(
                            "vault-answer",
                            input -> {
                                vault.answers(200, "application/cbor", input);
                                decided(client.send(request));
                                return Optional.empty();
                            })
                    .refusing(Refused.class)
                    .mutating(Mutator.cbor())
                    .from(List.of(VaultWire.REPLY.encode(reply).toArray()))
                    .rounds(150)
                    .run();
            Fuzz.of(
                            "vault-denial",
                            input -> {
                                vault.answers(503, "application/cbor", input);
                                decided(client.send(request));
                                return Optional.empty();
                            })
                    .refusing(Refused.class)
                    .mutating(Mutator.cbor())
                    .beside(List.of(VaultWire.DENIED.encode(denied).toArray()))
                    .rounds(100)
                    .run();
        }
    }

    private static void decided(Verdict<VaultWire.Reply> verdict) {
        switch (verdict) {
            case Verdict.Denied<VaultWire.Reply>(DenialCode code, String why) ->
                    throw new Refused(code + ": " + why);
            case Verdict.Given<VaultWire.Reply>(VaultWire.Reply reply) -> {
                for (Item item : reply.items()) {
                    if (item instanceof Item.Denied one) {
                        VaultClient.denied(one);
                    }
                }
            }
        }
    }
}
