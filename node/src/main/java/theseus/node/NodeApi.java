package theseus.node;

import static theseus.node.Shape.any;
import static theseus.node.Shape.array;
import static theseus.node.Shape.digest;
import static theseus.node.Shape.hex;
import static theseus.node.Shape.integer;
import static theseus.node.Shape.object;
import static theseus.node.Shape.ref;
import static theseus.node.Shape.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.crypto.Signatures;
import theseus.kernel.ChainRecord;
import theseus.kernel.KernelTables;
import theseus.kernel.Plans;
import theseus.protocol.Genesis;
import theseus.sdk.Hash;

/** The node itself: status, genesis, metrics, and the description of this API. */
final class NodeApi {
    private static final String VERSION = "0.1.0";

    private final Chain chain;
    private final Submissions submissions;
    private final SignatureCache signatures;
    private final BlockMetrics blocks;
    private final HttpMetrics http;
    private final FollowerMetrics followers;
    private final String storage;
    private final Signatures scheme;
    private final DiskRoom room;
    private final long startedMillis = System.currentTimeMillis();

    NodeApi(
            Chain chain,
            Submissions submissions,
            SignatureCache signatures,
            BlockMetrics blocks,
            HttpMetrics http,
            FollowerMetrics followers,
            String storage,
            Signatures scheme,
            DiskRoom room) {
        this.room = room;
        this.chain = chain;
        this.submissions = submissions;
        this.signatures = signatures;
        this.blocks = blocks;
        this.http = http;
        this.followers = followers;
        this.storage = storage;
        this.scheme = scheme;
    }

    /** Its own operations and those of {@code others}, with the document that describes all. */
    List<Operation> operations(List<Operation> others) {
        List<Operation> all = new ArrayList<>(others);
        all.add(
                Operation.get("/v1/status", "status", "Where the node stands")
                        .answers(200, "Now", ref("Status"))
                        .handledBy(request -> Reply.json(status())));
        all.add(
                Operation.get("/v1/genesis", "genesis", "What the chain started with")
                        .answers(
                                200,
                                "And in canonical CBOR",
                                object(
                                        "name", text(),
                                        "chain", digest(),
                                        "timeMillis", integer(),
                                        "protocolVersion", integer(),
                                        "validators",
                                                array(
                                                        object(
                                                                "key", ref("PublicKey"),
                                                                "power", integer())),
                                        "instances",
                                                array(
                                                        object(
                                                                "name", text(),
                                                                "artifact", digest())),
                                        "encoded", hex()))
                        .handledBy(request -> Reply.json(genesis())));
        all.add(
                Operation.get("/metrics", "metrics", "Metrics for Prometheus")
                        .answers(
                                200, "Text format 0.0.4", new Operation.Media("text/plain", text()))
                        .handledBy(request -> Reply.text(PrometheusText.MEDIA_TYPE, metrics())));
        List<Operation> described = new ArrayList<>(all);
        Operation.Builder self =
                Operation.get("/openapi.json", "openapi", "This document")
                        .answers(200, "OpenAPI 3.1", any("An OpenAPI document"));
        described.add(self.handledBy(request -> Reply.json(Map.of())));
        byte[] document = Json.write(OpenApi.document(described, ApiShapes.all(), VERSION));
        all.add(
                Operation.get("/openapi.json", "openapi", "This document")
                        .handledBy(request -> new Reply.Content(200, Reply.JSON, document)));
        return List.copyOf(all);
    }

    private Map<String, Object> status() {
        Tip tip = chain.application().tip();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", chain.genesis().name());
        json.put("chain", chain.application().chain().toString());
        json.put("height", tip.height());
        json.put("timeMillis", tip.timeMillis());
        json.put("headerHash", tip.headerHash().toString());
        json.put("stateRoot", tip.stateRoot().toString());
        json.put("moduleSet", moduleSet(tip).toString());
        json.put("queued", submissions.queued());
        json.put("storage", storage);
        json.put("signatures", scheme.name());
        json.put("signaturesTimesSlower", scheme.timesSlower());
        json.put("role", chain.application().observes() ? "observer" : "validator");
        json.put("firstBlockKept", chain.blocks().first());
        json.put("paused", room.lack().orElse(""));
        json.put("version", VERSION);
        json.put("uptimeMillis", System.currentTimeMillis() - startedMillis);
        return json;
    }

    /** What statements of validators must name. */
    private static Hash moduleSet(Tip tip) {
        return tip.state()
                .get(KernelTables.PARAMETERS, KernelTables.SINGLE)
                .map(bytes -> ChainRecord.decode(bytes).moduleSet())
                .orElseThrow();
    }

    private Map<String, Object> genesis() {
        Genesis genesis = chain.genesis();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", genesis.name());
        json.put("chain", genesis.hash().toString());
        json.put("timeMillis", genesis.timeMillis());
        json.put("protocolVersion", genesis.protocolVersion());
        json.put(
                "validators",
                genesis.validators().stream()
                        .map(v -> Map.of("key", Views.key(v.key()), "power", v.power()))
                        .toList());
        json.put(
                "instances",
                genesis.instances().stream()
                        .map(i -> Map.of("name", i.name(), "artifact", i.artifact().toString()))
                        .toList());
        json.put("encoded", genesis.encode().hex());
        return json;
    }

    private String metrics() {
        PrometheusText text = new PrometheusText();
        Tip tip = chain.application().tip();
        text.gauge("theseus_height", "Height of the last block", tip.height());
        text.gauge("theseus_block_time_seconds", "Its block time", tip.timeMillis() / 1e3);
        text.gauge("theseus_queue_length", "Submissions that wait", submissions.queued());
        text.gauge(
                "theseus_paused",
                "1 while no block is made since the disk is full",
                room.lack().isPresent() ? 1 : 0);
        blocks.writeTo(text);
        text.counter(
                "theseus_signatures_verified_total",
                "Signatures verified since start",
                signatures.verifiedTotal());
        text.counter(
                "theseus_signatures_remembered_total",
                "Signatures that did not have to be verified again",
                signatures.rememberedTotal());
        followers.writeTo(text, Plans.read(tip.state()));
        http.writeTo(text);
        Runtime jvm = Runtime.getRuntime();
        text.gauge("theseus_jvm_heap_used_bytes", "Heap", jvm.totalMemory() - jvm.freeMemory());
        text.gauge("theseus_jvm_heap_max_bytes", "Heap at most", jvm.maxMemory());
        return text.toString();
    }
}
