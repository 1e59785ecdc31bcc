package theseus.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A small file that the configuration names and only its owner may read. */
final class OwnFile {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private OwnFile() {}

    /**
     * @param key of the configuration that names it
     * @throws NodeException when it cannot be read, is too long, or others may read or write it
     */
    static String read(String key, Path file) {
        String text = readOpen(key, file);
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new NodeException(
                        "FILE_EXPOSED",
                        key
                                + ": others on this machine may read or write "
                                + file
                                + ". Let only its owner: chmod 600 "
                                + file);
            }
        } catch (IOException e) {
            throw unreadable(key, file, e);
        }
        return text;
    }

    /** One that others may read too. */
    static String readOpen(String key, Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe would be waited for
            throw unreadable(key, file, new IOException("it is no regular file"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new NodeException(
                        "FILE_TOO_LONG",
                        key + ": " + file + " is longer than " + MAX_BYTES + " bytes");
            }
            return new String(content, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(key, file, e);
        }
    }

    private static NodeException unreadable(String key, Path file, IOException e) {
        return new NodeException(
                "FILE_UNREADABLE",
                key
                        + ": "
                        + file
                        + " cannot be read ("
                        + DurableFile.why(e)
                        + "). Paths are relative to the file of the configuration",
                e);
    }
}
