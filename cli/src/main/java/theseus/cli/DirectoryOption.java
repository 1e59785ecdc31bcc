package theseus.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import theseus.node.NodeConfig;

/** Which node's directory a command works on. */
final class DirectoryOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The node's directory (default: ~/.theseus/node).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The node's configuration: key = value lines.")
    private Optional<Path> config = Optional.empty();

    NodeConfig configuration() {
        Path byDefault = Home.user().resolve("node");
        NodeConfig base = config.map(NodeConfig::read).orElseGet(() -> NodeConfig.of(byDefault));
        return data.map(base::withDirectory).orElse(base);
    }
}
