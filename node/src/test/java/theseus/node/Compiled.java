package theseus.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.spi.ToolProvider;
import theseus.protocol.Artifact;
import theseus.runtime.Packager;
import theseus.sdk.Bytes;

/** Modules compiled from the sources among the tests' resources, each once. */
final class Compiled {
    private static final Map<String, Artifact> ARTIFACTS = new ConcurrentHashMap<>();

    private Compiled() {}

    static Artifact artifact(String name) {
        return of(source(name));
    }

    static Artifact of(String source) {
        return ARTIFACTS.computeIfAbsent(
                source, text -> Packager.pack(compile(text)).orThrow().artifact());
    }

    /** With probes beside the module's class. */
    static Artifact probed(String source, String probes) {
        SortedMap<String, Bytes> files = compile(source);
        files.put("test/notes/probes.json", Bytes.ofUtf8(probes));
        return Packager.pack(files).orThrow().artifact();
    }

    /** Made by hand, since no packager makes it: the code of one, the descriptor of another. */
    static Artifact inadmissible(String source, Artifact said) {
        SortedMap<String, Bytes> entries = compile(source);
        entries.put(Artifact.DESCRIPTOR, said.entries().get(Artifact.DESCRIPTOR));
        return new Artifact(entries);
    }

    static String source(String name) {
        try (var in = Compiled.class.getResourceAsStream("/modules/" + name + ".java")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, Bytes> compile(String source) {
        String mark = "public final class ";
        int start = source.indexOf(mark) + mark.length();
        String name = source.substring(start, source.indexOf(' ', start));
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        try {
            Path folder = Files.createTempDirectory("modules");
            Path file = Files.writeString(folder.resolve(name + ".java"), source);
            Path into = folder.resolve("classes");
            int status =
                    ToolProvider.findFirst("javac")
                            .orElseThrow()
                            .run(
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
            try (var walk = Files.walk(into)) {
                for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
                    classes.put(
                            into.relativize(path).toString(), Bytes.wrap(Files.readAllBytes(path)));
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
