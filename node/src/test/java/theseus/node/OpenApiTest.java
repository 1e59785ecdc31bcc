package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.module.assets.Assets;
import theseus.protocol.Message;
import theseus.protocol.Plan;
import theseus.protocol.RecordCodec;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Walks every operation of the document against a running node. */
@Timeout(120)
final class OpenApiTest {
    @TempDir Path directory;
    private JsonNode document;
    private Http http;
    private final TreeSet<String> walked = new TreeSet<>();

    @Test
    void everyOperationAnswersAsTheDocumentSays() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.connect(TestChain.address(node));
                Http plain = new Http(TestChain.address(node))) {
            http = plain;
            document = plain.get("/openapi.json").json();
            assertEquals("3.1.0", document.path("openapi").asText());
            Sender sender = client.sender(TestChain.ISSUER);
            AccountId other = TestChain.account(TestChain.OTHER);
            Answer.Committed applied = sender.send("gold", new Assets.Transfer(other, 5));
            Bytes refusedOne = sign(client, TestChain.OTHER, 0, 100);
            walkTransactions(client, applied, refusedOne);
            walkState(client, other);
            walkBlocks();
            walkNode();
            walkUpgrades(TestModules.artifact(Assets.class).hash().toString());
            events(applied);
            backup();
            TreeSet<String> all = new TreeSet<>();
            document.path("paths")
                    .forEach(
                            methods ->
                                    methods.forEach(
                                            one -> all.add(one.path("operationId").asText())));
            assertEquals(all, walked, "operations of the document and those walked here");
        }
    }

    private static Bytes sign(
            ChainClient client, theseus.protocol.SigningKey key, long nonce, long amount) {
        return client.sender(key)
                .sign(
                        nonce,
                        List.of(
                                Message.of(
                                        "gold",
                                        new Assets.Transfer(
                                                TestChain.account(TestChain.ISSUER), amount))))
                .encode();
    }

    private void walkTransactions(
            ChainClient client, Answer.Committed applied, Bytes refusedByModule) {
        String path = "/v1/transactions";
        check("submit", 200, http.cbor(path, refusedByModule.toArray()));
        check("submit", 409, http.cbor(path, refusedByModule.toArray()));
        check("submit", 400, http.cbor(path, new byte[1]));
        check("submit", 415, http.post(path, "text/plain", new byte[1]));
        check("submit", 413, http.cbor(path, new byte[HttpConfig.DEFAULT.maxBodyBytes() + 1]));
        String hex = sign(client, TestChain.OTHER, 1, 1).hex();
        check(
                "submit",
                202,
                http.json(path + "?wait=accepted", "{\"transaction\":\"" + hex + "\"}"));
        String batch =
                "{\"transactions\":[\"" + sign(client, TestChain.OTHER, 2, 1).hex() + "\",\"00\"]}";
        check("submitBatch", 200, http.json(path + "/batch", batch));
        check("submitBatch", 400, http.json(path + "/batch", "{}"));
        check(
                "dryRun",
                200,
                http.cbor(path + "/dry-run", sign(client, TestChain.OTHER, 3, 1).toArray()));
        check(
                "dryRun",
                200,
                http.cbor(path + "/dry-run", sign(client, TestChain.OTHER, 9, 1).toArray()));
        check("dryRun", 400, http.cbor(path + "/dry-run", new byte[1]));
        check("transaction", 200, http.get(path + "/" + applied.id()));
        check("transaction", 404, http.get(path + "/" + "0".repeat(64)));
        Http.Got explained = http.get(path + "/" + applied.id() + "/explain");
        check("explain", 200, explained);
        assertTrue(explained.json().path("same").asBoolean(), explained.body());
        assertFalse(explained.json().path("steps").isEmpty());
        check("explain", 400, http.get(path + "/12/explain"));
    }

    private void walkState(ChainClient client, AccountId other) {
        String instance = "/v1/instances/gold";
        check("instances", 200, http.get("/v1/instances"));
        check("descriptor", 200, http.get(instance + "/descriptor"));
        check("descriptor", 404, http.get("/v1/instances/none/descriptor"));
        check("schema", 200, http.get(instance + "/schema"));
        String query = instance + "/queries/BalanceOf";
        String body = "{\"account\":\"" + other + "\"}";
        check("query", 200, http.json(query, body));
        check("query", 200, http.json(query + "?proof=true", body));
        check("query", 200, http.json(query + "?height=1", body));
        check("query", 400, http.json(query + "?height=one", body));
        check("query", 404, http.json(query + "?height=999999", body));
        String key = RecordCodec.of(AccountId.class).encode(other).hex();
        String record = "/v1/state/gold/balances/1/" + key;
        check("record", 200, http.get(record));
        check("record", 200, http.get(record + "?proof=true"));
        check("record", 200, http.get(record + "?height=1&proof=true"));
        check("record", 404, http.get(record + "?height=999999"));
        check("rows", 200, http.get("/v1/state/gold/balances/1?limit=2&from=58"));
        check("rows", 404, http.get("/v1/state/gold/balances/1?height=999999"));
        check("account", 200, http.get("/v1/accounts/" + other));
        check("account", 400, http.get("/v1/accounts/1"));
    }

    private void walkBlocks() {
        check("blocks", 200, http.get("/v1/blocks"));
        check("blocks", 200, http.get("/v1/blocks?from=1&limit=2"));
        check("block", 200, http.get("/v1/blocks/1"));
        check("block", 200, http.get("/v1/blocks/latest"));
        check("block", 404, http.get("/v1/blocks/999999"));
        check("certificate", 200, http.get("/v1/blocks/latest/certificate"));
        check("blockContent", 200, http.get("/v1/blocks/1/content"));
    }

    /** BackupTest reads what it answers; here, that it asks for nothing. */
    private void backup() {
        check("backup", 400, http.get("/v1/backup?to=/etc"));
    }

    private void walkUpgrades(String artifact) {
        String none = "0".repeat(64);
        check("plans", 200, http.get("/v1/plans"));
        check("plans", 200, http.get("/v1/plans?active=true&limit=3&from=" + none));
        check("plans", 400, http.get("/v1/plans?limit=0"));
        check("plan", 404, http.get("/v1/plans/" + none));
        check("follower", 404, http.get("/v1/plans/" + none + "/follower"));
        check("touched", 404, http.get("/v1/plans/" + none + "/touched"));
        check("touched", 400, http.get("/v1/plans/" + none + "/touched?from=7"));
        check("touched", 400, http.get("/v1/plans/" + none + "/touched?limit=101"));
        check("followers", 200, http.get("/v1/followers"));
        check("planTable", 404, http.get("/v1/plans/" + none + "/tables/gold/balances/1"));
        check("checkPlan", 400, http.json("/v1/plans/check", "{}"));
        Plan plan =
                new Plan(
                        Hash.ZERO,
                        "nothing",
                        List.of(),
                        false,
                        false,
                        new Plan.Schedule(
                                10,
                                10,
                                10,
                                1,
                                10,
                                new Plan.Window(1, 1, 0, 0),
                                List.of(),
                                new Plan.Window(1, 1, 0, 0),
                                2,
                                200),
                        List.of(),
                        List.of(),
                        Optional.empty());
        Http.Got unfit = http.cbor("/v1/plans/check", plan.encode().toArray());
        check("checkPlan", 200, unfit);
        assertEquals("WRONG_CHAIN", unfit.json().path("code").asText());
        check("artifacts", 200, http.get("/v1/artifacts"));
        check("artifact", 200, http.get("/v1/artifacts/" + artifact));
        check("artifact", 404, http.get("/v1/artifacts/" + none));
        check("artifactDescriptor", 200, http.get("/v1/artifacts/" + artifact + "/descriptor"));
        check("artifactDescriptor", 404, http.get("/v1/artifacts/" + none + "/descriptor"));
        check("staging", 200, http.get("/v1/staging"));
        check("submitStatement", 400, http.cbor("/v1/statements", new byte[1]));
    }

    private void walkNode() {
        check("status", 200, http.get("/v1/status"));
        check("genesis", 200, http.get("/v1/genesis"));
        check("openapi", 200, http.get("/openapi.json"));
        Http.Got metrics = http.get("/metrics");
        check("metrics", 200, metrics);
        assertTrue(metrics.body().contains("\ntheseus_height "), metrics.body());
        for (String line : metrics.body().split("\n")) {
            assertTrue(
                    line.startsWith("# ") || line.matches("[a-z_]+(\\{[^}]*\\})? [-0-9.E+]+"),
                    line);
        }
    }

    private void events(Answer.Committed applied) throws Exception {
        check("events", 400, http.get("/v1/events?from=x"));
        try (ChainClient client = ChainClient.connect(http.node());
                var stream = client.events(applied.height() + ":0:0", "gold", "")) {
            assertEquals("Transferred", stream.next().orElseThrow().name());
        }
        walked.add("events");
    }

    private void check(String operationId, int status, Http.Got got) {
        assertEquals(status, got.status(), operationId + ": " + got.body());
        JsonNode operation = operation(operationId);
        JsonNode response = operation.path("responses").path(Integer.toString(status));
        assertFalse(response.isMissingNode(), operationId + " does not document " + status);
        String type = got.contentType().split(";")[0];
        JsonNode media = response.path("content").path(type);
        assertFalse(media.isMissingNode(), operationId + " does not document " + type);
        if (type.equals("application/json")) {
            List<String> wrong = new ArrayList<>();
            matches(media.path("schema"), got.json(), "$", wrong);
            assertEquals(List.of(), wrong, operationId + ": " + got.body());
        }
        walked.add(operationId);
    }

    private JsonNode operation(String id) {
        for (JsonNode methods : document.path("paths")) {
            for (JsonNode one : methods) {
                if (one.path("operationId").asText().equals(id)) {
                    return one;
                }
            }
        }
        return fail("the document has no operation " + id);
    }

    /** As much of JSON Schema as the document uses. */
    private void matches(JsonNode schema, JsonNode value, String where, List<String> wrong) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().replace("#/components/schemas/", "");
            JsonNode target = document.path("components").path("schemas").path(name);
            assertFalse(target.isMissingNode(), "no schema " + name);
            matches(target, value, where, wrong);
            return;
        }
        boolean typed =
                switch (schema.path("type").asText()) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "integer" -> value.isIntegralNumber();
                    case "boolean" -> value.isBoolean();
                    default -> true;
                };
        if (!typed) {
            wrong.add(where + " is no " + schema.path("type").asText());
            return;
        }
        if (schema.has("pattern") && !value.asText().matches(schema.path("pattern").asText())) {
            wrong.add(where + " does not match " + schema.path("pattern").asText());
        }
        if (schema.has("enum")) {
            TreeSet<String> constants = new TreeSet<>();
            schema.path("enum").forEach(one -> constants.add(one.asText()));
            if (!constants.contains(value.asText())) {
                wrong.add(where + " is none of " + constants);
            }
        }
        if (schema.has("properties")) {
            object(schema, value, where, wrong);
        }
        if (schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                matches(schema.path("items"), value.get(i), where + "[" + i + "]", wrong);
            }
        }
    }

    private void object(JsonNode schema, JsonNode value, String where, List<String> wrong) {
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                wrong.add(where + " lacks " + required.asText());
            }
        }
        Map<String, JsonNode> fields = new TreeMap<>();
        value.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.forEach(
                (name, content) -> {
                    JsonNode property = schema.path("properties").path(name);
                    if (property.isMissingNode()) {
                        wrong.add(where + " has the undocumented field " + name);
                    } else {
                        matches(property, content, where + "." + name, wrong);
                    }
                });
    }
}
