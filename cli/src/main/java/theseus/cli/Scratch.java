package theseus.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/** A directory for as long as a command runs, also when it is ended by a signal. */
final class Scratch {
    private Scratch() {}

    static void with(String name, Consumer<Path> use) {
        Path directory;
        try {
            directory = Files.createTempDirectory(name);
        } catch (IOException e) {
            throw Failure.unavailable("Cannot make a temporary directory: " + e.getMessage());
        }
        Thread atExit = new Thread(() -> delete(directory), "delete " + name);
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            use.accept(directory);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // gone already: two may delete at once
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
