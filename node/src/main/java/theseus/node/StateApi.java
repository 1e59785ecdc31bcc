package theseus.node;

import static theseus.node.Shape.any;
import static theseus.node.Shape.array;
import static theseus.node.Shape.binary;
import static theseus.node.Shape.digest;
import static theseus.node.Shape.flag;
import static theseus.node.Shape.hex;
import static theseus.node.Shape.integer;
import static theseus.node.Shape.object;
import static theseus.node.Shape.ref;
import static theseus.node.Shape.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.AccountRecord;
import theseus.kernel.Answered;
import theseus.kernel.Codes;
import theseus.kernel.ModuleRecord;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView;
import theseus.protocol.Accounts;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor;
import theseus.protocol.JsonSchema;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.SchemaCodec;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Instances, queries, records with proofs, accounts. */
final class StateApi {
    /** A proven query that read more is refused. */
    static final int MAX_PROVEN_READS = 256;

    private static final int MAX_ROWS = 1_000;
    private static final int MAX_ROWS_BYTES = 4 * 1024 * 1024;

    /** The key after the largest. */
    private static final int MAX_FROM_BYTES = Limits.MAX_KEY_BYTES + 1;

    private static final String HEIGHT_TEXT =
            "After the block of this height; the last one's if absent";
    private static final String NOT_KEPT = "There is none of that name, or that height is not kept";

    private final Chain chain;

