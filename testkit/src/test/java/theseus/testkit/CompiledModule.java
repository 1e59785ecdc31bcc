package theseus.testkit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import theseus.protocol.Artifact;
import theseus.runtime.Packager;
import theseus.sdk.Bytes;

/** A module compiled within a test: for many versions of one, most of them wrong in some way. */
final class CompiledModule {
    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();
    private static final String HEAD =
            """
            package m;
            import java.util.*;
            import theseus.sdk.*;
            import theseus.sdk.Module;
            @ModuleInfo(name = "sample", version = "%s")
            public final class Sample implements Module {
            """;

    private CompiledModule() {}

    /** The artifact of a class {@code m.Sample} with these members. */
    static Artifact of(String version, String members) {
        return Packager.pack(files(version, members)).orThrow().artifact();
    }

    /** Its class files, as they would stand in a JAR. */
    static SortedMap<String, Bytes> files(String version, String members) {
        try {
            Path folder = Files.createTempDirectory("compiled");
            try {
                Path file = folder.resolve("Sample.java");
                Files.writeString(file, HEAD.formatted(version) + members + "\n}\n");
                return compile(file, folder.resolve("classes"));
            } finally {
                for (Path path : walk(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, Bytes> compile(Path file, Path into) throws IOException {
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        String classPath = System.getProperty("java.class.path");
        String modulePath = System.getProperty("jdk.module.path", "");
        int status =
                JAVAC.run(
                        out,
                        out,
                        "-d",
                        into.toString(),
                        "-cp",
                        classPath + System.getProperty("path.separator") + modulePath,
                        "-parameters",
                        "-proc:none",
                        "-nowarn",
                        file.toString());
        if (status != 0) {
            throw new IllegalArgumentException(messages.toString());
        }
        SortedMap<String, Bytes> classes = new TreeMap<>();
        for (Path path : walk(into)) {
            if (Files.isRegularFile(path)) {
                classes.put(
                        into.relativize(path).toString().replace('\\', '/'),
                        Bytes.wrap(Files.readAllBytes(path)));
            }
        }
        return classes;
    }

    private static List<Path> walk(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.toList();
        }
    }
}
