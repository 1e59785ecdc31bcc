package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Answer;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.client.ChainEvent;
import theseus.client.EventStream;
import theseus.client.UnverifiedException;
import theseus.client.UpgradeClient;
import theseus.client.Wait;
import theseus.fuzzing.Fuzz;
import theseus.fuzzing.HttpMutator;
import theseus.fuzzing.Mutator;
import theseus.fuzzing.Puppet;
import theseus.protocol.Artifact;
import theseus.protocol.Block;
import theseus.protocol.CborWriter;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.RecordCodec;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A node's answers, damaged: what a client makes of them is what they say, or one of its own
 * refusals. What is undamaged comes from a node with an upgrade under way.
 */
@Timeout(600)
final class ClientFuzzTest {
    private static final int ROUNDS = 40;
    private static final String JSON = "application/json";
    private static final String CBOR = "application/cbor";

    /** From CANARY on, and for good. */
    private static final TableId TABLE = new TableId(Notes.NOTES, "notes", 2);

    private static final Bytes KEY = RecordCodec.of(Long.class).encode(7L);

    @TempDir static Path directory;

    /** By what is asked for. */
    private static final Map<String, byte[]> SAID = new TreeMap<>();

    private static Genesis genesis;
    private static Artifact candidate;
    private static Hash plan;
    private static Header header;
    private static Puppet puppet;
    private static ChainClient client;
    private static UpgradeClient upgrades;

