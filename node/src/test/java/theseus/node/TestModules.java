package theseus.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import theseus.protocol.Artifact;
import theseus.runtime.Packager;

/** Packs a module as it lies on the class path, as a JAR or as a folder of classes. */
final class TestModules {
    private TestModules() {}

    static Artifact artifact(Class<?> module) {
        try {
            Path where =
                    Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
            byte[] jar = Files.isDirectory(where) ? jar(where) : Files.readAllBytes(where);
            return Packager.pack(jar).orThrow().artifact();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] jar(Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
