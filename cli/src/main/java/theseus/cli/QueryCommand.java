package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import theseus.client.ChainClient;
import theseus.protocol.Descriptor;

/** {@code theseus query}: asks a module, driven by its descriptor. */
@Command(
        name = "query",
        description = {"Ask an instance.", "Without a query, list those of the instance."},
        footer = {"%nExample:", "  theseus query assets BalanceOf account=@bob --proof proof.json"})
final class QueryCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "INSTANCE",
            description = "Whom to ask; theseus status lists them.")
    private String instance = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "QUERY", description = "What to ask.")
    private Optional<String> query = Optional.empty();

    @Parameters(index = "2..*", paramLabel = "FIELD=VALUE", description = "The query's fields.")
    private List<String> fields = List.of();

    @Option(names = "--height", paramLabel = "H", description = "Ask the state after block H.")
    private Optional<Long> height = Optional.empty();

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description = "Also write what proves the answer to FILE; see theseus proof verify.")
    private Optional<Path> proof = Optional.empty();

    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        output.result(node.ask(this::answer));
    }

    private Map<String, Object> answer(ChainClient client) {
        Descriptor descriptor = client.descriptor(instance);
        if (query.isEmpty()) {
            return list(descriptor);
        }
        Descriptor.QueryShape shape = shape(descriptor, query.get());
        Map<String, Object> body = new Fields(Home.keys()).parse(shape.body(), fields);
        OptionalLong at = height.map(OptionalLong::of).orElseGet(OptionalLong::empty);
        JsonNode answer = client.query(instance, shape.name(), body, at, proof.isPresent());
        proof.ifPresent(file -> write(file, answer));
        Map<String, Object> document = Plain.map(answer);
        document.keySet().removeAll(List.of("reads", "certificate", "encoded"));
        return document;
    }

    private static void write(Path file, JsonNode answer) {
        try {
            Files.writeString(file, answer.toPrettyString() + "\n");
        } catch (IOException e) {
            throw Failure.usage("Cannot write the proof to " + file + ": " + e.getMessage());
        }
    }

    private static Map<String, Object> list(Descriptor descriptor) {
        Map<String, Object> queries = new LinkedHashMap<>();
        for (Descriptor.QueryShape shape : descriptor.queries()) {
            queries.put(shape.name(), Fields.words(shape.body()));
        }
        return Map.of("queries", queries);
    }

    private static Descriptor.QueryShape shape(Descriptor descriptor, String name) {
        List<String> names = descriptor.queries().stream().map(q -> q.name()).toList();
        return descriptor.queries().stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                Failure.usage(
                                        "The module '%s' has no query '%s'; it has %s."
                                                .formatted(descriptor.module(), name, names)));
    }
}
