package theseus.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import theseus.sdk.Hash;
import theseus.state.StoredAttachments;
import theseus.state.StoredHead;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/** Makes backups of nodes, in folders that {@link Restore} makes directories of. */
public final class Backup {
    /** Hears how much was written so far. */
    public interface Progress {
        void written(long bytes);
    }

    /**
     * @param firstBlockKept content of earlier blocks was pruned before
     */
    public record Made(
            Path folder,
            Hash chain,
            long height,
            Hash stateRoot,
            long firstBlockKept,
            long bytes) {}

    private Backup() {}

    /**
     * Of a directory whose node is stopped.
     *
     * @param folder is made; must not be there
     * @throws NodeException when it cannot be made; {@code folder} is not there then
     */
    public static Made ofStopped(NodeConfig config, Path folder, Progress progress) {
        try (DataDirectory directory = DataDirectory.open(config.directory());
                Storage storage = Ground.open(directory.engine(), directory.state())) {
            remember(directory, storage);
            return make(
                    folder, progress, sink -> Backups.ofStopped(directory, storage).write(sink));
        } catch (StorageException e) {
            throw new NodeException(e.code().name(), String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What a running node answers to {@code GET /v1/backup}.
     *
     * @param folder is made; must not be there
     * @throws NodeException when it broke off; {@code folder} is not there then
     */
    public static Made receive(InputStream stream, Path folder, Progress progress) {
        return make(folder, progress, sink -> BackupStream.read(stream, sink));
    }

    /** As a start would: a kill may have come between a block and the guard. */
    private static void remember(DataDirectory directory, Storage storage) {
        if (!directory.observes()) {
            StoredHead head = StoredHead.read(storage);
            try (ValidatorGuard guard =
                    ValidatorGuard.open(directory.validatorKey(), directory.guard(), false)) {
                new BlockStore(new StoredAttachments(storage)::get)
                        .block(head.height())
                        .map(block -> block.certificate().header().hash())
                        .ifPresent(header -> guard.start(head.height(), header));
            }
        }
    }

    private interface Source {
        BackupManifest write(BackupSink sink) throws IOException;
    }

    private static Made make(Path folder, Progress progress, Source source) {
        try {
            BackupFolder made = BackupFolder.begin(folder);
            long[] bytes = new long[1];
            BackupManifest manifest;
            try {
                manifest =
                        source.write(
                                (name, content) -> {
                                    write(made, name, content);
                                    bytes[0] += content.length;
                                    progress.written(bytes[0]);
                                });
            } catch (IOException e) {
                throw new NodeException(
                        "BACKUP_FAILED",
                        "The backup did not arrive whole, so there is none: "
                                + DurableFile.why(e)
                                + ". Ask for it again; the log of the node may say more",
                        e);
            }
            made.finish();
            return new Made(
                    folder,
                    manifest.chain(),
                    manifest.height(),
                    manifest.stateRoot(),
                    manifest.firstBlockKept(),
                    bytes[0]);
        } catch (UncheckedIOException e) {
            throw unwritten(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unwritten(folder, e);
        }
    }

    /** So that what fails here is told from what fails at the other end. */
    private static void write(BackupFolder folder, String name, byte[] content) {
        try {
            folder.part(name, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NodeException unwritten(Path folder, IOException e) {
        return new NodeException(
                "BACKUP_FAILED",
                "The backup could not be written to " + folder + ": " + DurableFile.why(e),
                e);
    }
}
