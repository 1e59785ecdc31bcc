package theseus.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.sdk.Bytes;

/** The compiled classes of a package, from a folder or a JAR of the class path. */
final class Classpath {
    private Classpath() {}

    static SortedMap<String, Bytes> packageOf(Class<?> type) {
        String folder = type.getPackageName().replace('.', '/');
        try {
            Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(source)) {
                return files(source, folder);
            }
            try (FileSystem jar = FileSystems.newFileSystem(source)) {
                return files(jar.getPath("/"), folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SortedMap<String, Bytes> files(Path root, String folder) throws IOException {
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
    }
}
