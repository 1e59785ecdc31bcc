package theseus.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import theseus.health.Narrator;
import theseus.health.Voyage;
import theseus.health.VoyageConfig;
import theseus.health.VoyageReport;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.node.NodeException;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/** {@code theseus demo}: the voyage, on a real chain on this machine. */
@Command(
        name = "demo",
        description = {
            "The voyage: a real chain keeps real health records.",
            "On this machine's disk, under a patient's control. Each line comes from what happened.",
            "About a minute."
        })
final class DemoCommand implements Runnable {
    private static final Logger NODE_LOG = Logger.getLogger("theseus");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep chain and vault in DIR, which must be empty (default: delete them).")
    private Optional<Path> data = Optional.empty();

    @Mixin private Output output = new Output();
    @Spec private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        try {
            data.ifPresentOrElse(this::sail, () -> Scratch.with("theseus-voyage", this::sail));
        } catch (NodeException e) {
            throw Failure.unavailable(e.code() + ": " + e.getMessage());
        }
    }

    private void sail(Path directory) {
        NODE_LOG.setLevel(Level.WARNING); // the story is told by the narrator
        Path chain = directory.resolve("node");
        NodeConfig config = NodeConfig.of(chain).withPort(0);
        AccountId nobody = new AccountId(Bytes.wrap(new byte[AccountId.SIZE_BYTES]));
        Node.create(
                config, Composition.shipped(nobody).compose("voyage", System.currentTimeMillis()));
        Narrator narrator =
                output.json() ? Narrator.silent() : new Screen(command.commandLine().getOut());
        try (Node node = Node.start(config)) {
            VoyageReport report =
                    Voyage.run(
                            VoyageConfig.of(
                                    node.address().orElseThrow(),
                                    node.genesis(),
                                    chain,
                                    directory.resolve("vault"),
                                    narrator));
            if (output.json()) {
                output.result(report.json());
            } else if (data.isPresent()) {
                output.line(
                        "  ./theseus up --data %s   this chain, where it stopped",
                        directory.resolve("node"));
            } else {
                output.line("  ./theseus demo --data DIR   the same, and keeps chain and vault");
            }
        }
    }
}
