package theseus.storage.rocksdb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import theseus.state.spi.StorageException;

/**
 * Remembers how long the engine's manifest was when the storage was opened and closed last. The
 * engine takes a manifest that was cut between two records for whole, and then some spaces forget
 * files that others remember. It only grows, so a shorter one is damaged. What was added since the
 * last opening by a process that was killed is not covered.
 *
 * <pre>
 * manifest.mark   name, space, bytes, space, CRC-32C of what stands before it (decimal)
 * </pre>
 */
final class ManifestMark {
    private static final String FILE = "manifest.mark";
    private static final int MAX_BYTES = 100;

    private ManifestMark() {}

    static void check(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        Path current = directory.resolve("CURRENT");
        if (!Files.exists(file) || !Files.exists(current)) {
            return;
        }
        String content =
                Files.size(file) > MAX_BYTES
                        ? ""
                        : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String[] words = content.split(" ", -1);
        if (words.length != 3 || !content.equals(sealed(words[0], words[1]))) {
            throw damaged(file, "its checksum is wrong; delete it if nothing else is");
        }
        Path manifest = directory.resolve(words[0]);
        boolean isCurrent = name(current).equals(words[0]);
        if (isCurrent
                && Files.exists(manifest)
                && Files.size(manifest) < Long.parseLong(words[1])) {
            throw damaged(
                    manifest,
                    "it has "
                            + Files.size(manifest)
                            + " bytes and had "
                            + words[1]
                            + " before. "
                            + StorageException.RECOVERY);
        }
    }

    /** While nothing else writes the directory's manifest. */
    static void set(Path directory) throws IOException {
        String name = name(directory.resolve("CURRENT"));
        long size = Files.size(directory.resolve(name));
        Path fresh = directory.resolve(FILE + ".new");
        try (FileChannel channel =
                        FileChannel.open(
                                fresh,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                OutputStream out = java.nio.channels.Channels.newOutputStream(channel)) {
            out.write(sealed(name, Long.toString(size)).getBytes(StandardCharsets.ISO_8859_1));
            channel.force(true);
        }
        Files.move(
                fresh,
                directory.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String name(Path current) throws IOException {
        return new String(Files.readAllBytes(current), StandardCharsets.ISO_8859_1).strip();
    }

    private static String sealed(String name, String size) {
        String content = name + " " + size;
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.ISO_8859_1));
        return content + " " + crc.getValue();
    }

    private static StorageException damaged(Path file, String why) {
        return new StorageException(
                StorageException.Code.STORAGE_CORRUPT, "The file " + file + " is damaged: " + why);
    }
}
