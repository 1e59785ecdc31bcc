package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.sdk.Bytes;

/**
 * What is on the wire stays as it is: each line triple of {@code golden/FORMAT.txt} is an encoding,
 * the value it stands for, and its id or hash. A file that is missing is written ({@code
 * -Dgolden.write=true}); one that exists is never changed.
 */
final class GoldenFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final int SAMPLES = 8;

    static List<WireFormat<?>> formats() {
        return WireFormat.all();
    }

    @ParameterizedTest
    @MethodSource("formats")
    <T> void theFormatIsUnchanged(WireFormat<T> format) throws IOException {
        Path file = FOLDER.resolve(format.name() + ".txt");
        if (!Files.exists(file) && Boolean.getBoolean("golden.write")) {
            Files.createDirectories(FOLDER);
            Files.write(file, samples(format));
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(3 * SAMPLES, lines.size());
        for (int i = 0; i < lines.size(); i += 3) {
            Bytes encoding = Bytes.fromHex(lines.get(i));
            T value = format.decode().apply(encoding);
            assertEquals(lines.get(i + 1), value.toString());
            assertEquals(lines.get(i + 2), format.identity().apply(value));
            assertEquals(encoding, format.encode().apply(value));
        }
    }

    private static <T> List<String> samples(WireFormat<T> format) {
        List<String> lines = new ArrayList<>();
        for (int seed = 1; seed <= SAMPLES; seed++) {
            T value = shown(format, seed);
            lines.add(format.encode().apply(value).hex());
            lines.add(value.toString());
            lines.add(format.identity().apply(value));
        }
        return lines;
    }

    /** A sample that fits a line. */
    private static <T> T shown(WireFormat<T> format, int seed) {
        Samples samples = new Samples(seed);
        T value = format.sample().apply(samples);
        while (value.toString().contains("\n")) {
            value = format.sample().apply(samples);
        }
        return value;
    }
}
