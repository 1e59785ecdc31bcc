package theseus.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.client.ChainClient;
import theseus.node.Backup;
import theseus.node.NodeConfig;
import theseus.node.NodeException;

/** {@code theseus data backup}: a copy of a node at one height, running or not. */
@Command(
        name = "backup",
        description = {
            "Copy all that a node stores, at one height, while it makes blocks.",
            "Asks the running node; with --data takes the directory of a stopped one. The validator's key,"
                    + " its guard and what it stated are not in it: keep a copy of the key elsewhere."
        })
final class DataBackupCommand implements Runnable {
    private static final long SAID_BYTES = 64L << 20;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description = "Where the backup is written; must not be there yet.")
    private Path to = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The directory of a node that is stopped, instead of a node to ask.")
    private Optional<Path> data = Optional.empty();

    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    private long said;

    @Override
    public void run() {
        try {
            Backup.Made made =
                    data.isPresent()
                            ? Backup.ofStopped(NodeConfig.of(data.get()), to, this::say)
                            : node.ask(this::receive);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("backup", made.folder().toString());
            document.put("chain", made.chain().toString());
            document.put("height", made.height());
            document.put("stateRoot", made.stateRoot().toString());
            document.put("firstBlockKept", made.firstBlockKept());
            document.put("bytes", made.bytes());
            output.result(document);
        } catch (NodeException e) {
            throw data.isPresent() && e.code().equals("DIRECTORY_LOCKED")
                    ? new Failure(
                            ExitCode.UNAVAILABLE,
                            e.code(),
                            e.code()
                                    + ": A process uses the directory "
                                    + data.get()
                                    + ". A node that runs is asked by its address: leave --data"
                                    + " out, or say --node URI.")
                    : Failure.of(e);
        }
    }

    private Backup.Made receive(ChainClient client) {
        try (InputStream stream = client.backup()) {
            return Backup.receive(stream, to, this::say);
        } catch (IOException e) {
            throw Failure.unavailable("The backup broke off: " + e.getMessage());
        }
    }

    private void say(long bytes) {
        if (bytes - said >= SAID_BYTES) {
            said = bytes;
            output.line("  %,d MB", bytes >> 20);
        }
    }
}
