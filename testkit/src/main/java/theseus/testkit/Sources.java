package theseus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import theseus.runtime.Packager;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;

/**
 * Packs a module from where its class was loaded: its JAR, or of a folder of classes the module's
 * own package and those below it. Packs each module once in a JVM.
 */
final class Sources {
    private static final Map<Class<?>, Packing.Packed> PACKED = new ConcurrentHashMap<>();

    private Sources() {}

    static Packing.Packed pack(Class<?> module) {
        return PACKED.computeIfAbsent(module, Sources::packNow);
    }

    /** A module from a JAR that its author built. */
    static Packing.Packed pack(Path jar) {
        try {
            return admitted(Packager.pack(Files.readAllBytes(jar)), jar.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }

    private static Packing.Packed admitted(Packing packing, String what) {
        return switch (packing) {
            case Packing.Packed packed -> packed;
            case Packing.Rejected rejected ->
                    throw new AssertionError(
                            what + " would not be admitted to a chain:\n" + rejected.explanation());
        };
    }

    private static Packing.Packed packNow(Class<?> module) {
        Path source = source(module);
        try {
            Packing packing =
                    Files.isDirectory(source)
                            ? Packager.pack(folder(source, module))
                            : Packager.pack(Files.readAllBytes(source));
            return named(admitted(packing, module.getName()), module);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the classes of " + module.getName(), e);
        }
    }

    private static Packing.Packed named(Packing.Packed packed, Class<?> module) {
        String found = packed.descriptor().moduleClass();
        if (!found.equals(module.getName())) {
            throw new AssertionError(
                    "beside %s there is the module %s: give each module a package of its own"
                            .formatted(module.getName(), found));
        }
        return packed;
    }

    private static Path source(Class<?> module) {
        try {
            return Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SortedMap<String, Bytes> folder(Path root, Class<?> module) throws IOException {
        Path start = root.resolve(module.getPackageName().replace('.', '/'));
        List<Path> paths;
        try (var walk = Files.walk(start)) {
            paths = walk.filter(path -> isPart(start, path)).toList();
        }
        SortedMap<String, Bytes> files = new TreeMap<>();
        for (Path path : paths) {
            String name = root.relativize(path).toString().replace('\\', '/');
            files.put(name, Bytes.wrap(Files.readAllBytes(path)));
        }
        return files;
    }

    /** Classes, and the probes beside the module's own; not those of a module below it. */
    private static boolean isPart(Path start, Path path) {
        return path.toString().endsWith(".class") || path.equals(start.resolve("probes.json"));
    }
}
