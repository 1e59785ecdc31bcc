package theseus.trials;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import theseus.runtime.Packager;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;

/** Modules compiled and packed within a test, each source once. */
final class Compiled {
    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();
    private static final Map<String, SortedMap<String, Bytes>> CLASSES = new ConcurrentHashMap<>();
    private static final Map<String, Packing> PACKED = new ConcurrentHashMap<>();

    private Compiled() {}

    /** A module's source among the resources. */
    static String source(String name) {
        try (var in = Compiled.class.getResourceAsStream("/modules/" + name + ".java")) {
            if (in == null) {
                throw new IllegalArgumentException("no source " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the packager says; it derives the descriptor and verifies. */
    static Packing pack(String source) {
        return PACKED.computeIfAbsent(source, text -> Packager.pack(classes(text)));
    }

    static Packing.Packed packed(String source) {
        return pack(source).orThrow();
    }

    static SortedMap<String, Bytes> classes(String source) {
        return CLASSES.computeIfAbsent(source, Compiled::compile);
    }

    /** Writes a JAR of these files. */
    static void jar(SortedMap<String, Bytes> files, Path jar) {
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var file : files.entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue().toArray());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a JAR. */
    static SortedMap<String, Bytes> files(JarFile jar) {
        SortedMap<String, Bytes> files = new TreeMap<>();
        for (JarEntry entry : Collections.list(jar.entries())) {
            try (var in = jar.getInputStream(entry)) {
                files.put(entry.getName(), Bytes.wrap(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static SortedMap<String, Bytes> compile(String source) {
        try {
            Path folder = Files.createTempDirectory("trials");
            try {
                Path file = folder.resolve(name(source) + ".java");
                Files.writeString(file, source);
                return compile(file, folder.resolve("classes"));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String source) {
        String mark = "public final class ";
        int start = source.indexOf(mark) + mark.length();
        return source.substring(start, source.indexOf(' ', start));
    }

    private static SortedMap<String, Bytes> compile(Path file, Path into) throws IOException {
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        int status =
                JAVAC.run(
                        out,
                        out,
                        "-d",
                        into.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-parameters",
                        "-proc:none",
                        "-nowarn",
                        file.toString());
        if (status != 0) {
            throw new IllegalArgumentException(messages.toString());
        }
        SortedMap<String, Bytes> classes = new TreeMap<>();
        for (Path path : files(into)) {
            classes.put(
                    into.relativize(path).toString().replace('\\', '/'),
                    Bytes.wrap(Files.readAllBytes(path)));
        }
        return classes;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (var walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
