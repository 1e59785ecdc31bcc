package theseus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of a finished backup, each checked when it is read. */
final class BackupFiles {
    private static final int MAX_NAMED = 20;
    private static final long MAX_MANIFEST_BYTES = 1L << 30;

    private final Path folder;
    private final BackupManifest manifest;
    private final List<String> damage = new ArrayList<>();

    private BackupFiles(Path folder, BackupManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * @throws NodeException when it is no whole backup
     */
    static BackupFiles open(Path folder) {
        Path file = folder.resolve(BackupManifest.NAME);
        if (!Files.exists(file)) {
            throw new NodeException(
                    "BACKUP_UNFINISHED",
                    folder
                            + (Files.isDirectory(folder)
                                    ? " has no file "
                                            + BackupManifest.NAME
                                            + ", which is written last:"
                                            + " the backup was not finished, or is none"
                                    : " is no folder")
                            + "; take another");
        }
        try {
            if (Files.size(file) > MAX_MANIFEST_BYTES) {
                throw new IOException("it is too long");
            }
            return new BackupFiles(folder, BackupManifest.decode(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new NodeException(
                    "BACKUP_DAMAGED",
                    "The file "
                            + file
                            + " is damaged ("
                            + e.getMessage()
                            + "); take another backup",
                    e);
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    /**
     * Hands on each file that is whole, in order, as long as none was damaged.
     *
     * @throws NodeException that names all that are damaged, missing or too many
     */
    void read(BackupSink sink) throws IOException {
        Set<String> known = new HashSet<>(Set.of(BackupManifest.NAME));
        for (BackupManifest.Part part : manifest.parts()) {
            known.add(part.name());
            byte[] content = content(part);
            if (damage.isEmpty()) {
                sink.part(part.name(), content);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !known.contains(name))
                    .sorted()
                    .forEach(name -> damaged(name, "is not of this backup"));
        }
        if (!damage.isEmpty()) {
            throw new NodeException(
                    "BACKUP_DAMAGED",
                    "The backup "
                            + folder
                            + " is damaged: "
                            + String.join(", ", damage)
                            + ". Take another backup");
        }
    }

    private byte[] content(BackupManifest.Part part) {
        Path file = folder.resolve(part.name());
        try {
            if (!Files.isRegularFile(file)) {
                damaged(part.name(), "is missing");
            } else if (Files.size(file) != part.bytes()) {
                damaged(part.name(), "has " + Files.size(file) + " bytes, not " + part.bytes());
            } else {
                byte[] content = Files.readAllBytes(file);
                if (BackupManifest.Part.of(part.name(), content).equals(part)) {
                    return content;
                }
                damaged(part.name(), "has another checksum");
            }
        } catch (IOException e) {
            damaged(part.name(), "cannot be read (" + e.getMessage() + ")");
        }
        return new byte[0];
    }

    private void damaged(String name, String why) {
        if (damage.size() < MAX_NAMED) {
            damage.add("the file " + name + " " + why);
        }
    }
}
