package theseus.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** JSON in and out, strict and bounded on the way in. */
final class Json {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRING = 2 * 1024 * 1024;

    /** The parser keeps thousands of the names that it saw, whoever sent them. */
    private static final int MAX_NAME = 256;

    /** A value, a name, a bracket each; what is read becomes an object for each. */
    static final int MAX_TOKENS = 200_000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(MAX_STRING)
                                                    .maxNameLength(MAX_NAME)
                                                    .maxTokenCount(MAX_TOKENS)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                    .build();

    private Json() {}

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String writeText(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Any JSON value: maps, lists, texts, booleans, whole numbers as {@code BigInteger}. */
    static Object read(byte[] body) {
        try {
            Object value = MAPPER.readValue(body, Object.class);
            if (value == null) {
                throw HttpError.badRequest("body", "null, where a JSON value is expected");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw HttpError.badRequest("body", "not JSON in UTF-8");
        }
    }

    /** An object with exactly these fields. */
    static Map<?, ?> readObject(byte[] body, Set<String> fields) {
        if (!(read(body) instanceof Map<?, ?> object)) {
            throw HttpError.badRequest("body", "a JSON object is expected");
        }
        for (Object field : object.keySet()) {
            if (!fields.contains(field)) {
                throw HttpError.badRequest(
                        "body", "the field '" + shortened(field) + "' is not known; " + fields);
            }
        }
        return object;
    }

    static String text(Map<?, ?> object, String field) {
        if (object.get(field) instanceof String text) {
            return text;
        }
        throw HttpError.badRequest("body, field " + field, "a text is expected");
    }

    static List<?> list(Map<?, ?> object, String field) {
        if (object.get(field) instanceof List<?> list) {
            return list;
        }
        throw HttpError.badRequest("body, field " + field, "an array is expected");
    }

    /** Says where, and nothing of what stood there. */
    private static HttpError malformed(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        String where =
                location == null
                        ? "body"
                        : "body, line "
                                + location.getLineNr()
                                + ", column "
                                + location.getColumnNr();
        if (e instanceof StreamConstraintsException) {
            return HttpError.badRequest(
                    where,
                    "more JSON than is taken at once: at most "
                            + MAX_TOKENS
                            + " values, names and brackets, "
                            + MAX_DEPTH
                            + " levels, names of "
                            + MAX_NAME
                            + " and texts of "
                            + MAX_STRING
                            + " characters",
                    "Send less at once");
        }
        return HttpError.badRequest(
                where,
                "not JSON as it is expected here",
                "Send one UTF-8 JSON value, without doubled fields and nothing after it");
    }

    private static String shortened(Object field) {
        String text = String.valueOf(field);
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
}