    @BeforeAll
    static void listenToANode() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        genesis = Notes.create(config);
        candidate = Compiled.artifact("notes-2");
        try (Node node = Node.start(config);
                ChainClient honest = ChainClient.trusting(genesis, TestChain.address(node));
                Http http = new Http(TestChain.address(node))) {
            Notes notes = new Notes(honest);
            notes.traffic();
            Plan proposed = Notes.plan(honest, candidate, TestPlans.SHORT);
            plan = proposed.id();
            notes.open(candidate, proposed);
            notes.trafficUntil(plan, Phase.PROBATION);
            long height = honest.status().height();
            header = honest.header(height);
            String at = "/v1/plans/" + plan;
            for (String path :
                    List.of(
                            "/v1/status",
                            "/v1/genesis",
                            "/v1/plans",
                            at,
                            "/v1/followers",
                            at + "/touched",
                            "/v1/staging",
                            "/v1/instances/notes/descriptor",
                            "/v1/accounts/" + TestChain.account(TestChain.key(901)))) {
                say(path.replace(plan.toString(), "ID"), http.get(path));
            }
            say("certificate", http.get("/v1/blocks/" + height + "/certificate"));
            say("proof", http.get("/v1/state/notes/notes/2/" + KEY.hex() + "?proof=true"));
            String query = "/v1/instances/notes/queries/WritesOf";
            say("query", http.json(query + "?proof=true", "{\"key\":7}"));
            say("check", http.cbor("/v1/plans/check", proposed.encode().toArray()));
            say("error", http.get("/v1/plans/00"));
            transactions(honest, http, height);
            SAID.put(
                    "plan-table",
                    HttpMutator.bytes(
                            "{\"records\":[{\"keyEncoded\":\"07\",\"valueEncoded\":\"8101\"},"
                                    + "{\"keyEncoded\":\"08\",\"valueEncoded\":\"\"}]}"));
            SAID.put("artifact", candidate.encode().toArray());
            SAID.put("rows", rows(honest.rows(TABLE, Bytes.EMPTY, height)).toArray());
        }
        puppet = Puppet.start();
        client = ChainClient.trusting(genesis, puppet.uri());
        upgrades = client.upgrades();
    }

    private static void say(String name, Http.Got got) {
        SAID.put(name, got.body().getBytes(StandardCharsets.UTF_8));
    }

    private static void transactions(ChainClient honest, Http http, long last) {
        long height = last;
        String id = "";
        // the last block with a transaction: there are some without, or with statements only
        for (; id.isEmpty(); height--) {
            for (var one : http.get("/v1/blocks/" + height).json().path("ids")) {
                id =
                        http.get("/v1/transactions/" + one.asText()).status() == 200
                                ? one.asText()
                                : id;
            }
        }
        height++;
        SAID.put("block", honest.block(height).encode().toArray());
        try (EventStream events = honest.events(height + ":0:0", "", "")) {
            ChainEvent event = events.next().orElseThrow();
            String data =
                    "{\"position\":\"%s\",\"instance\":\"%s\",\"name\":\"%s\",\"body\":%s}"
                            .formatted(
                                    event.position(), event.instance(), event.name(), event.body());
            String stream = ": theseus\n\nid: 1:0:0\ndata: " + data + "\n\n";
            SAID.put("events", stream.repeat(3).getBytes(StandardCharsets.UTF_8));
        }
        say("transaction", http.get("/v1/transactions/" + id));
        Answer.Committed committed = honest.transaction(Hash.fromHex(id)).orElseThrow();
        SAID.put(
                "batch",
                batch(
                                List.of(
                                        new Answer.Accepted(plan),
                                        committed,
                                        new Answer.Refused(plan, "BUSY", "later, please", 5)))
                        .toArray());
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        puppet.close();
    }

    /** Asks the client, which must say what it was told, or refuse it. */
    private interface Asking {
        Optional<Bytes> ask();
    }

    private static Fuzz fuzz(String name, String said, String type, Asking asking) {
        return Fuzz.of(
                        "client-" + name,
                        input -> {
                            puppet.answers(200, type, input);
                            return asking.ask().map(Bytes::toArray);
                        })
                .refusing(ClientFuzzTest::refusal)
                .mutating(type.equals(CBOR) ? Mutator.cbor() : Mutator.json())
                .from(List.of(SAID.get(said)))
                .granting(16 << 20, 400)
                .rounds(ROUNDS);
    }

    /** Where a node refused, the sentence is its own, whatever it is. */
    private static Optional<String> refusal(Throwable thrown) {
        if (thrown instanceof ApiException refused && refused.status() / 100 != 2) {
            return Optional.of("a node's own: " + refused.getMessage());
        }
        return thrown instanceof ApiException || thrown instanceof UnverifiedException
                ? Optional.of(String.valueOf(thrown.getMessage()))
                : Optional.empty();
    }

    private static void json(String name, String said, Runnable asking) {
        fuzz(
                        name,
                        said,
                        JSON,
                        () -> {
                            asking.run();
                            return Optional.empty();
                        })
                .run();
    }

    private static void cbor(String said, Asking asking) {
        fuzz(said, said, CBOR, asking).run();
    }

    @Test
    void whatANodeSaysOfItself() {
        json("status", "/v1/status", client::status);
        json("module-set", "/v1/status", upgrades::moduleSet);
        json("descriptor", "/v1/instances/notes/descriptor", () -> client.descriptor("notes"));
        String account = "/v1/accounts/" + TestChain.account(TestChain.key(901));
        json("account", account, () -> client.account(TestChain.account(TestChain.key(901))));
        json("transaction", "transaction", () -> client.transaction(plan));
        fuzz(
                        "genesis",
                        "/v1/genesis",
                        JSON,
                        () -> {
                            ChainClient.connect(puppet.uri()).close();
                            return Optional.empty();
                        })
                .rounds(ROUNDS / 4)
                .run();
    }

    @Test
    void whatANodeSaysOfUpgrades() {
        json("plans", "/v1/plans", upgrades::plans);
        json("plan", "/v1/plans/ID", () -> upgrades.plan(plan));
        json("check", "check", () -> upgrades.check(upgradePlan()));
        json("followers", "/v1/followers", upgrades::followers);
        json("touched", "/v1/plans/ID/touched", () -> upgrades.touched(plan, Optional.empty(), 9));
        json("staging", "/v1/staging", upgrades::staging);
        json("plan-table", "plan-table", () -> upgrades.planTable(plan, TABLE));
    }

    private static Plan upgradePlan() {
        return TestPlans.of(genesis.hash(), List.of());
    }

    /** Nothing but what stands in the chain comes out, whatever is said. */
    @Test
    void whatIsProven() {
        json(
                "certificate",
                "certificate",
                () -> assertEquals(header, client.header(header.height())));
        puppet.answers(200, JSON, SAID.get("proof"));
        Optional<Bytes> right = client.prove(TABLE, KEY, OptionalLong.empty()).value();
        assertTrue(right.isPresent());
        json(
                "proof",
                "proof",
                () -> assertEquals(right, client.prove(TABLE, KEY, OptionalLong.empty()).value()));
        Notes.WritesOf query = new Notes.WritesOf(7);
        json("proven-query", "query", () -> client.provenQuery(Notes.NOTES, query, Long.class));
        json("query", "query", () -> client.query(Notes.NOTES, query, Long.class));
    }

    @Test
    void whatIsCopied() {
        cbor("artifact", () -> upgrades.artifact(candidate.hash()).map(Artifact::encode));
        cbor("rows", () -> Optional.of(rows(client.rows(TABLE, Bytes.EMPTY, 1))));
        long height = Block.decode(Bytes.of(SAID.get("block"))).header().height();
        cbor("block", () -> Optional.of(client.block(height).encode()));
        List<Bytes> three = List.of(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);
        fuzz(
                        "batch",
                        "batch",
                        CBOR,
                        () -> {
                            client.submit(three, Wait.ACCEPTED);
                            return Optional.empty();
                        })
                .run();
    }

    private static Bytes rows(List<ChainClient.Row> rows) {
        CborWriter out = new CborWriter().arrayHeader(rows.size());
        rows.forEach(row -> out.arrayHeader(2).bytes(row.key()).bytes(row.value()));
        return out.toBytes();
    }

    private static Bytes batch(List<Answer> answers) {
        CborWriter out = new CborWriter().arrayHeader(answers.size());
        for (Answer answer : answers) {
            switch (answer) {
                case Answer.Accepted(Hash id) -> out.arrayHeader(2).integer(0).bytes(id.bytes());
                case Answer.Committed(Hash id, long height, int index, var receipt) ->
                        out.arrayHeader(5)
                                .integer(1)
                                .bytes(id.bytes())
                                .integer(height)
                                .integer(index)
                                .bytes(receipt.encode());
                case Answer.Refused(Hash id, String code, String text, long millis) ->
                        out.arrayHeader(5)
                                .integer(2)
                                .bytes(id.bytes())
                                .text(code)
                                .text(text)
                                .integer(millis);
            }
        }
        return out.toBytes();
    }

    @Test
    void streamsOfEvents() {
        Fuzz fuzz =
                fuzz(
                        "events",
                        "events",
                        "text/event-stream",
                        () -> {
                            try (EventStream events = client.events("", "", "")) {
                                while (events.next().isPresent()) {
                                    // each is well
                                }
                            }
                            return Optional.empty();
                        });
        fuzz.mutating(Mutator.lines().or(Mutator.json())).granting(64 << 20, 400).run();
    }

    /** The whole answer, as it comes over the wire, and what a node says when it refuses. */
    @Test
    void answersThatAreNotHttp() {
        String head = "Content-Type: application/json\r\nConnection: close\r\nContent-Length: ";
        byte[] status = SAID.get("/v1/status");
        byte[] error = SAID.get("error");
        Fuzz.of(
                        "client-http",
                        input -> {
                            puppet.says(
                                    (asked, out) -> {
                                        out.write(input);
                                        return false;
                                    });
                            client.status();
                            return Optional.empty();
                        })
                .refusing(ClientFuzzTest::refusal)
                .mutating(new HttpMutator())
                .from(List.of(whole("200 OK", head, status)))
                .beside(
                        List.of(
                                whole("503 Busy", head, error),
                                whole("100 Continue\r\n\r\nHTTP/1.1 200 OK", head, status),
                                whole("401 Who\r\nWWW-Authenticate: Basic", head, error)))
                .granting(16 << 20, 400)
                .rounds(3 * ROUNDS)
                .run();
    }

    private static byte[] whole(String status, String head, byte[] body) {
        return HttpMutator.bytes(
                "HTTP/1.1 "
                        + status
                        + "\r\n"
                        + head
                        + body.length
                        + "\r\n\r\n"
                        + HttpMutator.latin(body));
    }
}
