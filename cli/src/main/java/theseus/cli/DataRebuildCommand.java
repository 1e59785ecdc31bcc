package theseus.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.node.NodeConfig;
import theseus.node.NodeException;
import theseus.node.Rebuild;

/** {@code theseus data rebuild}: the state made again from the stored blocks. */
@Command(
        name = "rebuild",
        description = {
            "Make the state again from the blocks that are stored.",
            "Executes them from the genesis on, each to the header that was certified. The old state is"
                    + " kept beside the new one; nothing is changed when a block is missing or damaged."
        })
final class DataRebuildCommand implements Runnable {
    private static final int STEPS = 20;

    @Option(
            names = "--storage",
            paramLabel = "ENGINE",
            description =
                    "Engine of the new state, rocksdb or leveldb (default: the one that wrote the"
                            + " old). Set it in the configuration afterwards.")
    private Optional<String> storage = Optional.empty();

    @Mixin private DirectoryOption directory = new DirectoryOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        try {
            NodeConfig config = directory.configuration();
            Rebuild.Outcome made =
                    Rebuild.run(config, storage.map(DataRebuildCommand::engine), this::say);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("height", made.height());
            document.put("stateRoot", made.stateRoot().toString());
            document.put("storage", made.storage().name().toLowerCase(Locale.ROOT));
            document.put("directory", config.directory().toString());
            document.put("oldState", made.kept().toString());
            output.result(document);
        } catch (NodeException e) {
            throw Failure.of(e);
        }
    }

    static NodeConfig.StorageKind engine(String name) {
        return switch (name) {
            case "rocksdb" -> NodeConfig.StorageKind.ROCKSDB;
            case "leveldb" -> NodeConfig.StorageKind.LEVELDB;
            default -> throw Failure.usage("--storage is rocksdb or leveldb, not '" + name + "'.");
        };
    }

    private void say(long height, long of) {
        if (height == of || height % Math.max(1, of / STEPS) == 0) {
            output.line("  block %,d of %,d", height, of);
        }
    }
}
