package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import theseus.protocol.Accounts;
import theseus.protocol.Block;
import theseus.protocol.Descriptor;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.Receipt;
import theseus.protocol.RecordCodec;
import theseus.protocol.SigningKey;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Query;
import theseus.sdk.Table;

/**
 * A node's API, typed. What is called <i>proven</i> was verified against the genesis that this
 * client trusts: certificate of a header by its validators, proof of a record under the header's
 * state root. Everything else is the node's word. Whatever it says, asking ends in a value, an
 * {@link ApiException} or an {@link UnverifiedException}. Thread-safe.
 */
public final class ChainClient implements AutoCloseable {
    /** A batch that is longer is sent in parts. */
    public static final int MAX_BATCH = 1_000;

    private static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

    private final Transport transport;
    private final Genesis genesis;
    private final Verifier verifier;
    private final Shown shown;
    private final UpgradeClient upgrades;

    private ChainClient(Transport transport, Genesis genesis) {
        this.transport = transport;
        this.genesis = genesis;
        this.verifier = new Verifier(genesis);
        this.shown = new Shown(verifier);
        this.upgrades = new UpgradeClient(transport);
    }

    /** Trusts the genesis that the node names: for a first contact, or the operator's own node. */
    public static ChainClient connect(URI node) {
        return connect(node, Access.OPEN);
    }

