package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.client.ChainClient;

/** {@code theseus status}: where a node stands. */
@Command(name = "status", description = "Show where a node stands and what it runs.")
final class StatusCommand implements Runnable {
    private static final long BETWEEN_TRIES_MILLIS = 100;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "Wait up to so long until a node answers (default: do not wait).")
    private int waitSeconds = 0;

    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        long deadline = System.nanoTime() + waitSeconds * 1_000_000_000L;
        while (true) {
            try {
                output.result(node.ask(this::status));
                return;
            } catch (Failure failure) {
                if (failure.exitCode() != ExitCode.UNAVAILABLE || System.nanoTime() >= deadline) {
                    throw failure;
                }
                pause();
            }
        }
    }

    private Map<String, Object> status(ChainClient client) {
        Map<String, Object> document = new LinkedHashMap<>(Plain.map(client.get("/v1/status")));
        JsonNode instances = client.get("/v1/instances");
        if (output.json()) {
            document.putAll(Plain.map(instances));
        } else {
            document.put("instances", versions(instances));
        }
        return document;
    }

    private static Map<String, String> versions(JsonNode instances) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (JsonNode instance : instances.path("instances")) {
            String module = instance.path("module").asText();
            versions.put(
                    instance.path("name").asText(),
                    module + " " + instance.path("version").asText());
        }
        return versions;
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES_MILLIS); // there is nothing to await before it listens
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unavailable("Interrupted.");
        }
    }
}
