package theseus.node;

import static theseus.node.Shape.any;
import static theseus.node.Shape.array;
import static theseus.node.Shape.binary;
import static theseus.node.Shape.digest;
import static theseus.node.Shape.hex;
import static theseus.node.Shape.integer;
import static theseus.node.Shape.object;
import static theseus.node.Shape.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.KernelTables;
import theseus.kernel.StagingRecord;
import theseus.kernel.spi.StateView;
import theseus.protocol.Artifact;
import theseus.protocol.CborReader;
import theseus.protocol.Descriptor;
import theseus.protocol.JsonSchema;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Module code that is on chain, and code that is on its way there. */
final class ArtifactApi {
    private static final int MAX_LISTED = 100;

    private final Chain chain;

    ArtifactApi(Chain chain) {
        this.chain = chain;
    }

    List<Operation> operations() {
        Map<String, Object> artifact =
                object(
                        "artifact", digest(),
                        "module", text(),
                        "version", text());
        return List.of(
                Operation.get("/v1/artifacts", "artifacts", "Module code on chain")
                        .inQuery("from", "Hash of the first", digest())
                        .inQuery("limit", "At most so many, 1 to " + MAX_LISTED, integer())
                        .answers(
                                200,
                                "By hash; next is where the list goes on",
                                object(
                                        "artifacts", array(artifact),
                                        "next?", digest()))
                        .handledBy(this::list),
                Operation.get("/v1/artifacts/{artifact}", "artifact", "The code of an artifact")
                        .inPath("artifact", "Its hash", digest())
                        .answers(
                                200,
                                "Its entries; in CBOR the canonical artifact",
                                new Operation.Media(
                                        Reply.JSON,
                                        object(
                                                "artifact", digest(),
                                                "module", text(),
                                                "version", text(),
                                                "sizeBytes", integer(),
                                                "entries",
                                                        array(
                                                                object(
                                                                        "name", text(),
                                                                        "sizeBytes", integer())))),
                                new Operation.Media(Reply.CBOR, binary()))
                        .fails(404, "There is no such artifact")
                        .handledBy(this::artifact),
                Operation.get(
                                "/v1/artifacts/{artifact}/descriptor",
                                "artifactDescriptor",
                                "What an artifact's module is to everybody else")
                        .inPath("artifact", "Its hash", digest())
                        .answers(
                                200,
                                "Its messages, queries, events, tables; and in canonical CBOR",
                                object(
                                        "artifact", digest(),
                                        "module", text(),
                                        "version", text(),
                                        "schema", any("JSON Schema of all of it"),
                                        "encoded", hex()))
                        .fails(404, "There is no such artifact")
                        .handledBy(this::descriptor),
                Operation.get("/v1/staging", "staging", "Artifacts of which pieces are missing")
                        .answers(
                                200,
                                "By hash",
                                object(
                                        "staging",
                                        array(
                                                object(
                                                        "artifact", digest(),
                                                        "account", hex(),
                                                        "pieces", integer(),
                                                        "sizeBytes", integer(),
                                                        "height", integer("The block of the last"),
                                                        "missing", array(integer())))))
                        .handledBy(this::staging));
    }

    private Reply list(Request request) {
        StateView state = chain.application().tip().state();
        int limit = (int) (long) request.number("limit", 1, MAX_LISTED).orElse((long) MAX_LISTED);
        Hash from =
                request.asked("from")
                        .map(
                                text ->
                                        new Hash(
                                                Request.hex(
                                                        "query parameter from",
                                                        text,
                                                        Hash.SIZE_BYTES,
                                                        Hash.SIZE_BYTES)))
                        .orElse(Hash.ZERO);
        List<Object> artifacts = new ArrayList<>();
        Optional<Hash> next = Optional.empty();
        // Row by row: artifacts are large.
        Bytes key = KernelTables.key(from);
        while (true) {
            List<StateView.Row> row = state.range(KernelTables.ARTIFACTS, key, Optional.empty(), 1);
            if (row.isEmpty()) {
                break;
            }
            Hash hash = new CborReader(row.getFirst().key()).hash();
            if (artifacts.size() == limit) {
                next = Optional.of(hash);
                break;
            }
            artifacts.add(brief(hash, state));
            key = EarlyUnits.after(row.getFirst().key());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("artifacts", artifacts);
        next.ifPresent(hash -> json.put("next", hash.toString()));
        return Reply.json(json);
    }

    private Map<String, Object> brief(Hash hash, StateView state) {
        Optional<Descriptor> descriptor = chain.catalog().descriptor(state, hash);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("artifact", hash.toString());
        json.put("module", descriptor.map(Descriptor::module).orElse(""));
        json.put("version", descriptor.map(Descriptor::version).orElse(""));
        return json;
    }

    private Reply artifact(Request request) {
        StateView state = chain.application().tip().state();
        Hash hash = hash(request);
        Bytes encoded =
                state.get(KernelTables.ARTIFACTS, KernelTables.key(hash))
                        .orElseThrow(() -> none(hash));
        if (request.wantsCbor()) {
            return new Reply.Content(200, Reply.CBOR, encoded.toArray());
        }
        Map<String, Object> json = brief(hash, state);
        json.put("sizeBytes", encoded.size());
        List<Object> entries = new ArrayList<>();
        Artifact.decode(encoded)
                .entries()
                .forEach(
                        (name, content) ->
                                entries.add(Map.of("name", name, "sizeBytes", content.size())));
        json.put("entries", entries);
        return Reply.json(json);
    }

    private Reply descriptor(Request request) {
        StateView state = chain.application().tip().state();
        Hash hash = hash(request);
        Descriptor descriptor =
                chain.catalog().descriptor(state, hash).orElseThrow(() -> none(hash));
        Map<String, Object> json = brief(hash, state);
        json.put("schema", JsonSchema.of(descriptor));
        json.put("encoded", descriptor.encode().hex());
        return Reply.json(json);
    }

    private Reply staging(Request request) {
        StateView state = chain.application().tip().state();
        List<Object> staging = new ArrayList<>();
        for (StateView.Row row :
                state.range(KernelTables.STAGING, Bytes.EMPTY, Optional.empty(), MAX_LISTED)) {
            StagingRecord record = StagingRecord.decode(row.value());
            List<Integer> missing = new ArrayList<>();
            for (int i = 0; i < record.count(); i++) {
                if (!record.has(i)) {
                    missing.add(i);
                }
            }
            Map<String, Object> json = new LinkedHashMap<>();
            CborReader key = new CborReader(row.key());
            key.expectArray(2);
            json.put("artifact", key.hash().toString());
            json.put("account", key.bytes().hex());
            json.put("pieces", record.count());
            json.put("sizeBytes", record.sizeBytes());
            json.put("height", record.height());
            json.put("missing", missing);
            staging.add(json);
        }
        return Reply.json(Map.of("staging", staging));
    }

    private static Hash hash(Request request) {
        return new Hash(request.pathHex("artifact", Hash.SIZE_BYTES, Hash.SIZE_BYTES));
    }

    private static HttpError none(Hash hash) {
        return HttpError.notFound(
                "NO_SUCH_ARTIFACT",
                "The chain has no artifact " + hash,
                "See /v1/artifacts for those it has, /v1/staging for those on their way");
    }
}
