package theseus.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A node's directory, held by one process at a time. */
final class DirectoryLock implements AutoCloseable {
    private static final String NAME = "LOCK";

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /**
     * @throws NodeException when another process holds it
     */
    static DirectoryLock take(Path root) throws IOException {
        FileChannel file =
                FileChannel.open(
                        root.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isTaken(file)) {
                return new DirectoryLock(file);
            }
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
        file.close();
        throw new NodeException(
                "DIRECTORY_LOCKED",
                "Another process uses the directory "
                        + root
                        + "; stop it, or use another directory");
    }

    /** Whatever else is damaged there; empty when no node ever ran there. */
    static Optional<DirectoryLock> ofUsed(Path root) throws IOException {
        return Files.exists(root.resolve(NAME)) || DataDirectory.exists(root)
                ? Optional.of(take(root))
                : Optional.empty();
    }

    private static boolean isTaken(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
