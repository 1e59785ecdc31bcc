package theseus.node;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import theseus.consensus.solo.SoloConfig;
import theseus.consensus.solo.SoloEngine;
import theseus.crypto.Signatures;
import theseus.kernel.AccountRecord;
import theseus.kernel.GenesisRefused;
import theseus.kernel.Kernel;
import theseus.kernel.spi.ConsensusEngine;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.StateStore;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.runtime.RuntimeFingerprint;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * A running node: data directory, state, kernel, engine and the HTTP door, composed. To swap an
 * engine or a storage, this is the one line to change.
 */
public final class Node implements AutoCloseable {
    /** Signatures remembered from the request until their block is done. */
    private static final int SIGNATURE_CACHE = 131_072;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private Optional<HttpServer> http = Optional.empty();
    private final Genesis genesis;
    private final ChainApplication application;
    private final ConsensusEngine engine;

    /**
     * Makes the data directory of a new chain, whose only validator is this node.
     *
     * @throws NodeException when the directory is in use or not empty, or no node could start on it
     *     with this configuration; nothing is made then
     */
    public static Genesis create(NodeConfig config, NewChain chain) {
        HostRule.of(config.http());
        return DataDirectory.create(config.directory(), chain);
    }

    /** Whether the disk has as much room as a node wants before it makes a block. */
    public static boolean hasRoom(NodeConfig config) {
        return new DiskRoom(config.directory(), Math.max(1, config.minFreeMegabytes())).isEnough();
    }

    /** Whether the configured directory holds a chain. */
    public static boolean exists(NodeConfig config) {
        return DataDirectory.exists(config.directory());
    }

    /**
     * Starts where the last run stopped.
     *
     * @throws NodeException when it cannot; nothing stays open then
     */
    public static Node start(NodeConfig config) {
        return start(config, new theseus.runtime.BytecodeRuntime());
    }

    static Node start(NodeConfig config, ModuleRuntime runtime) {
        return start(config, Ground.of(runtime));
    }

    static Node start(NodeConfig config, Ground ground) {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return new Node(config, ground, opened);
        } catch (StorageException e) {
            closeAll(opened);
            throw said(e);
        } catch (GenesisRefused e) {
            closeAll(opened);
            throw new NodeException(e.code(), String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            closeAll(opened);
            throw e;
        }
    }

