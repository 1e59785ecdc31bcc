package theseus.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import theseus.sdk.Bytes;

/** Compiles sources within a test: for modules that must not be, and for versions of one module. */
final class Compiled {
    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();
    private static final String IMPORTS =
            """
            import java.util.*;
            import java.util.function.*;
            import java.math.BigInteger;
            import theseus.sdk.*;
            import theseus.sdk.Module;
            """;

    private Compiled() {}

    /** The files of a JAR with one class {@code m.Sample}; {@code body} is what stands in it. */
    static SortedMap<String, Bytes> module(String body) {
        return module("1.0.0", body);
    }

    static SortedMap<String, Bytes> module(String version, String body) {
        return source(
                "Sample",
                "@ModuleInfo(name = \"sample\", version = \"%s\")\n".formatted(version)
                        + "public final class Sample implements Module {\n"
                        + body
                        + "\n}\n");
    }

    /** The compiled classes of a source of package {@code m}. */
    static SortedMap<String, Bytes> source(String name, String source) {
        try {
            Path folder = Files.createTempDirectory("compiled");
            try {
                Path file = folder.resolve(name + ".java");
                Files.writeString(file, "package m;\n" + IMPORTS + source);
                return compile(file, folder.resolve("classes"));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            return walk.filter(Files::isRegularFile).toList();
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

    /** A JAR of these files. */
    static byte[] jar(Map<String, Bytes> files) {
        var out = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(out)) {
            for (var file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue().toArray());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
