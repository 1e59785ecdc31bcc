package theseus.node;

import java.nio.file.Path;
import java.util.Map;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/** An undisturbed {@link Replica} in memory. */
final class Twin implements AutoCloseable {
    private final Replica replica;

    Twin(Genesis genesis, Map<Hash, Artifact> artifacts, Path scratch) {
        this(genesis, artifacts, scratch, FollowerConfig.DEFAULT.withDuty(100));
    }

    Twin(Genesis genesis, Map<Hash, Artifact> artifacts, Path scratch, FollowerConfig config) {
        this.replica =
                new Replica(
                        genesis,
                        artifacts,
                        VersionedState.open(
                                new MemoryStorage(), genesis.parameters().historyBlocks()),
                        scratch.resolve("twin.statements"),
                        config);
    }

    /** Executes all blocks of a store again, each to the same header. */
    void follow(VersionedState decided) {
        BlockStore blocks = new BlockStore(decided);
        for (long height = 1; height <= decided.height(); height++) {
            replica.execute(
                    Replica.Decided.read(blocks, blocks.block(height).orElseThrow(), height));
        }
    }

    Followers followers() {
        return replica.followers();
    }

    VersionedState state() {
        return replica.state();
    }

    @Override
    public void close() {
        replica.close();
    }
}