    private Node(NodeConfig config, Ground ground, Deque<AutoCloseable> opened) {
        ModuleRuntime runtime = ground.runtime();
        // Loading and testing the provider takes as long as opening a small state.
        Thread.ofPlatform().daemon().name("theseus-signatures").start(Signatures::best);
        DataDirectory directory = opening(opened, DataDirectory.open(config.directory()));
        this.genesis = directory.genesis();
        Map<Hash, Artifact> artifacts = directory.artifacts(genesis);
        Storage storage =
                ground.storage().apply(config.storage(), directory.state(config.storage()));
        StateStore state =
                ground.state()
                        .apply(
                                opening(
                                        opened,
                                        VersionedState.open(
                                                storage, genesis.parameters().historyBlocks())));
        Signatures scheme = Signatures.best();
        SignatureCache signatures = new SignatureCache(scheme, SIGNATURE_CACHE);
        KeptBlocks.check(config, genesis);
        ValidatorGuard guard = opening(opened, guard(directory, config));
        BlockMetrics blockMetrics = new BlockMetrics();
        Kernel kernel = new Kernel(runtime, signatures);
        this.application =
                new ChainApplication(
                        genesis,
                        artifacts,
                        state,
                        kernel,
                        new Kernel(runtime, signatures),
                        guard,
                        blockMetrics);
        Readers readers =
                opening(
                        opened,
                        new Readers(config.readerThreads(), () -> new Kernel(runtime, signatures)));
        Preverifier preverifier =
                opening(
                        opened,
                        new Preverifier(
                                signatures,
                                id -> AccountRecord.read(application.tip().state(), id).keys(),
                                config.verifierThreads()));
        DiskRoom room =
                new DiskRoom(
                        directory.root(),
                        config.storage() == NodeConfig.StorageKind.MEMORY
                                ? 0
                                : config.minFreeMegabytes());
        this.engine =
                guard.observes()
                        ? new Observing()
                        : new SoloEngine(
                                bounded(config.engine(), genesis),
                                System::currentTimeMillis,
                                this::failed,
                                room::lack);
        Duty duty =
                new Duty(config.follower().minDutyPercent(), config.follower().maxDutyPercent());
        blockMetrics.observedBy(duty::block);
        Herald herald =
                new Herald(
                        engine,
                        application,
                        new StatementBook(
                                directory.statements(),
                                guard,
                                config.storage() == NodeConfig.StorageKind.MEMORY));
        Followers followers =
                new Followers(
                        new Follower.Around(
                                application,
                                state,
                                herald,
                                duty,
                                config.follower(),
                                () -> new Kernel(runtime, signatures)),
                        new Preparation(runtime, RuntimeFingerprint::ofThisRuntime),
                        genesis.parameters().historyBlocks());
        application.runOn(new JoiningTables(followers, state, kernel));
        if (config.http().enabled()) {
            Catalog catalog = new Catalog();
            Chain chain =
                    new Chain(genesis, application, state, catalog, new Views(catalog), readers);
            Submissions submissions = new Submissions(engine, preverifier);
            HttpMetrics httpMetrics = new HttpMetrics();
            EventApi events =
                    new EventApi(
                            chain,
                            new ClientQuota(
                                    config.http().maxStreams(),
                                    config.http().quota().streamsPerClient()));
            List<Operation> operations = new ArrayList<>();
            operations.addAll(
                    new TransactionApi(chain, submissions, config.http().maxBatch()).operations());
            operations.addAll(new BlockApi(chain).operations());
            operations.addAll(new StateApi(chain).operations());
            operations.addAll(new QueryApi(chain).operations());
            operations.addAll(new PlanApi(chain, followers).operations());
            operations.addAll(new TouchedApi(chain, followers).operations());
            operations.addAll(new ArtifactApi(chain).operations());
            operations.addAll(events.operations());
            operations.addAll(
                    new BackupApi(new Backups(config.storage(), storage, directory, guard))
                            .operations());
            NodeApi node =
                    new NodeApi(
                            chain,
                            submissions,
                            signatures,
                            blockMetrics,
                            httpMetrics,
                            new FollowerMetrics(followers),
                            config.storage().name().toLowerCase(java.util.Locale.ROOT),
                            scheme,
                            room);
            HttpServer server =
                    new HttpServer(config.http(), node.operations(operations), httpMetrics);
            server.start();
            opening(opened, server);
            opening(opened, events);
            this.http = Optional.of(server);
        }
        opening(
                opened,
                new Warming(
                        application.tip().state(),
                        () -> new Kernel(runtime, signatures),
                        application::prepared));
        engine.start(application);
        opening(opened, engine);
        opening(opened, followers);
        if (!guard.observes()) {
            followers.start();
        }
        if (config.keepBlocks() > 0) {
            Pruner pruner =
                    new Pruner(
                            state,
                            application.blocks(),
                            new KeptBlocks(application::tip, config.keepBlocks()));
            application.onCommit(tip -> pruner.wake());
            pruner.start();
            opening(opened, pruner);
        }
        open.addAll(opened);
        Log.info(
                "node.started",
                "chain",
                application.chain(),
                "height",
                application.tip().height(),
                "storage",
                config.storage(),
                "signatures",
                scheme.name(),
                "http",
                http.map(server -> server.address().toString()).orElse("none"));
        if (scheme.timesSlower() > 1) {
            Log.warning(
                    "signatures.slow",
                    "provider",
                    scheme.name(),
                    "timesSlower",
                    scheme.timesSlower(),
                    "fastest",
                    Signatures.ACCP + " (Linux x86-64)");
        }
    }

    public Genesis genesis() {
        return genesis;
    }

    public Hash chain() {
        return application.chain();
    }

    /** Of the last durable block. */
    public long height() {
        return application.tip().height();
    }

    /** Where the API is; empty when there is no HTTP door. */
    public Optional<URI> address() {
        return http.map(HttpServer::address);
    }

    /** Submits without HTTP, for a node that is embedded. */
    public Submitted submit(Bytes submission) {
        return engine.submit(submission);
    }

    /** Completes when the node has stopped: normally by {@link #close}, else by a failure. */
    public CompletionStage<Void> stopped() {
        return stopped.minimalCompletionStage();
    }

    /** Ends the block under way, tells those who wait, and closes everything. */
    @Override
    public void close() {
        synchronized (open) {
            if (open.isEmpty()) {
                return;
            }
            closeAll(open);
        }
        Log.info("node.stopped", "height", application.tip().height());
        stopped.complete(null);
    }

    private static ValidatorGuard guard(DataDirectory directory, NodeConfig config) {
        return directory.observes()
                ? ValidatorGuard.observing()
                : ValidatorGuard.open(
                        directory.validatorKey(),
                        directory.guard(),
                        config.storage() == NodeConfig.StorageKind.MEMORY);
    }

    private static NodeException said(StorageException failure) {
        return new NodeException(
                failure.code().name(), String.valueOf(failure.getMessage()), failure);
    }

    /** The engine's last word: what was committed is safe, nothing more will be. */
    private void failed(Throwable failure) {
        Throwable said = failure instanceof StorageException storage ? said(storage) : failure;
        Log.error("node.failed", said, "height", application.tip().height());
        stopped.completeExceptionally(said);
    }

    private static SoloConfig bounded(SoloConfig solo, Genesis genesis) {
        return solo.withMaxBlockGas(Math.min(solo.maxBlockGas(), genesis.parameters().blockGas()));
    }

    /** What opens last closes first. */
    private static <T extends AutoCloseable> T opening(Deque<AutoCloseable> opened, T one) {
        opened.push(one);
        return one;
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                Log.error("node.close", e);
            }
        }
    }
}
