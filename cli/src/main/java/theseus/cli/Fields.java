package theseus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import theseus.protocol.Schema;

/**
 * Turns {@code name=value} words into a record's plain value by its schema, so that a new module
 * needs no code here. A list, structure or union is written as JSON; so is any value after {@code
 * name:=}. An account may be written as {@code @key} for a key of the store.
 */
final class Fields {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String ACCOUNT = "[0-9a-f]{64}";

    private final KeyStore keys;

    Fields(KeyStore keys) {
        this.keys = keys;
    }

    Map<String, Object> parse(Schema.Structure shape, List<String> words) {
        Map<String, Object> record = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw Failure.usage("'" + word + "' is not name=value. " + wanted(shape));
            }
            boolean json = word.charAt(equals - 1) == ':';
            String name = word.substring(0, json ? equals - 1 : equals);
            String text = word.substring(equals + 1);
            Schema schema = schemaOf(shape, name);
            if (record.containsKey(name)) {
                throw Failure.usage("'" + name + "' is given twice.");
            }
            record.put(name, json ? json(name, text) : value(name, schema, text));
        }
        for (Schema.Field field : shape.fields()) {
            if (!record.containsKey(field.name())) {
                if (!(field.schema() instanceof Schema.OptionalOf)) {
                    throw Failure.usage("'" + field.name() + "' is missing. " + wanted(shape));
                }
                record.put(field.name(), null);
            }
        }
        return record;
    }

    private static Schema schemaOf(Schema.Structure shape, String name) {
        for (Schema.Field field : shape.fields()) {
            if (field.name().equals(name)) {
                return field.schema();
            }
        }
        throw Failure.usage(shape.name() + " has no field '" + name + "'. " + wanted(shape));
    }

    private Object value(String name, Schema schema, String text) {
        return switch (schema) {
            case Schema.Bool _ -> bool(name, text);
            case Schema.Int _, Schema.BigInt _ -> number(name, text);
            case Schema.Text _, Schema.ByteString _, Schema.Digest _, Schema.Enumeration _ -> text;
            case Schema.Account _ -> account(name, text);
            case Schema.OptionalOf optional -> value(name, optional.element(), text);
            case Schema.Structure _, Schema.Union _, Schema.ListOf _ -> json(name, text);
        };
    }

    private String account(String name, String text) {
        if (text.startsWith("@")) {
            return keys.find(text.substring(1)).account();
        }
        if (!text.matches(ACCOUNT)) {
            throw Failure.usage(
                    "'%s' is an account, 64 lower-case hexadecimal digits, or @NAME for that of a key"
                                    .formatted(name)
                            + " of yours; not '"
                            + text
                            + "'.");
        }
        return text;
    }

    private static Object json(String name, String text) {
        try {
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw Failure.usage(
                    "'%s' is not valid JSON, e.g. '%s=[\"00ff\"]' for a list of bytes: %s"
                            .formatted(name, name, e.getOriginalMessage()));
        }
    }

    private static Boolean bool(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Failure.usage("'" + name + "' is true or false, not '" + text + "'.");
        };
    }

    private static BigInteger number(String name, String text) {
        try {
            return new BigInteger(text);
        } catch (NumberFormatException e) {
            throw Failure.usage("'" + name + "' is a whole number, not '" + text + "'.");
        }
    }

    /**
     * The fields of a record as a usage line: {@code Transfer wants: to=account amount=integer}.
     */
    static String wanted(Schema.Structure shape) {
        return shape.name() + " wants: " + words(shape) + ".";
    }

    /** The words to write for a record's fields: {@code to=ACCOUNT|@KEY amount=INTEGER}. */
    static String words(Schema.Structure shape) {
        if (shape.fields().isEmpty()) {
            return "no fields";
        }
        return shape.fields().stream()
                .map(field -> field.name() + "=" + kind(field.schema()))
                .collect(Collectors.joining(" "));
    }

    static String kind(Schema schema) {
        return switch (schema) {
            case Schema.Bool _ -> "true|false";
            case Schema.Int _, Schema.BigInt _ -> "INTEGER";
            case Schema.Text _ -> "TEXT";
            case Schema.ByteString _ -> "HEX";
            case Schema.Account _ -> "ACCOUNT|@KEY";
            case Schema.Digest _ -> "HASH";
            case Schema.Enumeration choice -> String.join("|", choice.constants());
            case Schema.OptionalOf optional -> "[" + kind(optional.element()) + "]";
            case Schema.ListOf list -> "JSON[" + kind(list.element()) + "]";
            case Schema.Structure structure -> "JSON:" + structure.name();
            case Schema.Union union -> "JSON:" + union.name();
        };
    }
}
