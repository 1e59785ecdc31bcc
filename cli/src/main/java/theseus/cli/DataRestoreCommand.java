package theseus.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.node.NodeException;
import theseus.node.Restore;
import theseus.sdk.Hash;

/** {@code theseus data restore}: a node's directory out of a backup. */
@Command(
        name = "restore",
        description = {
            "Make a node's directory of a backup, and check all of it on the way.",
            "Without --key the node is an observer: it answers, and makes no blocks. With --key it is the"
                    + " validator, if --guard, the newest validator.guard of that key, says that the key attested"
                    + " nothing later than what is restored: a key that attests two blocks of one height is a"
                    + " key that lied. --blocks brings it up to date from the directory that it replaces."
        })
final class DataRestoreCommand implements Runnable {
    private static final long SAID_NANOS = 1_000_000_000L;

    @Option(names = "--from", required = true, paramLabel = "FOLDER", description = "The backup.")
    private Path from = Path.of("");

    @Option(
            names = "--directory",
            required = true,
            paramLabel = "DIR",
            description = "The node's new directory; empty, or not there yet.")
    private Path directory = Path.of("");

    @Option(
            names = "--storage",
            paramLabel = "ENGINE",
            description =
                    "Engine of the new state, rocksdb or leveldb (default: that of the node which was"
                            + " backed up). Set it in the configuration afterwards.")
    private Optional<String> storage = Optional.empty();

    @Option(
            names = "--blocks",
            paramLabel = "DIR",
            description =
                    "A stopped node's directory that has later blocks: they are executed, too, each to its"
                            + " certified header.")
    private Optional<Path> blocks = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The validator's key; needs --guard, or --state-is-newest.")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--guard",
            paramLabel = "FILE",
            description =
                    "The newest validator.guard of that key. The folder statements beside it comes along.")
    private Optional<Path> guard = Optional.empty();

    @Option(
            names = "--state-is-newest",
            description =
                    "The guard is lost, and you know that the key attested nothing later than what is"
                            + " restored.")
    private boolean isNewest;

    @Option(
            names = "--trusted-header",
            paramLabel = "HASH",
            description =
                    "Header hash of the backup's newest block, from somebody you trust: needed where the"
                            + " validators are no more those of the genesis, since a backup can name any.")
    private Optional<String> trustedHeader = Optional.empty();

    @Mixin private Output output = new Output();

    private long saidNanos = System.nanoTime();

    @Override
    public void run() {
        if (key.isPresent() == (guard.isEmpty() && !isNewest) || guard.isPresent() && isNewest) {
            throw Failure.usage(
                    "Give --key with --guard; or with --state-is-newest when the guard is lost and you"
                            + " know that nothing later was attested; or none of the three.");
        }
        try {
            Restore.Outcome made =
                    Restore.run(
                            new Restore.Order(
                                    from,
                                    directory,
                                    storage.map(DataRebuildCommand::engine),
                                    blocks,
                                    key.map(file -> new Restore.Validator(file, guard)),
                                    trustedHeader.map(DataRestoreCommand::hash)),
                            this::say);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("directory", directory.toString());
            document.put("chain", made.chain().toString());
            document.put("backupHeight", made.backupHeight());
            document.put("height", made.height());
            document.put("stateRoot", made.stateRoot().toString());
            document.put("storage", made.storage().name().toLowerCase(java.util.Locale.ROOT));
            document.put("role", made.observes() ? "observer" : "validator");
            made.warning().ifPresent(text -> document.put("warning", text));
            document.put("next", next(made.observes()));
            output.result(document);
        } catch (NodeException e) {
            throw Failure.of(e);
        }
    }

    private List<String> next(boolean observes) {
        String start =
                "./theseus up --data " + directory + ", or name it as directory in a configuration";
        return observes
                ? List.of(start)
                : List.of(
                        "Never start another directory that has this key: delete "
                                + key.orElseThrow()
                                + " now",
                        start);
    }

    private static Hash hash(String text) {
        try {
            return Hash.fromHex(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--trusted-header is 64 hexadecimal digits, not '" + text + "'.");
        }
    }

    private void say(String what, long done, long of) {
        if (System.nanoTime() - saidNanos >= SAID_NANOS) {
            saidNanos = System.nanoTime();
            output.line(of > 0 ? "  %s %,d of %,d" : "  %s %,d", what, done, of);
        }
    }
}
