package theseus.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.sdk.Bytes;

/** The compiled classes of a package of the tests, as the files of a JAR. */
final class Classpath {
    private Classpath() {}

    static SortedMap<String, Bytes> packageOf(Class<?> type) {
        String folder = type.getPackageName().replace('.', '/');
        try {
            Path root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
            SortedMap<String, Bytes> files = new TreeMap<>();
            List<Path> paths;
            try (var walk = Files.walk(root.resolve(folder))) {
                paths = walk.filter(Files::isRegularFile).toList();
            }
            for (Path path : paths) {
                files.put(
                        root.relativize(path).toString().replace('\\', '/'),
                        Bytes.wrap(Files.readAllBytes(path)));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
