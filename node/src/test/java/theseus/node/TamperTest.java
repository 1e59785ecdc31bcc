package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ChainClient;
import theseus.client.UnverifiedException;
import theseus.module.assets.Assets;
import theseus.protocol.Attestation;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.RecordCodec;
import theseus.protocol.SigningKey;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/** A node that lies, and a client that trusts the genesis only. */
@Timeout(120)
final class TamperTest {
    @TempDir Path directory;
    private final AccountId other = TestChain.account(TestChain.OTHER);
    private volatile UnaryOperator<String> lie = UnaryOperator.identity();

    @Test
    void whatWasTamperedWithIsNotBelieved() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = TestChain.create(config);
        try (Node node = Node.start(config);
                Http http = new Http(TestChain.address(node));
                ChainClient honest = ChainClient.trusting(genesis, TestChain.address(node))) {
            honest.sender(TestChain.ISSUER).send("gold", new Assets.Transfer(other, 40));
            // In a block of its own: there must be an older header to be shown.
            honest.sender(TestChain.ISSUER).send("gold", new Assets.Transfer(other, 2));
            HttpServer liar = liar(http);
            try (ChainClient client = ChainClient.trusting(genesis, address(liar))) {
                assertEquals(
                        Optional.of(new Assets.Balance(42)),
                        client.prove("gold", TestChain.BALANCES, other).value());
                lies(client, genesis, honest);
            } finally {
                liar.stop(0);
            }
        }
    }

    private void lies(ChainClient client, Genesis genesis, ChainClient honest) {
        String ask =
                "/v1/state/gold/balances/1/"
                        + RecordCodec.of(AccountId.class).encode(other).hex()
                        + "?proof=true";
        var truth = honest.get(ask);
        StateProof proof = StateProof.decode(hex(truth.path("proof").asText()));
        Certificate certificate = Certificate.decode(hex(truth.path("certificate").asText()));

        Bytes rich = RecordCodec.of(Assets.Balance.class).encode(new Assets.Balance(1_000_000));
        proofOf(client, with(proof, Optional.of(rich)), "another value");
        proofOf(client, with(proof, Optional.empty()), "that there is none");
        proofOf(
                client,
                new StateProof(
                        proof.table(),
                        proof.key(),
                        proof.value(),
                        proof.inTable(),
                        proof.tableRoot(),
                        new StateProof.Path(
                                proof.inState().siblings().reversed(), Optional.empty())),
                "another path");
        TableId elsewhere = new TableId("silver", "balances", 1);
        refused(
                client,
                text -> {
                    StateProof moved =
                            new StateProof(
                                    elsewhere,
                                    proof.key(),
                                    proof.value(),
                                    proof.inTable(),
                                    proof.tableRoot(),
                                    proof.inState());
                    return replace(text, "proof", moved.encode());
                },
                "another table");

        Header header = certificate.header();
        Header forged =
                new Header(
                        header.chain(),
                        header.height(),
                        header.timeMillis() + 1,
                        header.parent(),
                        header.transactionRoot(),
                        header.receiptRoot(),
                        header.stateRoot(),
                        header.epoch(),
                        header.proposer());
        certificateOf(client, new Certificate(forged, certificate.attestations()), "a header");
        certificateOf(client, new Certificate(header, List.of()), "no attestation");
        SigningKey stranger = TestChain.key(77);
        certificateOf(
                client,
                new Certificate(
                        forged,
                        List.of(
                                new Attestation(
                                        stranger.publicKey(),
                                        stranger.sign(Attestation.signingBytes(forged))))),
                "a stranger's attestation");
        refused(client, text -> text.replace("\"certificate\":\"", "\"certificate\":\"00"), "junk");
        refused(client, text -> text.replace("\"proof\":\"", "\"proof\":\"00"), "junk");

        lie = UnaryOperator.identity();
        assertThrows(
                UnverifiedException.class,
                () -> {
                    lie = text -> honest.get("/v1/blocks/1/certificate").toString();
                    client.header(header.height());
                },
                "an older header");
        Genesis another =
                new Genesis(
                        "another",
                        genesis.protocolVersion(),
                        genesis.timeMillis(),
                        genesis.parameters(),
                        genesis.validators(),
                        genesis.instances());
        lie = UnaryOperator.identity();
        try (ChainClient elsewhereClient = ChainClient.trusting(another, honest.node())) {
            assertThrows(
                    UnverifiedException.class,
                    () -> elsewhereClient.prove("gold", TestChain.BALANCES, other));
        }
        assertEquals(
                Optional.of(new Assets.Balance(42)),
                client.prove("gold", TestChain.BALANCES, other).value());
        assertEquals(
                1,
                client.provenQuery("gold", new Assets.BalanceOf(other), Assets.Balance.class)
                        .reads()
                        .size());
    }

    private void proofOf(ChainClient client, StateProof lieProof, String what) {
        refused(client, text -> replace(text, "proof", lieProof.encode()), what);
    }

    private void certificateOf(ChainClient client, Certificate certificate, String what) {
        refused(client, text -> replace(text, "certificate", certificate.encode()), what);
    }

    private void refused(ChainClient client, UnaryOperator<String> how, String what) {
        lie = how;
        try {
            assertThrows(
                    UnverifiedException.class,
                    () -> client.prove("gold", TestChain.BALANCES, other),
                    what);
        } finally {
            lie = UnaryOperator.identity();
        }
    }

    private static String replace(String json, String field, Bytes content) {
        return json.replaceFirst(
                "\"" + field + "\":\"[0-9a-f]*\"", "\"" + field + "\":\"" + content.hex() + "\"");
    }

    private static StateProof with(StateProof proof, Optional<Bytes> value) {
        return new StateProof(
                proof.table(),
                proof.key(),
                value,
                proof.inTable(),
                proof.tableRoot(),
                proof.inState());
    }

    private static Bytes hex(String digits) {
        return Bytes.fromHex(digits);
    }

    /** Passes requests on and lies about the answers. */
    private HttpServer liar(Http honest) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().toString();
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    Http.Got got =
                            exchange.getRequestMethod().equals("GET")
                                    ? honest.get(path)
                                    : honest.cbor(path, body);
                    byte[] answer = lie.apply(got.body()).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(got.status(), answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
