package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import theseus.crypto.Signatures;
import theseus.kernel.Kernel;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.ConsensusEngine;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.SigningKey;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.RuntimeFingerprint;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/**
 * An undisturbed node without an engine, in memory: it is given the blocks that another decided,
 * follows plans by itself, and must come to the same headers.
 */
final class Twin implements AutoCloseable {
    private final VersionedState state;
    private final ValidatorGuard guard;
    private final ChainApplication application;
    private final Followers followers;

    Twin(Genesis genesis, Map<Hash, Artifact> artifacts, SigningKey key, Path scratch) {
        Signatures signatures = Signatures.best();
        BytecodeRuntime runtime = new BytecodeRuntime();
        this.state = VersionedState.open(new MemoryStorage(), genesis.parameters().historyBlocks());
        this.guard = ValidatorGuard.open(key, scratch.resolve("twin.guard"), true);
        Kernel kernel = new Kernel(runtime, signatures);
        this.application =
                new ChainApplication(
                        genesis,
                        artifacts,
                        state,
                        kernel,
                        new Kernel(runtime, signatures),
                        guard,
                        new BlockMetrics());
        this.followers =
                new Followers(
                        new Follower.Around(
                                application,
                                state,
                                new Herald(
                                        new Silent(),
                                        application,
                                        new StatementBook(scratch.resolve("twin"), guard, true)),
                                new Duty(100, 100),
                                FollowerConfig.DEFAULT,
                                () -> new Kernel(runtime, signatures)),
                        new Preparation(runtime, RuntimeFingerprint.ofThisRuntime()),
                        genesis.parameters().historyBlocks());
        application.runOn(new JoiningTables(followers, state, kernel));
        followers.start();
    }

    /** Executes all blocks of a store again, each to the same header. */
    void follow(VersionedState decided) {
        BlockStore blocks = new BlockStore(decided);
        Replays replays = new Replays(decided, blocks);
        for (long height = 1; height <= decided.height(); height++) {
            Header header = blocks.block(height).orElseThrow().certificate().header();
            var block = replays.block(height);
            Application.Finalized again =
                    application.finalizeBlock(
                            height,
                            block.timeMillis(),
                            header.epoch(),
                            block.proposer(),
                            block.submissions());
            assertEquals(header, again.header(), "block " + height);
            application.commit();
        }
    }

    Followers followers() {
        return followers;
    }

    VersionedState state() {
        return state;
    }

    @Override
    public void close() {
        followers.close();
        state.close();
        guard.close();
    }

    /** Takes no statements: the blocks have those that were made. */
    private static final class Silent implements ConsensusEngine {
        @Override
        public void start(Application application) {}

        @Override
        public Submitted submit(Bytes transaction) {
            return new Submitted.Rejected(Hash.ZERO, STOPPED, "", 0);
        }

        @Override
        public int queued() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
