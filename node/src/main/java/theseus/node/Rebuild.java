package theseus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import theseus.protocol.Genesis;
import theseus.protocol.MalformedException;
import theseus.sdk.Hash;
import theseus.state.StoredAttachments;
import theseus.state.VersionedState;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * Makes the state of a directory again out of the blocks that are stored in it: executes them from
 * the genesis on, each to the header that was certified, in a new folder, and puts that in the
 * place of the old one, which is kept. So what is damaged besides the blocks is mended, and the
 * state can move to another engine. Nothing of the old folder is changed before the new one is
 * whole and as high as the validator's guard.
 */
public final class Rebuild {
    private static final int MAX_KEPT = 1_000;

    /** Hears of each block that was executed, and of how many there are. */
    public interface Progress {
        void block(long height, long of);
    }

    /**
     * @param storage the engine of the new state
     * @param kept where the old state lies now
     */
    public record Outcome(long height, Hash stateRoot, NodeConfig.StorageKind storage, Path kept) {}

    private final DataDirectory directory;
    private final Genesis genesis;
    private final Progress progress;
    private final DiskSteps steps;

    private Rebuild(DataDirectory directory, Progress progress, DiskSteps steps) {
        this.steps = steps;
        this.directory = directory;
        this.genesis = directory.genesis();
        this.progress = progress;
    }

    /**
     * Rebuilds the state in {@code config.directory()}.
     *
     * @param to the engine of the new state; empty for the one that wrote the old
     * @throws NodeException when a block cannot be read or leads elsewhere, or blocks are missing;
     *     the directory is as it was then
     */
    public static Outcome run(
            NodeConfig config, Optional<NodeConfig.StorageKind> to, Progress progress) {
        return run(config, to, progress, DiskSteps.REAL);
    }

    /**
     * @param steps with which the new state takes the old one's place; only tests give others
     */
    static Outcome run(
            NodeConfig config,
            Optional<NodeConfig.StorageKind> to,
            Progress progress,
            DiskSteps steps) {
        if (to.orElse(config.storage()) == NodeConfig.StorageKind.MEMORY) {
            throw new NodeException(
                    "REBUILD_REFUSED",
                    "A state in memory is not kept, so there is none to rebuild");
        }
        try (DataDirectory directory = DataDirectory.open(config.directory())) {
            return new Rebuild(directory, progress, steps).run(to.orElseGet(directory::engine));
        } catch (StorageException e) {
            throw new NodeException(e.code().name(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw DataDirectory.unusable(config.directory(), e);
        }
    }

    private Outcome run(NodeConfig.StorageKind to) throws IOException {
        Path fresh = directory.root().resolve("state.new");
        DurableFile.delete(fresh);
        DurableFile.delete(scratch());
        Files.createDirectory(scratch());
        long attested = attested();
        Outcome made;
        try (Storage old = open()) {
            BlockStore blocks = new BlockStore(new StoredAttachments(old)::get);
            made = execute(blocks, attested, to, fresh);
        }
        Path kept = free();
        StateSwap.run(directory.root(), to, kept, steps);
        DurableFile.delete(scratch());
        return new Outcome(made.height(), made.stateRoot(), to, kept);
    }

    private long attested() {
        if (directory.observes()) {
            return 0;
        }
        try (ValidatorGuard guard =
                ValidatorGuard.open(directory.validatorKey(), directory.guard(), false)) {
            return guard.height();
        }
    }

    /** For what a replica writes that is not the state. */
    private Path scratch() {
        return directory.root().resolve("rebuild");
    }

    private Storage open() {
        try {
            return Ground.open(directory.engine(), directory.state());
        } catch (StorageException e) {
            throw new NodeException(
                    e.code().name(),
                    "The blocks cannot be read either: "
                            + e.getMessage()
                            + " What remains is a backup.",
                    e);
        }
    }

    private Outcome execute(
            BlockStore blocks, long attested, NodeConfig.StorageKind to, Path fresh) {
        long height = 0;
        try (Replica replica =
                new Replica(
                        genesis,
                        directory.artifacts(genesis),
                        VersionedState.open(
                                Ground.open(to, fresh), genesis.parameters().historyBlocks()),
                        scratch())) {
            for (; ; height++) {
                var next = block(blocks, height + 1);
                if (next.isEmpty()) {
                    break;
                }
                replica.execute(next.get());
                progress.block(height + 1, Math.max(attested, height + 1));
            }
            if (height < attested) {
                throw new NodeException(
                        "BLOCKS_MISSING",
                        "Block "
                                + (height + 1)
                                + " is not stored any more, and this validator attested blocks up to "
                                + attested
                                + "; restore the directory from a backup");
            }
            return new Outcome(height, replica.root(), to, fresh);
        }
    }

    static Optional<Replica.Decided> block(BlockStore blocks, long height) {
        try {
            return blocks.block(height).map(stored -> Replica.Decided.read(blocks, stored, height));
        } catch (BlockPruned pruned) {
            throw new NodeException(
                    BlockPruned.CODE,
                    pruned.getMessage()
                            + ", and the state cannot be made from them alone. Restore a backup of a"
                            + " height from "
                            + (blocks.first() - 1)
                            + " on (theseus data restore), with the later blocks of this directory"
                            + " (--blocks)",
                    pruned);
        } catch (StorageException | MalformedException | IllegalStateException e) {
            throw new NodeException(
                    "BLOCK_UNREADABLE",
                    "Block "
                            + height
                            + " cannot be read ("
                            + e.getMessage()
                            + "); restore the directory from a backup",
                    e);
        }
    }

    private Path free() {
        for (int i = 1; i <= MAX_KEPT; i++) {
            Path path = directory.root().resolve("state.old-" + i);
            if (!Files.exists(path)) {
                return path;
            }
        }
        throw new NodeException(
                "REBUILD_REFUSED",
                "There are " + MAX_KEPT + " old states in " + directory.root() + "; delete some");
    }
}
