package theseus.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts {@code state.new} into the place of {@code state}, which is kept. Two renames are not one:
 * {@code state.swap} says what is to be done until it is done, and whoever opens the directory next
 * ends what was broken off.
 *
 * <pre>
 * state.swap    "engine to state.old-N\n", {@link Sealed}
 * </pre>
 */
final class StateSwap {
    private static final Pattern LINE =
            Pattern.compile("(rocksdb|leveldb) to (state\\.old-[0-9]+)\n");

    private StateSwap() {}

    static void run(Path root, NodeConfig.StorageKind engine, Path kept, DiskSteps steps)
            throws IOException {
        String line = DataDirectory.name(engine) + " to " + kept.getFileName() + "\n";
        DurableFile.replace(
                root.resolve("state.swap"),
                Sealed.seal(line.getBytes(StandardCharsets.US_ASCII)),
                steps);
        finish(root, steps);
    }

    /** Ends what was broken off, if anything was. */
    static void finish(Path root, DiskSteps steps) throws IOException {
        Path swap = root.resolve("state.swap");
        if (!Files.exists(swap)) {
            return;
        }
        Matcher line;
        try {
            line =
                    LINE.matcher(
                            new String(
                                    Sealed.open(Files.readAllBytes(swap)),
                                    StandardCharsets.US_ASCII));
            if (!line.matches()) {
                throw new IOException("it names no engine and folder");
            }
        } catch (IOException e) {
            throw DataDirectory.damaged(swap, e);
        }
        Path state = root.resolve("state");
        Path fresh = root.resolve("state.new");
        Path kept = root.resolve(line.group(2));
        if (Files.exists(fresh)) {
            if (!Files.exists(kept)) {
                steps.step("keep the old state", () -> Files.move(state, kept));
            }
            steps.step("move the new state", () -> Files.move(fresh, state));
        }
        DataDirectory.wroteState(
                root,
                NodeConfig.StorageKind.valueOf(line.group(1).toUpperCase(Locale.ROOT)),
                steps);
        steps.step("sync the names of both", () -> DurableFile.syncNames(root));
        steps.step("delete state.swap", () -> Files.delete(swap));
    }
}
