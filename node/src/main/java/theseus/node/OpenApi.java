package theseus.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI 3.1 document, made from the operations that route the requests. */
final class OpenApi {
    private static final String TOKEN = "token";
    private static final Map<String, Object> TOKEN_SCHEME =
            Map.of(
                    "type",
                    "http",
                    "scheme",
                    "bearer",
                    "description",
                    "Where the node asks for tokens (http.tokens). The word beside it is the right"
                            + " that the token must have: read, submit or operate.");

    private OpenApi() {}

    static Map<String, Object> document(
            List<Operation> operations, Map<String, Object> schemas, String version) {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Operation operation : operations) {
            Object at = paths.computeIfAbsent(operation.path(), p -> new LinkedHashMap<>());
            @SuppressWarnings("unchecked") // put there a line above
            Map<String, Object> methods = (Map<String, Object>) at;
            methods.put(operation.method().toLowerCase(Locale.ROOT), describe(operation));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title",
                        "Theseus node",
                        "version",
                        version,
                        "description",
                        "Heights count from 1, times are milliseconds since 1970, bytes are lower-case"
                                + " hexadecimal digits."));
        document.put("paths", paths);
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas);
        components.put("securitySchemes", Map.of(TOKEN, TOKEN_SCHEME));
        document.put("components", components);
        return document;
    }

    private static Map<String, Object> describe(Operation operation) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("operationId", operation.id());
        described.put("summary", operation.summary());
        List<Object> parameters = new ArrayList<>();
        for (Operation.Parameter parameter : operation.parameters()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", parameter.name());
            one.put("in", parameter.in().name().toLowerCase(Locale.ROOT));
            one.put("description", parameter.description());
            one.put("required", parameter.in() == Operation.In.PATH);
            one.put("schema", parameter.schema());
            parameters.add(one);
        }
        described.put("parameters", parameters);
        described.put("security", List.of(Map.of(TOKEN, List.of(operation.right().word()))));
        if (!operation.bodies().isEmpty()) {
            described.put(
                    "requestBody",
                    Map.of("required", true, "content", content(operation.bodies())));
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        for (Operation.Answer answer : operation.answers()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("description", answer.description());
            one.put("content", content(answer.media()));
            responses.put(Integer.toString(answer.status()), one);
        }
        described.put("responses", responses);
        return described;
    }

    private static Map<String, Object> content(List<Operation.Media> media) {
        Map<String, Object> content = new LinkedHashMap<>();
        for (Operation.Media one : media) {
            content.put(one.type(), Map.of("schema", one.schema()));
        }
        return content;
    }
}
