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
import theseus.kernel.AccountRecord;
import theseus.kernel.Codes;
import theseus.kernel.ModuleRecord;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.protocol.Accounts;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor;
import theseus.protocol.JsonSchema;
import theseus.protocol.Limits;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/** Instances, records with proofs, accounts. */
final class StateApi {
    private static final int MAX_ROWS = 1_000;
    private static final int MAX_ROWS_BYTES = 4 * 1024 * 1024;

    /** The key after the largest. */
    private static final int MAX_FROM_BYTES = Limits.MAX_KEY_BYTES + 1;

    static final String HEIGHT_TEXT = "After the block of this height; the last one's if absent";
    static final String NOT_KEPT = "There is none of that name, or that height is not kept";

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

    /** A record with its proof under the header of that height. */
    static Map<String, Object> proven(Chain chain, TableId table, Bytes key, Chain.At at) {
        try {
            StateProof proof = chain.store().prove(at.height(), table, key);
            Map<String, Object> json = chain.views().record(table, key, proof.value(), at.state());
            json.put("proof", proof.encode().hex());
            return json;
        } catch (HistoryUnavailable e) {
            throw Chain.unavailable(e);
        }
    }

    /** The table that a path names. */
    static TableId table(Request request) {
        int schema = (int) request.pathNumber("schema", 1, Integer.MAX_VALUE);
        try {
            return new TableId(request.text("instance"), request.text("table"), schema);
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest(
                    "path",
                    "instance and table have 1 to " + Limits.MAX_NAME_LENGTH + " characters");
        }
    }

    private Reply record(Request request) {
        TableId table = table(request);
        Bytes key = request.pathHex("key", 1, Limits.MAX_KEY_BYTES);
        Chain.At at = chain.at(request.number("height", 0, Long.MAX_VALUE));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("height", at.height());
        if (request.flag("proof")) {
            String certificate = at.certificateOrFail().encode().hex();
            json.putAll(proven(chain, table, key, at));
            json.put("certificate", certificate);
        } else {
            json.putAll(chain.views().record(table, key, at.state().get(table, key), at.state()));
        }
        return Reply.json(json);
    }

    private Reply rows(Request request) {
        TableId table = table(request);
        Bytes from =
                request.asked("from")
                        .map(text -> Request.hex("query parameter from", text, 0, MAX_FROM_BYTES))
                        .orElse(Bytes.EMPTY);
        long limit = request.number("limit", 1, MAX_ROWS).orElse((long) MAX_ROWS);
        Chain.At at = chain.at(request.number("height", 0, Long.MAX_VALUE));
        Page page = Page.read(at.state(), table, from, (int) limit, MAX_ROWS_BYTES);
        CborWriter out = new CborWriter(page.sizeBytes() + 64).arrayHeader(page.rows().size());
        page.rows().forEach(row -> out.arrayHeader(2).bytes(row.key()).bytes(row.value()));
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

    static HttpError noInstance() {
        return HttpError.notFound(
                Codes.NO_SUCH_INSTANCE,
                "The chain has no instance of that name",
                "See /v1/instances for those it has");
    }
}
