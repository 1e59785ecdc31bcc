package theseus.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import theseus.sdk.Bytes;

/**
 * Reads one FHIR resource strictly: valid UTF-8, one JSON object and nothing after it, no member
 * twice, bounded depth and size, a resource type, and an id as FHIR R4 §2.24.0.1 allows.
 */
final class FhirParser {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 64;

    /** The parser keeps thousands of the names that it saw; FHIR's are short. */
    private static final int MAX_NAME_LENGTH = 256;

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                                    .maxNameLength(MAX_NAME_LENGTH)
                                                    .maxStringLength(Envelope.MAX_RESOURCE_BYTES)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private FhirParser() {}

    /** Throws a {@link MalformedRecord} that says what is wrong; {@code where} says where. */
    static FhirResource parse(Bytes json, String where) {
        if (json.size() > Envelope.MAX_RESOURCE_BYTES) {
            throw new MalformedRecord(
                    where,
                    "a resource of "
                            + json.size()
                            + " bytes; at most "
                            + Envelope.MAX_RESOURCE_BYTES);
        }
        JsonNode tree = tree(json, where);
        if (!tree.isObject()) {
            throw new MalformedRecord(where, "a resource is a JSON object");
        }
        return new FhirResource(
                text(tree, "resourceType", TYPE, where), text(tree, "id", ID, where), json, tree);
    }

    private static JsonNode tree(Bytes json, String where) {
        try {
            // Jackson lets some malformed UTF-8 pass; the decoder does not.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json.unsafeArray()));
            return MAPPER.readTree(json.unsafeArray());
        } catch (CharacterCodingException e) {
            throw new MalformedRecord(where, "not UTF-8");
        } catch (JsonProcessingException e) {
            // Jackson's own message quotes the content, which must not reach a log.
            JsonLocation at = e.getLocation();
            throw new MalformedRecord(
                    where,
                    "not JSON as it must be"
                            + (at == null ? "" : ", at column " + at.getColumnNr()));
        } catch (NumberFormatException e) {
            // as above
            throw new MalformedRecord(where, "a number that is beyond all measure");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static String text(JsonNode tree, String field, Pattern pattern, String where) {
        JsonNode value = tree.path(field);
        if (!value.isTextual() || !pattern.matcher(value.textValue()).matches()) {
            throw new MalformedRecord(where, "'" + field + "' must be a text like " + pattern);
        }
        return value.textValue();
    }
}
