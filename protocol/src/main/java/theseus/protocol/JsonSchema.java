package theseus.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.protocol.Schema.Field;
import theseus.protocol.Schema.Structure;

/**
 * JSON Schema (draft 2020-12) of the plain values of {@link SchemaCodec}, as maps and lists for any
 * JSON writer.
 */
public final class JsonSchema {
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final String HEX = "^([0-9a-f]{2})*$";
    private static final String HEX_32 = "^[0-9a-f]{64}$";

    private JsonSchema() {}

    /**
     * Everything that a module takes and gives, under {@code $defs}: {@code genesis}, {@code
     * message.NAME.FORM}, {@code event.NAME}, {@code query.NAME} with {@code result.NAME}, {@code
     * key.TABLE.SCHEMA} with {@code record.TABLE.SCHEMA}: what an upgrade changes stands beside
     * what it replaces. What only the version before had is an {@code event.before.NAME}, or the
     * key and record of a lens.
     */
    public static Map<String, Object> of(Descriptor descriptor) {
        Map<String, Object> shapes = new LinkedHashMap<>();
        descriptor.genesis().ifPresent(genesis -> shapes.put("genesis", of(genesis)));
        for (Descriptor.MessageShape message : descriptor.messages()) {
            shapes.put("message." + message.name() + "." + message.form(), of(message.body()));
        }
        for (Descriptor.EventShape event : descriptor.events()) {
            shapes.put("event." + event.name(), of(event.body()));
        }
        for (Descriptor.EventShape event : descriptor.eventsBefore()) {
            shapes.put("event.before." + event.name(), of(event.body()));
        }
        for (Descriptor.QueryShape query : descriptor.queries()) {
            shapes.put("query." + query.name(), of(query.body()));
            shapes.put("result." + query.name(), of(query.result()));
        }
        for (Descriptor.TableShape table : descriptor.tables()) {
            if (table.kind() == Descriptor.TableKind.BASE) {
                String name = table.name() + "." + table.schema();
                shapes.put("key." + name, of(table.key()));
                shapes.put("record." + name, of(table.value()));
            }
        }
        for (Descriptor.LensShape lens : descriptor.lenses()) {
            String name = lens.table() + "." + lens.fromSchema();
            shapes.put("key." + name, of(lens.fromKey()));
            shapes.put("record." + name, of(lens.fromValue()));
        }
        return map(
                "$schema", DRAFT,
                "title", descriptor.module() + " " + descriptor.version(),
                "$defs", shapes);
    }

    public static Map<String, Object> of(Schema schema) {
        return switch (schema) {
            case Schema.Bool() -> map("type", "boolean");
            case Schema.Int(int bits) ->
                    map(
                            "type",
                            "integer",
                            "minimum",
                            bits == 32 ? (Object) Integer.MIN_VALUE : Long.MIN_VALUE,
                            "maximum",
                            bits == 32 ? (Object) Integer.MAX_VALUE : Long.MAX_VALUE);
            case Schema.BigInt() -> map("type", "integer");
            case Schema.Text() -> map("type", "string");
            case Schema.ByteString() -> map("type", "string", "pattern", HEX);
            case Schema.Account(), Schema.Digest() -> map("type", "string", "pattern", HEX_32);
            case Schema.Enumeration(String name, List<String> constants) ->
                    map("title", name, "enum", constants);
            case Structure structure -> structure(structure, new LinkedHashMap<>());
            case Schema.Union(String name, List<Structure> cases) -> {
                List<Object> choices = new ArrayList<>();
                for (Structure each : cases) {
                    Map<String, Object> properties = new LinkedHashMap<>();
                    properties.put(SchemaCodec.CASE, map("const", each.name()));
                    choices.add(structure(each, properties));
                }
                yield map("title", name, "oneOf", choices);
            }
            case Schema.ListOf(Schema element) -> map("type", "array", "items", of(element));
            case Schema.OptionalOf(Schema element) ->
                    map("anyOf", List.of(of(element), map("type", "null")));
        };
    }

    private static Map<String, Object> structure(
            Structure structure, Map<String, Object> properties) {
        List<String> required = new ArrayList<>(properties.keySet());
        for (Field field : structure.fields()) {
            properties.put(field.name(), of(field.schema()));
            if (!(field.schema() instanceof Schema.OptionalOf)) {
                required.add(field.name());
            }
        }
        return map(
                "title",
                structure.name(),
                "type",
                "object",
                "properties",
                properties,
                "required",
                required,
                "additionalProperties",
                false);
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
