package theseus.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
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

    static void run(Path root, NodeConfig.StorageKind engine, Path kept, Consumer<String> reached)
            throws IOException {
        String line = DataDirectory.name(engine) + " to " + kept.getFileName() + "\n";
        DurableFile.replace(
                root.resolve("state.swap"), Sealed.seal(line.getBytes(StandardCharsets.US_ASCII)));
        reached.accept("swap");
        finish(root, reached);
    }

    /** Ends what was broken off, if anything was. */
    static void finish(Path root) throws IOException {
        finish(root, step -> {});
    }

    private static void finish(Path root, Consumer<String> reached) throws IOException {
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
                Files.move(state, kept);
                reached.accept("kept");
            }
            Files.move(fresh, state);
        }
        reached.accept("moved");
        DataDirectory.wroteState(
                root, NodeConfig.StorageKind.valueOf(line.group(1).toUpperCase(Locale.ROOT)));
        DurableFile.syncNames(root);
        reached.accept("named");
        Files.delete(swap);
    }
}
