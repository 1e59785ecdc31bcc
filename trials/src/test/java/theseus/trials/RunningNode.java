package theseus.trials;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.EventStream;
import theseus.client.PlanStatus;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.consensus.solo.SoloConfig;
import theseus.node.NewChain;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.Artifact;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.Limits;
import theseus.protocol.Message;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.Sha256;
import theseus.protocol.SigningKey;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A node that runs, with the chain of the trials: council, ledger, shop. Whatever is sent to it,
 * asked of it or read from it goes over HTTP; tables are compared by roots that are proven against
 * the certificate of their block. It makes a block only when there is something to put into it.
 */
final class RunningNode implements AutoCloseable {
    /** Long enough for what is sent at once to come into one block, as a rule. */
    private static final long LINGER_MILLIS = 5;

    private static final int PIECE_BYTES = 48 * 1024;

    /** Enough for any of them; twice as many fit into a block as are ever sent at once. */
    private static final long GAS_LIMIT = 5_000_000;

    private static final Bytes ANY_KEY = Bytes.fromHex("80");

    private final Node node;
    private final ChainClient client;
    private final Map<String, Sender> senders = new HashMap<>();
    private final Map<String, Long> nonces = new HashMap<>();
    private final EventStream phases;
    private Optional<Header> verified = Optional.empty();
    private String certificate = "";

    private RunningNode(Node node, Genesis genesis) {
        this.node = node;
        this.client = ChainClient.trusting(genesis, node.address().orElseThrow());
        this.phases = client.events("", TableId.KERNEL, "PlanPhase");
    }

    static RunningNode start(Path directory, NodeConfig.StorageKind storage) {
        SoloConfig is = SoloConfig.DEFAULT;
        NodeConfig config =
                NodeConfig.of(directory)
                        .withStorage(storage)
                        .withPort(0)
                        .withEngine(
                                new SoloConfig(
                                        is.maxQueued(),
                                        is.maxQueuedBytes(),
                                        is.maxBlockTransactions(),
                                        is.maxBlockBytes(),
                                        is.maxBlockGas(),
                                        LINGER_MILLIS,
                                        0));
        Genesis genesis =
                Node.create(
                        config,
                        new NewChain(
                                "trials",
                                System.currentTimeMillis(),
                                Genesis.Parameters.DEFAULT,
                                Rig.ledgerInstances().stream()
                                        .map(RunningNode::instance)
                                        .toList()));
        return new RunningNode(Node.start(config), genesis);
    }

    private static NewChain.NewInstance instance(Rig.Installed one) {
        Packing.Packed packed = Compiled.packed(one.source());
        return new NewChain.NewInstance(
                one.instance(),
                packed.artifact(),
                one.document(),
                one.bound(),
                packed.descriptor().needs());
    }

    Hash chain() {
        return client.chain();
    }

    ChainClient client() {
        return client;
    }

    /** Of the last durable block. */
    long height() {
        return client.status().height();
    }

    /** Sends all in one request; what became of each, once all are durable. */
    List<Answer> send(List<Ordinary.Sent> all) {
        List<Bytes> signed = new ArrayList<>();
        for (Ordinary.Sent sent : all) {
            long nonce = nonces.merge(sent.sender(), 1L, Long::sum) - 1;
            signed.add(sender(sent.sender()).sign(nonce, sent.messages()).encode());
        }
        List<Answer> answers = client.submit(signed, Wait.COMMITTED);
        for (int i = 0; i < all.size(); i++) {
            boolean counted =
                    answers.get(i) instanceof Answer.Committed committed
                            && !(committed.receipt().status() instanceof Receipt.Status.Rejected);
            if (!counted) {
                nonces.merge(all.get(i).sender(), -1L, Long::sum);
            }
        }
        return answers;
    }

