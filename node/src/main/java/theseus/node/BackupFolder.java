package theseus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A backup that is being written: into {@code NAME.unfinished}, which gets its name when all of it
 * is on the disk.
 */
final class BackupFolder implements BackupSink {
    private final Path folder;
    private final Path unfinished;

    private BackupFolder(Path folder, Path unfinished) {
        this.folder = folder;
        this.unfinished = unfinished;
    }

    /**
     * @throws NodeException when there is something already
     */
    static BackupFolder begin(Path folder) throws IOException {
        if (Files.exists(folder)) {
            throw new NodeException(
                    "BACKUP_EXISTS", folder + " is there already; choose another name");
        }
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        DurableFile.delete(unfinished); // one that broke off
        Files.createDirectories(unfinished);
        return new BackupFolder(folder, unfinished);
    }

    @Override
    public void part(String name, byte[] content) throws IOException {
        DurableFile.put(unfinished.resolve(name), content);
    }

    void finish() throws IOException {
        DurableFile.syncNames(unfinished);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncNames(DurableFile.folder(folder));
    }
}
