package theseus.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.KernelEvents;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Certificate;
import theseus.protocol.Descriptor;
import theseus.protocol.EventRecord;
import theseus.protocol.Header;
import theseus.protocol.MalformedException;
import theseus.protocol.Message;
import theseus.protocol.Receipt;
import theseus.protocol.RecordCodec;
import theseus.protocol.Schema;
import theseus.protocol.SchemaCodec;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * The chain's values as plain JSON. What a module encoded is shown by its descriptor; where there
 * is none that fits, as hexadecimal digits.
 */
final class Views {
    /** Shapes of what the kernel announces, by name. */
    private static final Map<String, Schema> KERNEL_EVENTS = kernelEvents();

    private final Catalog catalog;

    private static Map<String, Schema> kernelEvents() {
        Map<String, Schema> shapes = new LinkedHashMap<>();
        for (Class<?> type : KernelEvents.class.getPermittedSubclasses()) {
            shapes.put(type.getSimpleName(), RecordCodec.of(type).schema());
        }
        return Map.copyOf(shapes);
    }

    Views(Catalog catalog) {
        this.catalog = catalog;
    }

    static Map<String, Object> header(Header header) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("chain", header.chain().toString());
        json.put("height", header.height());
        json.put("timeMillis", header.timeMillis());
        json.put("hash", header.hash().toString());
        json.put("parent", header.parent().toString());
        json.put("transactionRoot", header.transactionRoot().toString());
        json.put("receiptRoot", header.receiptRoot().toString());
        json.put("stateRoot", header.stateRoot().toString());
        json.put("epoch", header.epoch());
        json.put("proposer", key(header.proposer()));
        return json;
    }

    static Map<String, Object> certificate(Certificate certificate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("header", header(certificate.header()));
        json.put(
                "attestations",
                certificate.attestations().stream()
                        .map(
                                one ->
                                        Map.of(
                                                "validator",
                                                key(one.validator()),
                                                "signature",
                                                one.signature().hex()))
                        .toList());
        json.put("certificate", certificate.encode().hex());
        return json;
    }

    static Map<String, Object> key(PublicKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("algorithm", key.algorithm());
        json.put("key", key.bytes().hex());
        return json;
    }

    Map<String, Object> receipt(Receipt receipt, StateView state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("submission", receipt.submission().toString());
        switch (receipt.status()) {
            case Receipt.Status.Applied() -> json.put("status", "applied");
            case Receipt.Status.Refused(int message, String instance, String code) -> {
                json.put("status", "refused");
                json.put("message", message);
                json.put("instance", instance);
                json.put("code", code);
            }
            case Receipt.Status.Trapped(int message, String instance, var kind, String reason) -> {
                json.put("status", "trapped");
                json.put("message", message);
                json.put("instance", instance);
                json.put("code", kind.name());
                json.put("reason", reason);
            }
            case Receipt.Status.Rejected(String code) -> {
                json.put("status", "rejected");
                json.put("code", code);
            }
        }
        json.put("gasUsed", receipt.gasUsed());
        List<Object> events = new ArrayList<>();
        for (EventRecord event : receipt.events()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("instance", event.instance());
            one.put("name", event.name());
            one.put("body", eventBody(event, receipt, state));
            events.add(one);
        }
        json.put("events", events);
        json.put("versions", receipt.versions().stream().map(Views::version).toList());
        return json;
    }

    private static Map<String, Object> version(Receipt.VersionUsed used) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("instance", used.instance());
        json.put("version", used.version());
        json.put("artifact", used.artifact().toString());
        used.plan().ifPresent(plan -> json.put("plan", plan.toString()));
        return json;
    }

    /** By the descriptor of the version that emitted it. */
    Object eventBody(EventRecord event, Receipt receipt, StateView state) {
        if (event.instance().equals(TableId.KERNEL)) {
            return plain(Optional.ofNullable(KERNEL_EVENTS.get(event.name())), event.body());
        }
        Optional<Descriptor> descriptor =
                receipt.versions().stream()
                        .filter(used -> used.instance().equals(event.instance()))
                        .findFirst()
                        .flatMap(used -> catalog.descriptor(state, used.artifact()));
        return plain(
                descriptor.flatMap(
                        d ->
                                d.events().stream()
                                        .filter(shape -> shape.name().equals(event.name()))
                                        .<Schema>map(Descriptor.EventShape::body)
                                        .findFirst()),
                event.body());
    }

    Map<String, Object> transaction(Transaction transaction, StateView state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", transaction.id().toString());
        json.put("chain", transaction.chain().toString());
        json.put("sender", transaction.sender().toString());
        json.put("nonce", transaction.nonce());
        json.put("expiryMillis", transaction.expiryMillis());
        json.put("gasLimit", transaction.gasLimit());
        json.put("messages", transaction.messages().stream().map(m -> message(m, state)).toList());
        return json;
    }

    Map<String, Object> message(Message message, StateView state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("instance", message.instance());
        json.put("name", message.name());
        json.put("form", message.form());
        json.put("body", messageBody(message, state));
        return json;
    }

    /** By the form that it says it has. */
    Object messageBody(Message message, StateView state) {
        return plain(
                catalog.descriptor(state, message.instance())
                        .flatMap(
                                d ->
                                        d.messages().stream()
                                                .filter(one -> one.name().equals(message.name()))
                                                .filter(one -> one.form() == message.form())
                                                .<Schema>map(Descriptor.MessageShape::body)
                                                .findFirst()),
                message.body());
    }

    List<Object> changes(ChangeSet changes, StateView state) {
        List<Object> list = new ArrayList<>();
        changes.tables()
                .forEach(
                        (table, rows) ->
                                rows.forEach(
                                        (key, value) ->
                                                list.add(record(table, key, value, state))));
        return list;
    }

    /** A record by the descriptor of its instance: key, and value unless it is not there. */
    Map<String, Object> record(TableId table, Bytes key, Optional<Bytes> value, StateView state) {
        Optional<Descriptor.TableShape> shape =
                catalog.descriptor(state, table.instance())
                        .flatMap(
                                d ->
                                        d.tables().stream()
                                                .filter(t -> t.name().equals(table.table()))
                                                .filter(t -> t.schema() == table.schema())
                                                .findFirst());
        return row(table, shape, key, value);
    }

    /** The same by a shape that is known. */
    static Map<String, Object> row(
            TableId table,
            Optional<Descriptor.TableShape> shape,
            Bytes key,
            Optional<Bytes> value) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("instance", table.instance());
        json.put("table", table.table());
        json.put("schema", table.schema());
        json.put("key", plain(shape.map(Descriptor.TableShape::key), key));
        json.put("keyEncoded", key.hex());
        json.put("present", value.isPresent());
        value.ifPresent(
                bytes -> {
                    json.put("value", plain(shape.map(Descriptor.TableShape::value), bytes));
                    json.put("valueEncoded", bytes.hex());
                });
        return json;
    }

    @SuppressWarnings("NullAway") // null is what an absent value is in JSON
    static Object plain(Optional<Schema> schema, Bytes encoded) {
        if (schema.isEmpty()) {
            return encoded.hex();
        }
        try {
            return SchemaCodec.decode(schema.get(), encoded);
        } catch (MalformedException e) {
            return encoded.hex(); // of another version than the descriptor
        }
    }
}
