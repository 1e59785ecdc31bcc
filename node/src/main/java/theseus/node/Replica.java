package theseus.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import theseus.crypto.Signatures;
import theseus.kernel.Kernel;
import theseus.kernel.spi.Application;
import theseus.protocol.Artifact;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.RuntimeFingerprint;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;

/**
 * A node without an engine: it is given blocks that were decided, follows plans by itself, and must
 * come to the same headers. It signs nothing: blocks keep the certificates they have.
 */
final class Replica implements AutoCloseable {
    /** Nobody else wants the processor. */
    private static final FollowerConfig ALONE = FollowerConfig.DEFAULT.withDuty(100);

    private final VersionedState state;
    private final ValidatorGuard guard;
    private final ChainApplication application;
    private final Followers followers;

    /** A block as it was certified. */
    record Decided(Certificate certificate, List<Bytes> submissions) {
        Header header() {
            return certificate.header();
        }

        static Decided read(BlockStore blocks, BlockStore.Stored stored, long height) {
            List<Bytes> submissions = new ArrayList<>(stored.submissions());
            for (int i = 0; i < stored.submissions(); i += BlockStore.CHUNK) {
                submissions.addAll(blocks.submissions(height, i / BlockStore.CHUNK));
            }
            return new Decided(stored.certificate(), submissions);
        }
    }

    /**
     * @param state is closed with this
     * @param scratch a folder for what it would state
     */
    Replica(Genesis genesis, Map<Hash, Artifact> artifacts, VersionedState state, Path scratch) {
        this(genesis, artifacts, state, scratch, ALONE);
    }

    /**
     * @param state is closed with this
     * @param scratch a folder for what it would state
     */
    Replica(
            Genesis genesis,
            Map<Hash, Artifact> artifacts,
            VersionedState state,
            Path scratch,
            FollowerConfig config) {
        Signatures signatures = Signatures.best();
        BytecodeRuntime runtime = new BytecodeRuntime();
        this.state = state;
        this.guard = ValidatorGuard.observing();
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
                                new Herald(new Silent(), application, book(scratch)),
                                new Duty(config.minDutyPercent(), config.maxDutyPercent()),
                                config,
                                () -> new Kernel(runtime, signatures)),
                        new Preparation(runtime, RuntimeFingerprint::ofThisRuntime),
                        genesis.parameters().historyBlocks());
        application.runOn(new JoiningTables(followers, state, kernel));
        followers.start();
    }

    private StatementBook book(Path scratch) {
        return new StatementBook(scratch, guard, true);
    }

    /**
     * @throws NodeException when it comes to another header
     */
    void execute(Decided block) {
        Header header = block.header();
        Application.Finalized again =
                application.finalizeBlock(
                        header.height(),
                        header.timeMillis(),
                        header.epoch(),
                        header.proposer(),
                        block.submissions());
        if (!again.header().equals(header)) {
            throw new NodeException(
                    "REPLAY_DIVERGED",
                    "Block "
                            + header.height()
                            + " was certified as "
                            + header
                            + " and comes out as "
                            + again.header()
                            + "; this program and the one that made it are not of one version, or"
                            + " the block was changed");
        }
        application.commit(block.certificate());
    }

    Followers followers() {
        return followers;
    }

    VersionedState state() {
        return state;
    }

    Tip tip() {
        return application.tip();
    }

    Hash root() {
        return state.root();
    }

    @Override
    public void close() {
        followers.close();
        state.close();
        guard.close();
    }
}