    StateApi(Chain chain) {
        this.chain = chain;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/v1/instances", "instances", "The module instances in force")
                        .answers(
                                200,
                                "By name",
                                object("height", integer(), "instances", array(ref("Instance"))))
                        .handledBy(this::instances),
                Operation.get(
                                "/v1/instances/{instance}/descriptor",
                                "descriptor",
                                "What a module is to everybody else")
                        .inPath("instance", "Its name", text())
                        .answers(
                                200,
                                "Its messages, queries, events, tables; and in canonical CBOR",
                                object(
                                        "instance", text(),
                                        "module", text(),
                                        "version", text(),
                                        "schema", any("JSON Schema of all of it"),
                                        "encoded", hex()))
                        .fails(404, "There is no such instance")
                        .handledBy(this::descriptor),
                Operation.get(
                                "/v1/instances/{instance}/schema",
                                "schema",
                                "A module's descriptor as JSON Schema")
                        .inPath("instance", "Its name", text())
                        .answers(200, "JSON Schema", any("A JSON Schema document"))
                        .fails(404, "There is no such instance")
                        .handledBy(
                                request ->
                                        Reply.json(
                                                JsonSchema.of(required(request.text("instance"))))),
                Operation.post("/v1/instances/{instance}/queries/{query}", "query", "Asks a module")
                        .inPath("instance", "Its name", text())
                        .inPath("query", "The query's name", text())
                        .inQuery("height", HEIGHT_TEXT, integer())
                        .inQuery(
                                "proof",
                                "Whether to add a proof of each record that was read",
                                flag())
                        .inQuery(
                                "plan",
                                "Asks the other version of this plan: the candidate in SHADOW (on"
                                        + " the tables that this node fills) and CANARY, the"
                                        + " version in force in PROBATION",
                                digest())
                        .body(Reply.JSON, any("The query by the descriptor"))
                        .body(Reply.CBOR, binary())
                        .answers(200, "The answer", ref("QueryAnswer"))
                        .fails(404, NOT_KEPT)
                        .fails(422, "The module refused or failed to answer")
                        .fails(503, "The node is busy")
                        .handledBy(this::query),
                Operation.get(
                                "/v1/state/{instance}/{table}/{schema}/{key}",
                                "record",
                                "A record of a table, or that there is none")
                        .inPath("instance", "Name of the instance, or kernel", text())
                        .inPath("table", "Name of the table", text())
                        .inPath("schema", "Version of its shape", integer())
                        .inPath("key", "Canonical encoding of the key", hex())
                        .inQuery("height", HEIGHT_TEXT, integer())
                        .inQuery("proof", "Whether to add a proof and the certificate", flag())
                        .answers(200, "The record", ref("ProvenRecord"))
                        .fails(404, "That height is not kept")
                        .handledBy(this::record),
                Operation.get(
                                "/v1/state/{instance}/{table}/{schema}",
                                "rows",
                                "Records of a table in the order of their keys, to copy them")
                        .inPath("instance", "Name of the instance, or kernel", text())
                        .inPath("table", "Name of the table", text())
                        .inPath("schema", "Version of its shape", integer())
                        .inQuery("from", "Key to begin with; by default the first", hex())
                        .inQuery(
                                "limit",
                                "At most " + MAX_ROWS + "; by default all these",
                                integer())
                        .inQuery("height", HEIGHT_TEXT, integer())
                        .answers(
                                200,
                                "Array of [key, value]; fewer than asked for when they are large,"
                                        + " none after the last",
                                new Operation.Media(Reply.CBOR, binary()))
                        .fails(404, "That height is not kept")
                        .handledBy(this::rows),
                Operation.get("/v1/accounts/{id}", "account", "Nonce and keys of an account")
                        .inPath("id", "Its id", digest())
                        .answers(200, "Also of one that never sent anything", ref("Account"))
                        .handledBy(this::account));
    }

    private Reply instances(Request request) {
        Tip tip = chain.application().tip();
        List<Object> instances = new ArrayList<>();
        chain.catalog()
                .instances(tip.state())
                .forEach((name, module) -> instances.add(instance(name, module, tip)));
        return Reply.json(Map.of("height", tip.height(), "instances", instances));
    }

    private Map<String, Object> instance(String name, ModuleRecord module, Tip tip) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put(
                "module",
                chain.catalog()
                        .descriptor(tip.state(), module.artifact())
                        .map(Descriptor::module)
                        .orElse(""));
        json.put("version", module.version());
        json.put("artifact", module.artifact().toString());
        json.put(
                "tables",
                module.tables().stream()
                        .map(t -> Map.of("table", t.table(), "schema", t.schema()))
                        .toList());
        json.put(
                "bindings",
                module.bindings().stream()
                        .map(b -> Map.of("interface", b.interfaceName(), "instance", b.instance()))
                        .toList());
        json.put("granted", module.granted().stream().map(Enum::name).toList());
        return json;
    }

    private Reply descriptor(Request request) {
        String instance = request.text("instance");
        Descriptor descriptor = required(instance);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("instance", instance);
        json.put("module", descriptor.module());
        json.put("version", descriptor.version());
        json.put("schema", JsonSchema.of(descriptor));
        json.put("encoded", descriptor.encode().hex());
        return Reply.json(json);
    }

    private Reply query(Request request) throws Exception {
        String instance = request.text("instance");
        String name = request.text("query");
        boolean proof = request.flag("proof");
        Chain.At at = chain.at(request.number("height", 0, Long.MAX_VALUE));
        Optional<Hash> plan =
                request.asked("plan")
                        .map(hex -> new Hash(Request.hex("query parameter plan", hex, 32, 32)));
        Optional<Answering> other =
                plan.isPresent()
                        ? Optional.of(
                                chain.readers()
                                        .ask(kernel -> Answering.of(kernel, chain, at, plan.get())))
                        : Optional.empty();
        Descriptor descriptor =
                other.flatMap(one -> one.descriptor(instance))
                        .or(() -> chain.catalog().serving(at.state(), instance))
                        .orElseThrow(() -> noInstance());
        Descriptor.QueryShape shape =
                descriptor.queries().stream()
                        .filter(query -> query.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> noQuery(instance, descriptor));
        Bytes body = queryBody(request, shape);
        Answered answered =
                chain.readers()
                        .ask(
                                kernel ->
                                        kernel.queryWithReads(
                                                other.map(Answering::state).orElse(at.state()),
                                                at.height(),
                                                at.timeMillis(),
                                                plan,
                                                instance,
                                                name,
                                                body));
        Outcome.Returned returned = returned(answered.outcome(), instance);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("instance", instance);
        json.put("query", name);
        json.put("height", at.height());
        json.put("timeMillis", at.timeMillis());
        json.put("result", Views.plain(Optional.of(shape.result()), returned.value()));
        json.put("encoded", returned.value().hex());
        json.put("gasUsed", returned.gasUsed());
        plan.ifPresent(id -> json.put("plan", id.toString()));
        if (proof) {
            json.put("certificate", at.certificateOrFail().encode().hex());
            json.put("reads", proofs(answered.reads(), at));
        }
        return Reply.json(json);
    }

    private static Bytes queryBody(Request request, Descriptor.QueryShape shape) {
        try {
            if (request.contentType().equals(Reply.CBOR)) {
                Bytes body = Bytes.wrap(request.body().get());
                SchemaCodec.decode(shape.body(), body);
                return body;
            }
            return SchemaCodec.encode(shape.body(), Json.read(request.body().get()));
        } catch (MalformedException e) {
            throw HttpError.badRequest(
                    "body",
                    withoutValue(e.explanation()),
                    "The query's shape is in the instance's descriptor");
        }
    }

    /** What stood there instead stays out of answers and logs. */
    private static String withoutValue(String explanation) {
        int value = explanation.indexOf(", got ");
        return value < 0 ? explanation : explanation.substring(0, value);
    }

    private static Outcome.Returned returned(Outcome outcome, String instance) {
        return switch (outcome) {
            case Outcome.Returned returned -> returned;
            case Outcome.Refused(String code, long _) when code.equals(Codes.SUSPENDED) ->
                    throw HttpError.busy(instance + " is suspended", 5_000);
            case Outcome.Refused(String code, long _) ->
                    throw new HttpError(
                            422, code, "Instance " + instance + " refused the query", "", "", 0);
            case Outcome.Trapped(var kind, String reason, long _) ->
                    throw new HttpError(
                            422,
                            kind.name(),
                            "Instance " + instance + " failed to answer: " + reason,
                            "",
                            "",
                            0);
            case Outcome.Derived _, Outcome.Carried _ ->
                    throw new IllegalStateException("a query ended as " + outcome);
        };
    }

    private List<Object> proofs(List<Answered.Read> reads, Chain.At at) {
        if (reads.size() > MAX_PROVEN_READS) {
            throw new HttpError(
                    422,
                    "TOO_MANY_READS",
                    "The answer was computed from "
                            + reads.size()
                            + " records, at most "
                            + MAX_PROVEN_READS
                            + " are proven at once",
                    "",
                    "Ask for less at once, or without proof",
                    0);
        }
        List<Object> proofs = new ArrayList<>();
        for (Answered.Read read : reads) {
            proofs.add(proven(read.table(), read.key(), at));
        }
        return proofs;
    }

    private Map<String, Object> proven(TableId table, Bytes key, Chain.At at) {
        try {
            StateProof proof = chain.store().prove(at.height(), table, key);
            Map<String, Object> json = chain.views().record(table, key, proof.value(), at.state());
            json.put("proof", proof.encode().hex());
            return json;
        } catch (HistoryUnavailable e) {
            throw Chain.unavailable(e);
        }
    }

    private Reply record(Request request) {
        TableId table =
                new TableId(
                        request.text("instance"),
                        request.text("table"),
                        (int) request.pathNumber("schema", 1, Integer.MAX_VALUE));
        Bytes key = request.pathHex("key", 1, Limits.MAX_KEY_BYTES);
        Chain.At at = chain.at(request.number("height", 0, Long.MAX_VALUE));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("height", at.height());
        if (request.flag("proof")) {
            String certificate = at.certificateOrFail().encode().hex();
            json.putAll(proven(table, key, at));
            json.put("certificate", certificate);
        } else {
            json.putAll(chain.views().record(table, key, at.state().get(table, key), at.state()));
        }
        return Reply.json(json);
    }

    private Reply rows(Request request) {
        TableId table =
                new TableId(
                        request.text("instance"),
                        request.text("table"),
                        (int) request.pathNumber("schema", 1, Integer.MAX_VALUE));
        Bytes from =
                request.asked("from")
                        .map(text -> Request.hex("query parameter from", text, 0, MAX_FROM_BYTES))
                        .orElse(Bytes.EMPTY);
        long limit = request.number("limit", 1, MAX_ROWS).orElse((long) MAX_ROWS);
        Chain.At at = chain.at(request.number("height", 0, Long.MAX_VALUE));
        List<StateView.Row> rows = new ArrayList<>();
        int sizeBytes = 0;
        for (StateView.Row row : at.state().range(table, from, Optional.empty(), (int) limit)) {
            sizeBytes += row.key().size() + row.value().size();
            if (!rows.isEmpty() && sizeBytes > MAX_ROWS_BYTES) {
                break;
            }
            rows.add(row);
        }
        CborWriter out = new CborWriter(sizeBytes + 64).arrayHeader(rows.size());
        rows.forEach(row -> out.arrayHeader(2).bytes(row.key()).bytes(row.value()));
        return new Reply.Content(200, Reply.CBOR, out.toBytes().toArray());
    }

    private Reply account(Request request) {
        AccountId id = new AccountId(request.pathHex("id", 32, 32));
        AccountRecord account = AccountRecord.read(chain.application().tip().state(), id);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id.toString());
        json.put("nonce", account.nonce());
        json.put("nextNonce", chain.application().nextNonce(id));
        account.keys()
                .ifPresent(
                        keys -> {
                            json.put("keys", keys.keys().stream().map(Views::key).toList());
                            json.put("threshold", keys.threshold());
                            json.put("keysEncoded", Accounts.encode(keys).hex());
                        });
        return Reply.json(json);
    }

    private Descriptor required(String instance) {
        return chain.catalog()
                .descriptor(chain.application().tip().state(), instance)
                .orElseThrow(() -> noInstance());
    }

    private static HttpError noInstance() {
        return HttpError.notFound(
                Codes.NO_SUCH_INSTANCE,
                "The chain has no instance of that name",
                "See /v1/instances for those it has");
    }

    private static HttpError noQuery(String instance, Descriptor descriptor) {
        return HttpError.notFound(
                Codes.NO_SUCH_QUERY,
                "Instance " + instance + " answers no query of that name",
                "It answers "
                        + String.join(
                                ", ",
                                descriptor.queries().stream()
                                        .map(Descriptor.QueryShape::name)
                                        .toList()));
    }
}
