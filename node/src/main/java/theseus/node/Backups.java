package theseus.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import theseus.kernel.spi.StateStore.Space;
import theseus.protocol.Artifact;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.StoredAttachments;
import theseus.state.StoredHead;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageReader;

/**
 * Copies all that a node stores, as it was at one moment, while blocks go on: through a snapshot of
 * the storage, which costs the block path nothing but the moment in which it is taken. No key of
 * the validator's is in it. One at a time. Thread-safe.
 */
final class Backups {
    private final NodeConfig.StorageKind kind;
    private final Storage storage;
    private final DataDirectory directory;
    private final Optional<ValidatorGuard> guard;
    private final Semaphore places = new Semaphore(1);

    Backups(
            NodeConfig.StorageKind kind,
            Storage storage,
            DataDirectory directory,
            ValidatorGuard guard) {
        this(kind, storage, directory, Optional.of(guard));
    }

    private Backups(
            NodeConfig.StorageKind kind,
            Storage storage,
            DataDirectory directory,
            Optional<ValidatorGuard> guard) {
        this.kind = kind;
        this.storage = storage;
        this.directory = directory;
        this.guard = guard;
    }

    /** Of a directory that no node uses. */
    static Backups ofStopped(DataDirectory directory, Storage storage) {
        return new Backups(directory.engine(), storage, directory, Optional.empty());
    }

    /** A place for one backup; it begins with {@link #write}, whoever has taken the place. */
    boolean take() {
        return places.tryAcquire();
    }

    void release() {
        places.release();
    }

    boolean isPossible() {
        return kind != NodeConfig.StorageKind.MEMORY;
    }

    /**
     * Hands on all parts, the manifest last.
     *
     * @throws NodeException when the reader is so slow that the snapshot would hold up the engine
     */
    BackupManifest write(BackupSink sink) throws IOException {
        Genesis genesis = directory.genesis();
        Map<Hash, Artifact> artifacts = directory.artifacts(genesis);
        try (PatientSnapshot snapshot = snapshot()) {
            List<BackupManifest.Part> parts = new ArrayList<>();
            BackupSink counting =
                    (name, content) -> {
                        sink.part(name, content);
                        parts.add(BackupManifest.Part.of(name, content));
                    };
            counting.part(BackupManifest.GENESIS, genesis.encode().toArray());
            for (var artifact : artifacts.entrySet()) {
                counting.part(
                        BackupManifest.ARTIFACT + artifact.getKey(),
                        artifact.getValue().encode().toArray());
            }
            int[] number = new int[1];
            BackupRows.read(
                    snapshot,
                    rows ->
                            counting.part(
                                    BackupManifest.ROWS + "%08d".formatted(++number[0]), rows));
            BackupManifest manifest = manifest(genesis, snapshot, parts);
            sink.part(BackupManifest.NAME, manifest.encode());
            return manifest;
        }
    }

    private PatientSnapshot snapshot() {
        guard.ifPresent(ValidatorGuard::copying);
        PatientSnapshot snapshot = null;
        try {
            snapshot = new PatientSnapshot(storage.snapshot());
            long height = StoredHead.read(snapshot).height();
            guard.ifPresent(one -> one.copied(height));
            return snapshot;
        } catch (RuntimeException | Error e) {
            if (snapshot != null) {
                snapshot.close();
            }
            guard.ifPresent(ValidatorGuard::notCopied);
            throw e;
        }
    }

    private BackupManifest manifest(
            Genesis genesis, StorageReader snapshot, List<BackupManifest.Part> parts) {
        StoredHead head = StoredHead.read(snapshot);
        StoredAttachments attachments = new StoredAttachments(snapshot);
        BlockStore blocks = new BlockStore((Space space, Bytes key) -> attachments.get(space, key));
        Hash header =
                blocks.block(head.height())
                        .map(BlockStore.Stored::certificate)
                        .map(Certificate::header)
                        .map(theseus.protocol.Header::hash)
                        .orElse(genesis.hash());
        return new BackupManifest(
                genesis.hash(), head.height(), head.root(), header, blocks.first(), kind, parts);
    }
}
