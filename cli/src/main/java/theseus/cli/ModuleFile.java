package theseus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.runtime.Packager;
import theseus.runtime.Packing;

/** A module's JAR, packed into an artifact. */
record ModuleFile(Path file, Artifact artifact, Descriptor descriptor) {
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    static ModuleFile read(Path file) {
        return switch (pack(file)) {
            case Packing.Packed packed ->
                    new ModuleFile(file, packed.artifact(), packed.descriptor());
            case Packing.Rejected rejected ->
                    throw Failure.refused(
                            "NOT_A_MODULE",
                            file
                                    + " is no module that a chain would take:\n"
                                    + rejected.explanation().stripTrailing());
        };
    }

    static Packing pack(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw Failure.unavailable("There is no file " + file + ".");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw Failure.usage(file + " is far too large for a module.");
            }
            return Packager.pack(Files.readAllBytes(file));
        } catch (IOException e) {
            throw Failure.unavailable("Cannot read " + file + ": " + e.getMessage());
        }
    }

    /** The modules that the project ships, from the checkout's build. */
    static List<ModuleFile> shipped() {
        Path modules = Home.installation().resolve("modules");
        try (Stream<Path> folders = Files.list(modules)) {
            return folders.sorted().flatMap(ModuleFile::jarOf).map(ModuleFile::read).toList();
        } catch (IOException e) {
            throw Failure.unavailable("Cannot list the modules in " + modules + ".");
        }
    }

    /** A later version that the project ships, from the checkout's build: a folder's name. */
    static ModuleFile upgrade(String name) {
        Path folder = Home.installation().resolve("modules").resolve("upgrades").resolve(name);
        return jarOf(folder)
                .findFirst()
                .map(ModuleFile::read)
                .orElseThrow(
                        () ->
                                Failure.unavailable(
                                        "There is no JAR of a module in " + folder + "."));
    }

    private static Stream<Path> jarOf(Path folder) {
        Path target = folder.resolve("target");
        if (!Files.isDirectory(target)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files
                    .filter(
                            file ->
                                    file.getFileName()
                                            .toString()
                                            .matches("theseus-module-.*\\.jar"))
                    .sorted()
                    .limit(1)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw Failure.unavailable("Cannot list " + target + ".");
        }
    }
}
