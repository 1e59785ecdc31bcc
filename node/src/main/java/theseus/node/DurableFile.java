package theseus.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Files that are on the disk when a method here returns. */
final class DurableFile {
    private DurableFile() {}

    static void put(Path file, byte[] content) throws IOException {
        put(file, content, DiskSteps.REAL);
    }

    private static void put(Path file, byte[] content, DiskSteps steps) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer half = ByteBuffer.wrap(content, 0, content.length / 2);
            steps.step(
                    "write " + file.getFileName(),
                    () -> write(out, half),
                    () -> write(out, ByteBuffer.wrap(content)));
            steps.step("sync " + file.getFileName(), () -> out.force(true));
        }
    }

    private static void write(FileChannel out, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            out.write(content);
        }
    }

    /** All or nothing, where something may stand already. */
    static void replace(Path file, byte[] content) throws IOException {
        replace(file, content, DiskSteps.REAL);
    }

    static void replace(Path file, byte[] content, DiskSteps steps) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        put(fresh, content, steps);
        steps.step(
                "rename to " + file.getFileName(),
                () ->
                        Files.move(
                                fresh,
                                file,
                                StandardCopyOption.ATOMIC_MOVE,
                                StandardCopyOption.REPLACE_EXISTING));
        steps.step("sync the name of " + file.getFileName(), () -> syncNames(folder(file)));
    }

    static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : folder;
    }

    /** Makes new and changed names in a folder durable, where the system can do that. */
    static void syncNames(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException noFoldersOnThisSystem) {
            // Windows opens no folders, and its file system keeps names in a journal.
        }
    }

    /** What went wrong, for people: what a file system throws often names the file and no more. */
    static String why(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException at -> "a file is in the way, " + at.getFile();
            case NoSuchFileException at -> "there is no " + at.getFile();
            case NotDirectoryException at -> at.getFile() + " is no folder";
            case AccessDeniedException at -> "no permission for " + at.getFile();
            default ->
                    (e.getMessage() == null ? e.toString() : e.getMessage())
                            + (e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")");
        };
    }

    /** A folder with all that is in it, or nothing when it is not there. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(folder)) {
                all = files.toList();
            }
            for (Path path : all.reversed()) {
                Files.delete(path);
            }
        }
    }

    /** What is in a folder, which may be a link or a mount, but for the file {@code kept}. */
    static void empty(Path folder, String kept) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.toList();
        }
        for (Path path : all) {
            if (!path.equals(folder.resolve(kept))) {
                delete(path);
            }
        }
    }
}
