package theseus.node;

import static theseus.node.Shape.any;
import static theseus.node.Shape.array;
import static theseus.node.Shape.digest;
import static theseus.node.Shape.flag;
import static theseus.node.Shape.hex;
import static theseus.node.Shape.integer;
import static theseus.node.Shape.object;
import static theseus.node.Shape.oneOf;
import static theseus.node.Shape.ref;
import static theseus.node.Shape.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The named schemas of the API. */
final class ApiShapes {
    private static final Map<String, Object> PLAIN = any("A value by the module's descriptor");

    private ApiShapes() {}

    static Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(
                "Error",
                object(
                        "code", text("Stable"),
                        "message", text("What was wrong"),
                        "where?", text("Where in the request"),
                        "todo?", text("What to do"),
                        "retryAfterMillis?", integer("When to send it again")));
        all.put("Header", header());
        all.put("PublicKey", object("algorithm", integer("1 Ed25519, 2 P-256"), "key", hex()));
        all.put(
                "Certificate",
                object(
                        "header", ref("Header"),
                        "attestations",
                                array(object("validator", ref("PublicKey"), "signature", hex())),
                        "certificate", hex()));
        all.put(
                "Block",
                object(
                        "header", ref("Header"),
                        "submissions", integer(),
                        "receipts", integer("With those of begin and end block after the others"),
                        "ids?", array(digest())));
        transactions(all);
        state(all);
        PlanApi.shapes(all);
        TouchedApi.shapes(all);
        return all;
    }

    private static Map<String, Object> header() {
        return object(
                "chain", digest(),
                "height", integer(),
                "timeMillis", integer(),
                "hash", digest(),
                "parent", digest(),
                "transactionRoot", digest(),
                "receiptRoot", digest(),
                "stateRoot", digest(),
                "epoch", integer(),
                "proposer", ref("PublicKey"));
    }

    private static void transactions(Map<String, Object> all) {
        all.put(
                "Answer",
                object(
                        "id", digest(),
                        "status", oneOf("accepted", "committed", "refused"),
                        "height?", integer(),
                        "index?", integer(),
                        "receipt?", ref("Receipt"),
                        "code?", text(),
                        "message?", text(),
                        "retryAfterMillis?", integer()));
        all.put(
                "Receipt",
                object(
                        "submission", digest(),
                        "status", oneOf("applied", "refused", "trapped", "rejected"),
                        "message?", integer("Position of the message that was refused or trapped"),
                        "instance?", text(),
                        "code?", text("Of the refusal, or the kind of trap"),
                        "reason?", text(),
                        "gasUsed", integer(),
                        "events", array(object("instance", text(), "name", text(), "body", PLAIN)),
                        "versions",
                                array(
                                        object(
                                                "instance", text(),
                                                "version", text(),
                                                "artifact", digest(),
                                                "plan?", digest()))));
        all.put(
                "Message",
                object("instance", text(), "name", text(), "form", integer(), "body", PLAIN));
        all.put(
                "Transaction",
                object(
                        "id", digest(),
                        "chain", digest(),
                        "sender", digest(),
                        "nonce", integer(),
                        "expiryMillis", integer(),
                        "gasLimit", integer(),
                        "messages", array(ref("Message"))));
        all.put(
                "CommittedTransaction",
                object(
                        "id", digest(),
                        "height", integer(),
                        "index", integer(),
                        "transaction?", ref("Transaction"),
                        "encoded", hex(),
                        "receipt", ref("Receipt"),
                        "receiptEncoded", hex()));
        all.put(
                "DryRun",
                object(
                        "height", integer("Of the block that it would have been in"),
                        "receipt", ref("Receipt"),
                        "changes", array(ref("Record"))));
        all.put(
                "Explanation",
                object(
                        "id", digest(),
                        "height", integer(),
                        "index", integer(),
                        "receipt", ref("Receipt"),
                        "same", flag(),
                        "truncated", flag(),
                        "steps", array(ref("Step"))));
        all.put(
                "Step",
                object(
                        "step", oneOf("ran", "read", "ranged", "wrote", "emitted", "proposed"),
                        "instance?", text(),
                        "what?", text("What ran"),
                        "input?", PLAIN,
                        "steps?", array(ref("Step")),
                        "outcome?", oneOf("returned", "refused", "trapped", "derived"),
                        "code?", text(),
                        "reason?", text(),
                        "gasUsed?", integer(),
                        "record?", ref("Record"),
                        "table?", text(),
                        "rows?", integer(),
                        "event?", text(),
                        "body?", PLAIN,
                        "change?", text()));
    }

    private static void state(Map<String, Object> all) {
        all.put("Record", record());
        all.put(
                "ProvenRecord",
                record("height", integer(), "proof?", hex(), "certificate?", hex()));
        all.put(
                "QueryAnswer",
                object(
                        "instance", text(),
                        "query", text(),
                        "height", integer(),
                        "timeMillis", integer(),
                        "result", PLAIN,
                        "encoded", hex(),
                        "plan?", digest(),
                        "gasUsed", integer(),
                        "certificate?", hex(),
                        "reads?", array(record("proof", hex()))));
        all.put(
                "Instance",
                object(
                        "name", text(),
                        "module", text(),
                        "version", text(),
                        "artifact", digest(),
                        "tables", array(object("table", text(), "schema", integer())),
                        "bindings", array(object("interface", text(), "instance", text())),
                        "granted", array(text())));
        all.put(
                "Account",
                object(
                        "id", digest(),
                        "nonce", integer("Of its next transaction"),
                        "nextNonce", integer("The same, those that wait counted"),
                        "keys?", array(ref("PublicKey")),
                        "threshold?", integer(),
                        "keysEncoded?", hex()));
        all.put(
                "Status",
                object(
                        "name", text(),
                        "chain", digest(),
                        "height", integer(),
                        "timeMillis", integer(),
                        "headerHash", digest(),
                        "stateRoot", digest(),
                        "moduleSet", digest(),
                        "queued", integer(),
                        "storage", text(),
                        "signatures", text("Provider of signature verification"),
                        "signaturesTimesSlower",
                                integer("As long as the fastest provider takes, about; 1 is best"),
                        "role", oneOf("validator", "observer"),
                        "firstBlockKept",
                                integer("Of earlier blocks only headers and certificates are kept"),
                        "paused", text("Why no block is made now; empty when blocks are made"),
                        "version", text(),
                        "uptimeMillis", integer()));
    }

    /** A record of a table, and what {@code more} says beside it. */
    private static Map<String, Object> record(Object... more) {
        List<Object> fields =
                new ArrayList<>(
                        List.of(
                                "instance", text(),
                                "table", text(),
                                "schema", integer(),
                                "key", PLAIN,
                                "keyEncoded", hex(),
                                "present", flag(),
                                "value?", PLAIN,
                                "valueEncoded?", hex()));
        fields.addAll(List.of(more));
        return object(fields.toArray());
    }
}
