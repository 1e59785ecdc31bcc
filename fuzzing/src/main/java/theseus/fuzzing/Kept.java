package theseus.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * The inputs of a decoder that are tried always: lines of hexadecimal; {@code #} begins a reason.
 */
final class Kept {
    private static final Path FOLDER = Path.of("src", "test", "resources", "fuzz");
    private static final Path FAILED = Path.of("target", "fuzz");
    private static final int SHOWN = 400;

    private final String name;
    private final List<byte[]> inputs;

    Kept(String name) {
        this.name = name;
        this.inputs = read(FOLDER.resolve(name + ".txt"));
    }

    List<byte[]> inputs() {
        return inputs;
    }

    /** Where the input is now, and what to do with it. */
    String write(byte[] input, String from) {
        Path file = FAILED.resolve(name + ".txt");
        String hex = Fuzz.hex(input);
        try {
            Files.createDirectories(FAILED);
            Files.writeString(file, hex + " # " + from + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "\ninput: "
                + (hex.length() > SHOWN ? hex.substring(0, SHOWN) + "..." : hex)
                + "\nTo keep it, append the line in "
                + file.toAbsolutePath()
                + " to "
                + FOLDER.resolve(name + ".txt");
    }

    private static List<byte[]> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split("#", 2)[0].strip())
                    .filter(line -> !line.isEmpty())
                    .map(HexFormat.of()::parseHex)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
