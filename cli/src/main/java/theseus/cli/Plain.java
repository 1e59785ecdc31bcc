package theseus.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** JSON as plain Java values, in the order in which it was written. */
final class Plain {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private Plain() {}

    static Map<String, Object> map(JsonNode object) {
        return JSON.convertValue(object, MAP);
    }
}