    private Sender sender(String name) {
        return senders.computeIfAbsent(
                name,
                any ->
                        client.sender(
                                        SigningKey.ed25519(
                                                Sha256.of("trials/key", Bytes.ofUtf8(any)).bytes()))
                                .withGasLimit(
                                        any.equals(Says.COUNCIL)
                                                ? Limits.MAX_TRANSACTION_GAS
                                                : GAS_LIMIT));
    }

    /** An order of the council; what came of it. */
    Receipt.Status order(theseus.sdk.Message order) {
        Message message = Message.of(Says.COUNCIL, order);
        return switch (send(List.of(Ordinary.Sent.of(Says.COUNCIL, message))).getFirst()) {
            case Answer.Committed committed -> committed.receipt().status();
            case Answer.Refused refused -> throw new AssertionError(refused.toString());
            case Answer.Accepted accepted -> throw new AssertionError(accepted.toString());
        };
    }

    /** Brings an artifact onto the chain, piece by piece. */
    void stage(Artifact artifact) {
        Bytes code = artifact.encode();
        int count = (code.size() + PIECE_BYTES - 1) / PIECE_BYTES;
        for (int i = 0; i < count; i++) {
            Bytes piece = code.slice(i * PIECE_BYTES, Math.min(code.size(), (i + 1) * PIECE_BYTES));
            Receipt.Status status = order(new Says.Stage(artifact.hash(), i, count, piece));
            if (!status.equals(new Receipt.Status.Applied())) {
                throw new AssertionError("piece " + i + " of " + count + ": " + status);
            }
        }
    }

    Receipt.Status propose(Plan plan) {
        return order(new Says.Propose(plan.encode(), plan.kind()));
    }

    PlanStatus plan(Hash id) {
        return client.upgrades().plan(id).orElseThrow();
    }

    /** What the chain says next of a plan that enters a phase. */
    JsonNode nextPhase() {
        return phases.next().orElseThrow().body();
    }

    /** The hash of the code that an instance runs. */
    Hash inForce(String instance) {
        for (JsonNode one : client.get("/v1/instances").path("instances")) {
            if (one.path("name").asText().equals(instance)) {
                return new Hash(Bytes.fromHex(one.path("artifact").asText()));
            }
        }
        throw new AssertionError("there is no instance " + instance);
    }

    /** The roots of tables after a block, proven; empty of a table that has no record. */
    SortedMap<TableId, Optional<Hash>> roots(Collection<TableId> tables, long height) {
        SortedMap<TableId, Optional<Hash>> roots = new TreeMap<>();
        for (TableId table : tables) {
            JsonNode json =
                    client.get(
                            "/v1/state/%s/%s/%d/%s?proof=true&height=%d"
                                    .formatted(
                                            table.instance(),
                                            table.table(),
                                            table.schema(),
                                            ANY_KEY.hex(),
                                            height));
            Header header = header(json.path("certificate").asText());
            StateProof proof = StateProof.decode(Bytes.fromHex(json.path("proof").asText()));
            client.verifier().verify(proof, header);
            if (header.height() != height || !proof.table().equals(table)) {
                throw new AssertionError("not what was asked for: " + json);
            }
            roots.put(table, proof.tableRoot());
        }
        return roots;
    }

    private Header header(String encoded) {
        if (!encoded.equals(certificate)) {
            verified =
                    Optional.of(
                            client.verifier().verify(Certificate.decode(Bytes.fromHex(encoded))));
            certificate = encoded;
        }
        return verified.orElseThrow();
    }

    /** All records of a table after a block. */
    Map<Bytes, Bytes> rows(TableId table, long height) {
        Map<Bytes, Bytes> all = new TreeMap<>();
        Bytes from = Bytes.EMPTY;
        while (true) {
            List<ChainClient.Row> rows = client.rows(table, from, height);
            if (rows.isEmpty()) {
                return all;
            }
            rows.forEach(row -> all.put(row.key(), row.value()));
            from = rows.getLast().key().concat(Bytes.fromHex("00"));
        }
    }

    @Override
    public void close() {
        phases.close();
        client.close();
        node.close();
    }
}
