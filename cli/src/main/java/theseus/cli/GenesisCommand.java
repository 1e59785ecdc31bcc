package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.sdk.Bytes;

/** {@code theseus genesis}: what a chain started with, and who is trusted for it. */
@Command(
        name = "genesis",
        description = {
            "Show what the node's chain started with.",
            "The file that --out writes is what 'theseus proof verify' trusts: compare its chain with",
            "what your operator tells you."
        })
final class GenesisCommand implements Runnable {
    @Option(names = "--out", paramLabel = "FILE", description = "Also write the genesis to FILE.")
    private Optional<Path> out = Optional.empty();

    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        JsonNode genesis = node.ask(client -> client.get("/v1/genesis"));
        out.ifPresent(file -> write(file, Bytes.fromHex(genesis.path("encoded").asText())));
        Map<String, Object> document = Plain.map(genesis);
        document.remove("encoded");
        output.result(document);
    }

    private static void write(Path file, Bytes content) {
        try {
            Files.write(file, content.toArray());
        } catch (IOException e) {
            throw Failure.usage("Cannot write to " + file + ": " + e.getMessage());
        }
    }
}
