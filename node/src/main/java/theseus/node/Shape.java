package theseus.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces of JSON Schema, as OpenAPI 3.1 uses it. A field whose name ends in {@code ?} may lack. */
final class Shape {
    private Shape() {}

    static Map<String, Object> text() {
        return Map.of("type", "string");
    }

    static Map<String, Object> text(String description) {
        return described("string", description);
    }

    static Map<String, Object> oneOf(String... constants) {
        return Map.of("type", "string", "enum", List.of(constants));
    }

    static Map<String, Object> integer() {
        return Map.of("type", "integer");
    }

    static Map<String, Object> integer(String description) {
        return described("integer", description);
    }

    static Map<String, Object> number() {
        return Map.of("type", "number");
    }

    static Map<String, Object> flag() {
        return Map.of("type", "boolean");
    }

    static Map<String, Object> hex() {
        return Map.of("type", "string", "pattern", "^([0-9a-f]{2})*$");
    }

    static Map<String, Object> digest() {
        return Map.of("type", "string", "pattern", "^[0-9a-f]{64}$");
    }

    static Map<String, Object> binary() {
        return Map.of("type", "string", "format", "binary");
    }

    /** Anything: its shape depends on a module's descriptor. */
    static Map<String, Object> any(String description) {
        return Map.of("description", description);
    }

    static Map<String, Object> array(Map<String, Object> items) {
        return Map.of("type", "array", "items", items);
    }

    static Map<String, Object> ref(String name) {
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    /** {@code fieldsAndSchemas}: name, schema, name, schema, … */
    static Map<String, Object> object(Object... fieldsAndSchemas) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (int i = 0; i < fieldsAndSchemas.length; i += 2) {
            String name = (String) fieldsAndSchemas[i];
            if (name.endsWith("?")) {
                name = name.substring(0, name.length() - 1);
            } else {
                required.add(name);
            }
            properties.put(name, fieldsAndSchemas[i + 1]);
        }
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("type", "object");
        shape.put("properties", properties);
        shape.put("required", required);
        shape.put("additionalProperties", false);
        return shape;
    }

    private static Map<String, Object> described(String type, String description) {
        return Map.of("type", type, "description", description);
    }
}
