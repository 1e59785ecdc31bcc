package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Compiles a module's source into a JAR, as its author would. */
final class SourceJar {
    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();

    private SourceJar() {}

    /** {@code className} is simple, in the package of that name in lower case. */
    static Path build(Path folder, String name, String className, String source)
            throws IOException {
        return build(folder, name, className, source, Map.of());
    }

    /**
     * @param files texts beside the classes, by path
     */
    static Path build(
            Path folder, String name, String className, String source, Map<String, String> files)
            throws IOException {
        Path work = Files.createDirectories(folder.resolve(name));
        Path file = work.resolve(className + ".java");
        Files.writeString(file, source);
        Path classes = work.resolve("classes");
        int exit =
                JAVAC.run(
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true),
                        "-parameters",
                        "-proc:none",
                        "-g",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        file.toString());
        assertEquals(0, exit, "the source must compile: " + name);
        for (Map.Entry<String, String> text : files.entrySet()) {
            Files.writeString(classes.resolve(text.getKey()), text.getValue());
        }
        Path jar = folder.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> walk = Files.walk(classes)) {
            List<Path> all = walk.filter(Files::isRegularFile).sorted().toList();
            for (Path path : all) {
                entries.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
                entries.write(Files.readAllBytes(path));
            }
        }
        return jar;
    }
}
