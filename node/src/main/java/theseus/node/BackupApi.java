package theseus.node;

import static theseus.node.Shape.binary;

import java.io.UncheckedIOException;
import java.util.List;
import theseus.state.spi.StorageException;

/** A backup of the running node, as a stream. */
final class BackupApi {
    private static final String MEDIA_TYPE = "application/octet-stream";
    private static final long RETRY_MILLIS = 10_000;

    private final Backups backups;

    BackupApi(Backups backups) {
        this.backups = backups;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/v1/backup", "backup", "All that this node stores, but for its key")
                        .needs(Right.OPERATE)
                        .answers(
                                200,
                                "Parts: length of name (1 byte), name, length of content (4"
                                        + " bytes), content; the manifest is the last. A stream that"
                                        + " ends without it is no backup",
                                new Operation.Media(MEDIA_TYPE, binary()))
                        .fails(409, "This node keeps its state in memory")
                        .fails(503, "A backup is being made already")
                        .handledBy(request -> backup()));
    }

    private Reply backup() {
        if (!backups.isPossible()) {
            throw new HttpError(
                    409,
                    "BACKUP_REFUSED",
                    "This node keeps its state in memory; there is nothing to back up",
                    "",
                    "",
                    0);
        }
        return new Reply.Stream(
                MEDIA_TYPE,
                this::place,
                out -> {
                    try {
                        BackupManifest made = backups.write(BackupStream.to(out));
                        Log.info(
                                "backup.made",
                                "height",
                                made.height(),
                                "files",
                                made.parts().size());
                    } catch (NodeException | StorageException | UncheckedIOException e) {
                        Log.error("backup.failed", e);
                        throw new java.io.IOException(e);
                    }
                });
    }

    private Runnable place() {
        if (!backups.take()) {
            throw HttpError.busy("A backup of this node is being made already", RETRY_MILLIS);
        }
        return backups::release;
    }
}
