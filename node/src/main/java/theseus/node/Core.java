package theseus.node;

import java.util.function.Supplier;
import theseus.crypto.Signatures;
import theseus.kernel.AccountRecord;
import theseus.kernel.Kernel;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.StateStore;
import theseus.protocol.Genesis;
import theseus.state.VersionedState;
import theseus.state.spi.Storage;

/**
 * A node without engine, followers and door: the directory, the state in it, and the application
 * over both.
 *
 * @param scheme the provider that {@code signatures} remembers for
 * @param kernel of the block path
 * @param kernels makes others, for other threads
 */
record Core(
        DataDirectory directory,
        Genesis genesis,
        Storage storage,
        StateStore state,
        ModuleRuntime runtime,
        Signatures scheme,
        SignatureCache signatures,
        ValidatorGuard guard,
        BlockMetrics blockMetrics,
        Kernel kernel,
        Supplier<Kernel> kernels,
        ChainApplication application) {
    /** Signatures remembered from the request until their block is done. */
    private static final int SIGNATURE_CACHE = 131_072;

    static Core open(NodeConfig config, Ground ground, Opened opened) {
        // Loading and testing the provider takes as long as opening a small state.
        Thread.ofPlatform().daemon().name("theseus-signatures").start(Signatures::best);
        DataDirectory directory = opened.add(DataDirectory.open(config.directory()));
        Genesis genesis = directory.genesis();
        KeptBlocks.check(config, genesis);
        var artifacts = directory.artifacts(genesis);
        Storage storage =
                ground.storage().apply(config.storage(), directory.state(config.storage()));
        StateStore state =
                ground.state()
                        .apply(
                                opened.add(
                                        VersionedState.open(
                                                storage, genesis.parameters().historyBlocks())));
        Signatures scheme = Signatures.best();
        SignatureCache signatures = new SignatureCache(scheme, SIGNATURE_CACHE);
        ValidatorGuard guard = opened.add(guard(directory, config));
        BlockMetrics blockMetrics = new BlockMetrics();
        ModuleRuntime runtime = ground.runtime();
        Supplier<Kernel> kernels = () -> new Kernel(runtime, signatures);
        Kernel kernel = kernels.get();
        return new Core(
                directory,
                genesis,
                storage,
                state,
                runtime,
                scheme,
                signatures,
                guard,
                blockMetrics,
                kernel,
                kernels,
                new ChainApplication(
                        genesis, artifacts, state, kernel, kernels.get(), guard, blockMetrics));
    }

    private static ValidatorGuard guard(DataDirectory directory, NodeConfig config) {
        return directory.observes()
                ? ValidatorGuard.observing()
                : ValidatorGuard.open(
                        directory.validatorKey(),
                        directory.guard(),
                        config.storage() == NodeConfig.StorageKind.MEMORY);
    }

    Preverifier preverifier(int threads) {
        return new Preverifier(
                signatures,
                id -> AccountRecord.read(application.tip().state(), id).keys(),
                threads);
    }
}
