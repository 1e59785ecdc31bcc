package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import theseus.node.NewChain;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.Genesis;
import theseus.sdk.Bytes;

/**
 * What an operator has at hand: a node's directory, a backup that was made while it ran, and the
 * directory of another chain.
 *
 * @param backup of an earlier block than {@code directory}
 * @param made what was said when the backup was made
 * @param height of {@code directory}
 * @param other where no block was made yet
 */
record StoppedNode(Path directory, Path backup, JsonNode made, long height, Path other) {
    static StoppedNode make(Path folder) throws IOException {
        Path jar = SourceJar.build(folder, "diary", "Diary", Diaries.ONE);
        Path directory = folder.resolve("node");
        Path backup = folder.resolve("backup");
        JsonNode made;
        long height;
        try (DiaryChain chain = DiaryChain.quiet(directory, jar)) {
            chain.write("first", "second", "third");
            made = Spoken.json("data", "backup", "--to", backup, "--node", chain.address());
            chain.write("fourth", "fifth");
            height = chain.client().status().height();
        }
        Path other = folder.resolve("other");
        Node.create(
                NodeConfig.of(other),
                new NewChain(
                        "other",
                        1,
                        Genesis.Parameters.DEFAULT,
                        List.of(
                                new NewChain.NewInstance(
                                        "diary",
                                        ModuleFile.read(jar).artifact(),
                                        Bytes.EMPTY,
                                        List.of(),
                                        List.of()))));
        return new StoppedNode(directory, backup, made, height, other);
    }

    /** Makes no block by itself. */
    static NodeConfig config(Path directory) {
        NodeConfig config = NodeConfig.of(directory).withPort(0);
        return config.withEngine(config.engine().withHeartbeatMillis(0));
    }

    Path copy(Path to) throws IOException {
        return copy(directory, to);
    }

    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(
                        path,
                        to.resolve(from.relativize(path).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }
}