    /** The same at a node that asks who one is. */
    public static ChainClient connect(URI node, Access access) {
        Transport transport = new Transport(node, access);
        try {
            JsonNode json = transport.get("/v1/genesis");
            return Told.read(
                    "genesis",
                    () -> new ChainClient(transport, Genesis.decode(Told.hex(json, "encoded"))));
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /** Trusts this genesis; a node of another chain shows at the first answer that is proven. */
    public static ChainClient trusting(Genesis genesis, URI node) {
        return trusting(genesis, node, Access.OPEN);
    }

    /** The same at a node that asks who one is. */
    public static ChainClient trusting(Genesis genesis, URI node, Access access) {
        return new ChainClient(new Transport(node, access), genesis);
    }

    public Genesis genesis() {
        return genesis;
    }

    public Hash chain() {
        return verifier.chain();
    }

    public Verifier verifier() {
        return verifier;
    }

    public URI node() {
        return transport.node();
    }

    public NodeStatus status() {
        JsonNode json = transport.get("/v1/status");
        return new NodeStatus(
                json.path("name").asText(),
                Told.hash(json, "chain"),
                Told.count(json, "height"),
                Told.count(json, "timeMillis"),
                Told.hash(json, "stateRoot"),
                json.path("queued").asInt());
    }

    /** Plans, artifacts and followers. */
    public UpgradeClient upgrades() {
        return upgrades;
    }

    /** Any path of the API, as JSON. */
    public JsonNode get(String path) {
        return transport.get(path);
    }

    /** All that the node stores, as a stream of parts; for who runs it. */
    public InputStream backup() {
        return transport.stream("/v1/backup", "");
    }

    // ---- transactions ----

    /** An account with one key, as a sender of transactions. */
    public Sender sender(SigningKey key) {
        return sender(AccountKeys.single(key.publicKey()), List.of(key));
    }

    /** An account by its first keys and policy; {@code signers} are the keys that sign. */
    public Sender sender(AccountKeys firstKeys, List<SigningKey> signers) {
        return new Sender(this, Accounts.idOf(firstKeys), Optional.of(firstKeys), signers);
    }

    /** An account whose keys have rotated; {@code signers} are among those it has now. */
    public Sender rotatedSender(AccountId account, List<SigningKey> signers) {
        return new Sender(this, account, Optional.empty(), signers);
    }

    public Answer submit(Bytes submission, Wait wait) {
        return submit(List.of(submission), wait).getFirst();
    }

    /** One answer for each submission, in order. */
    public List<Answer> submit(List<Bytes> submissions, Wait wait) {
        List<Answer> answers = new ArrayList<>(submissions.size());
        int from = 0;
        while (from < submissions.size()) {
            int to = from;
            int bytes = 0;
            while (to < submissions.size() && to - from < MAX_BATCH) {
                bytes += submissions.get(to).size();
                if (to > from && bytes > MAX_BATCH_BYTES) {
                    break;
                }
                to++;
            }
            List<Bytes> part = submissions.subList(from, to);
            List<Answer> answered =
                    Answers.decode(
                            transport.postCbor(
                                    "/v1/transactions/batch" + wait.parameter(),
                                    Answers.request(part)));
            if (answered.size() != part.size()) {
                throw ApiException.bad("not one for each of the batch");
            }
            answers.addAll(answered);
            from = to;
        }
        return answers;
    }

    /** What it would do now: {@code status}, {@code gasUsed}, {@code events}, {@code changes}. */
    public JsonNode dryRun(Bytes submission) {
        return transport.postCborForJson("/v1/transactions/dry-run", submission);
    }

    /**
     * What became of a transaction, once it is committed. Empty when no block has it that the node
     * keeps: where old blocks are pruned, one of them may have had it; the sender's nonce tells.
     */
    public Optional<Answer.Committed> transaction(Hash id) {
        try {
            JsonNode json = transport.get("/v1/transactions/" + id);
            return Optional.of(
                    new Answer.Committed(
                            id,
                            Told.count(json, "height"),
                            json.path("index").asInt(),
                            Told.read(
                                    "receipt",
                                    () -> Receipt.decode(Told.hex(json, "receiptEncoded")))));
        } catch (ApiException e) {
            if (e.code().equals("NO_SUCH_TRANSACTION") || e.code().equals("NO_KEPT_TRANSACTION")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public AccountView account(AccountId id) {
        JsonNode json = transport.get("/v1/accounts/" + id);
        return new AccountView(
                id,
                Told.count(json, "nonce"),
                Told.count(json, "nextNonce"),
                json.hasNonNull("keysEncoded")
                        ? Optional.of(
                                Told.read(
                                        "account's keys",
                                        () -> Accounts.decodeKeys(Told.hex(json, "keysEncoded"))))
                        : Optional.empty());
    }

    // ---- queries ----

    /** Asks by the instance's descriptor; the answer's {@code result} is the result. */
    public JsonNode query(String instance, String query, Object body) {
        return transport.post(queryPath(instance, query), body);
    }

    /** The same of the version that does not serve all while {@code plan} is under way. */
    public JsonNode query(String instance, String query, Object body, Hash plan) {
        return transport.post(queryPath(instance, query) + "?plan=" + plan, body);
    }

    /**
     * The same after the block of {@code height}, or the last one; {@code proven} adds {@code
     * reads} and {@code certificate}, which {@link Verifier} checks.
     */
    public JsonNode query(
            String instance, String query, Object body, OptionalLong height, boolean proven) {
        List<String> asked = new ArrayList<>();
        height.ifPresent(h -> asked.add("height=" + h));
        if (proven) {
            asked.add("proof=true");
        }
        String parameters = asked.isEmpty() ? "" : "?" + String.join("&", asked);
        return transport.post(queryPath(instance, query) + parameters, body);
    }

    public <R, Q extends Query<R>> R query(String instance, Q query, Class<R> result) {
        return query(instance, query, RecordCodec.of(result));
    }

    /** For results that are no plain class, such as a list. */
    public <R, Q extends Query<R>> R query(String instance, Q query, RecordCodec<R> result) {
        JsonNode json =
                transport.postCborForJson(
                        queryPath(instance, query.getClass().getSimpleName()),
                        RecordCodec.encodeRecord((Record) query));
        return Told.read("result", () -> result.decode(Told.hex(json, "encoded")));
    }

    /** The answer with the proven records it was computed from. */
    public <R, Q extends Query<R>> ProvenAnswer<R> provenQuery(
            String instance, Q query, Class<R> result) {
        JsonNode json =
                transport.postCborForJson(
                        queryPath(instance, query.getClass().getSimpleName()) + "?proof=true",
                        RecordCodec.encodeRecord((Record) query));
        Header header = shown.header(json, OptionalLong.empty());
        List<StateProof> reads = new ArrayList<>();
        for (JsonNode read : json.path("reads")) {
            reads.add(shown.proof(read, header));
        }
        RecordCodec<R> codec = RecordCodec.of(result);
        return new ProvenAnswer<>(
                Told.read("result", () -> codec.decode(Told.hex(json, "encoded"))), reads, header);
    }

    /**
     * A record of a module's table, or that there is none, proven against a certified header.
     *
     * @throws UnverifiedException when the node's proof does not hold
     */
    public <K, V> Proven<Optional<V>> prove(String instance, Table<K, V> table, K key) {
        Proven<Optional<Bytes>> proven =
                prove(
                        new TableId(instance, table.name(), table.schema()),
                        RecordCodec.of(table.key()).encode(key),
                        OptionalLong.empty());
        RecordCodec<V> codec = RecordCodec.of(table.value());
        return new Proven<>(proven.value().map(codec::decode), proven.header());
    }

    /** The same in canonical bytes, after the block of {@code height} or the last one. */
    public Proven<Optional<Bytes>> prove(TableId table, Bytes key, OptionalLong height) {
        String at = height.isPresent() ? "&height=" + height.getAsLong() : "";
        JsonNode json =
                transport.get(
                        "/v1/state/"
                                + table.instance()
                                + "/"
                                + table.table()
                                + "/"
                                + table.schema()
                                + "/"
                                + key.hex()
                                + "?proof=true"
                                + at);
        Header header = shown.header(json, height);
        StateProof proof = shown.proof(json, header);
        if (!proof.table().equals(table) || !proof.key().equals(key)) {
            throw new UnverifiedException("The node proved another record than was asked for");
        }
        return new Proven<>(proof.value(), header);
    }

    /** A record as bytes, by the node's word. */
    public record Row(Bytes key, Bytes value) {}

    /**
     * Some records of a table from {@code from} on, after the block of {@code height}, by the
     * node's word; none after the last. That a copy of all tables is whole shows in its root.
     */
    public List<Row> rows(TableId table, Bytes from, long height) {
        String path =
                "/v1/state/%s/%s/%d?height=%d"
                        .formatted(table.instance(), table.table(), table.schema(), height);
        return Told.rows(transport.getCbor(from.isEmpty() ? path : path + "&from=" + from.hex()));
    }

    /** The header of a block, verified by its certificate. */
    public Header header(long height) {
        return shown.header(
                transport.get("/v1/blocks/" + height + "/certificate"), OptionalLong.of(height));
    }

    /**
     * A block to be executed again. Its submissions are those of its header; whether the header is
     * the chain's shows in its certificate, {@link #header}, or in the blocks after it.
     */
    public Block block(long height) {
        Bytes content = transport.getCbor("/v1/blocks/" + height + "/content");
        Block block = Told.read("block", () -> Block.decode(content));
        Header header = block.header();
        Hash root = MerkleTree.root(block.submissions());
        if (header.height() != height
                || !header.chain().equals(chain())
                || !header.transactionRoot().equals(root)) {
            throw new UnverifiedException(
                    "The node's block of height " + height + " is not what its header says");
        }
        return block;
    }

    public Descriptor descriptor(String instance) {
        JsonNode json = transport.get("/v1/instances/" + instance + "/descriptor");
        return Told.read("descriptor", () -> Descriptor.decode(Told.hex(json, "encoded")));
    }

    /**
     * The chain's events from {@code position} ({@code height:submission:event}, inclusive; empty
     * for from now on), of one instance and name or, where empty, of all.
     */
    public EventStream events(String position, String instance, String name) {
        List<String> asked = new ArrayList<>();
        Map.of("from", position, "instance", instance, "name", name)
                .forEach(
                        (key, value) -> {
                            if (!value.isEmpty()) {
                                asked.add(key + "=" + value);
                            }
                        });
        String query = asked.isEmpty() ? "" : "?" + String.join("&", asked);
        return new EventStream(transport.stream("/v1/events" + query, ""));
    }

    /** The chain's events after the one at {@code position}. */
    public EventStream eventsAfter(String position) {
        return new EventStream(transport.stream("/v1/events", position));
    }

    @Override
    public void close() {
        transport.close();
    }

    private static String queryPath(String instance, String query) {
        return "/v1/instances/" + instance + "/queries/" + query;
    }
}
