package theseus.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.node.HttpConfig;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.node.NodeException;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/** {@code theseus up}: a node on this machine; a new chain where there is none yet. */
@Command(
        name = "up",
        description = {
            "Start a node on this machine.",
            "Where its directory holds no chain yet, begin one with the modules that ship"
                    + " and those of --with; else go on where it stopped. Ends with Ctrl-C."
        })
final class UpCommand implements Runnable {
    private static final String OPERATOR = "operator";
    private static final String DISK_FULL = "STORAGE_FULL";
    private static final long ROOM_MILLIS = 1_000;
    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The node's directory (default: ~/.theseus/node).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--ephemeral",
            description = "Keep the chain in a directory of its own that is deleted at the end.")
    private boolean ephemeral;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration: key = value lines.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "Port of the API on loopback, 0 for any (default: THESEUS_PORT, or 4747).")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--with",
            paramLabel = "JAR",
            description = "A module of yours, in the new chain from its genesis. Repeatable.")
    private List<Path> modules = List.of();

    @Option(
            names = "--document",
            paramLabel = "INSTANCE=FILE",
            description = "An instance's genesis document, as JSON. Repeatable.")
    private Map<String, Path> documents = Map.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The new chain's name (default: local).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--operator",
            paramLabel = "KEY",
            description =
                    "Your key that issues assets, sets validators and governs on the new chain (default:"
                            + " the key 'operator', if there is one).")
    private Optional<String> operator = Optional.empty();

    @Mixin private Output output = new Output();

    /** What ends with the process. */
    private volatile Optional<Node> running = Optional.empty();

    @Override
    public void run() {
        if (ephemeral && data.isPresent()) {
            throw Failure.usage("--ephemeral has a directory of its own: leave --data out.");
        }
        try {
            if (ephemeral) {
                Scratch.with("theseus-node", directory -> up(configuration(directory)));
            } else {
                up(configuration(data.orElse(Home.user().resolve("node"))));
            }
        } catch (NodeException e) {
            throw Failure.of(e);
        }
    }

    private NodeConfig configuration(Path directory) {
        NodeConfig base = config.map(NodeConfig::read).orElseGet(() -> NodeConfig.of(directory));
        if (data.isPresent() || ephemeral) {
            base = base.withDirectory(directory);
        }
        return port.or(UpCommand::portOfEnvironment)
                .map(UpCommand::checked)
                .map(base::withPort)
                .orElse(base);
    }

    private static int checked(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw Failure.usage("A port lies between 0 and " + MAX_PORT + ", not at " + port + ".");
        }
        return port;
    }

    private static Optional<Integer> portOfEnvironment() {
        return Optional.ofNullable(System.getenv("THESEUS_PORT"))
                .map(
                        text -> {
                            if (!text.matches("[0-9]{1,5}")) {
                                throw Failure.usage("THESEUS_PORT is a port, not '" + text + "'.");
                            }
                            return Integer.parseInt(text);
                        });
    }

    private void up(NodeConfig configuration) {
        boolean fresh = !Node.exists(configuration);
        if (fresh) {
            begin(configuration);
        } else if (!modules.isEmpty() || !documents.isEmpty() || name.isPresent()) {
            throw Failure.usage(
                    configuration.directory()
                            + " holds a chain already; --with, --document and --name are for a new one."
                            + " Choose another directory with --data, or use --ephemeral.");
        }
        Thread hook = new Thread(() -> running.ifPresent(this::stop), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        while (run(configuration, fresh)) {
            fresh = false;
        }
    }

    /** Said here: the JVM closes its log at the same time. */
    private void stop(Node node) {
        node.close();
        output.line("The node has stopped; its last block is %d.", node.height());
    }

    /** Whether to start again: the disk was full, and there is room now. */
    private boolean run(NodeConfig configuration, boolean fresh) {
        try (Node node = Node.start(configuration)) {
            running = Optional.of(node);
            output.result(welcome(node, configuration, fresh));
            node.stopped().toCompletableFuture().join();
            return false;
        } catch (CompletionException e) {
            running = Optional.empty();
            if (!(e.getCause() instanceof NodeException why && why.code().equals(DISK_FULL))) {
                throw new Failure(
                        ExitCode.UNAVAILABLE, "NODE_FAILED", "The node stopped: " + e.getMessage());
            }
            output.line(
                    "%s%nThe node starts again when there is room.",
                    String.valueOf(why.getMessage()));
        }
        try {
            while (!Node.hasRoom(configuration)) {
                Thread.sleep(ROOM_MILLIS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void begin(NodeConfig configuration) {
        Composition composition = Composition.shipped(operatorAccount());
        modules.stream().map(ModuleFile::read).forEach(composition::add);
        documents.forEach(composition::document);
        Node.create(
                configuration,
                composition.compose(name.orElse("local"), System.currentTimeMillis()));
    }

    private AccountId operatorAccount() {
        KeyStore keys = Home.keys();
        if (operator.isPresent()) {
            return keys.find(operator.get()).id();
        }
        if (keys.has(OPERATOR)) {
            return keys.find(OPERATOR).id();
        }
        output.line(
                "No key 'operator' yet, so nobody can issue assets, set validators or upgrade modules here."
                        + "%nFor one who can: ./theseus keys new operator, then a new chain: up with"
                        + " another --data.%n");
        return new AccountId(Bytes.wrap(new byte[AccountId.SIZE_BYTES]));
    }

    private static Map<String, Object> welcome(Node node, NodeConfig configuration, boolean fresh) {
        Map<String, Object> document = new LinkedHashMap<>();
        String address = node.address().map(Object::toString).orElse("no API");
        String here = address.endsWith(":" + HttpConfig.DEFAULT_PORT) ? "" : " --node " + address;
        document.put("node", address);
        document.put("chain", node.chain().toString());
        document.put("height", node.height());
        document.put("directory", configuration.directory().toString());
        document.put("began", fresh ? "now" : "earlier");
        document.put(
                "next",
                List.of(
                        "./theseus status" + here,
                        "./theseus tx assets" + here,
                        "./theseus query assets" + here));
        return document;
    }
}
