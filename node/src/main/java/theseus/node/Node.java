package theseus.node;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import theseus.consensus.solo.SoloConfig;
import theseus.consensus.solo.SoloEngine;
import theseus.crypto.Signatures;
import theseus.kernel.GenesisRefused;
import theseus.kernel.spi.ConsensusEngine;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.kernel.spi.ModuleRuntime;
import theseus.protocol.Genesis;
import theseus.runtime.RuntimeFingerprint;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.StorageException;

/**
 * A running node, composed: {@link Core}, an engine, those who follow plans, and the door ({@link
 * Api}).
 */
public final class Node implements AutoCloseable {
    private final Opened open;
    private volatile boolean isClosing;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private Optional<Api> api = Optional.empty();
    private final Genesis genesis;
    private final ChainApplication application;
    private final ConsensusEngine engine;
    private final Followers followers;

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
        Opened opened = new Opened();
        try {
            return new Node(config, ground, opened);
        } catch (StorageException e) {
            opened.close();
            throw said(e);
        } catch (GenesisRefused e) {
            opened.close();
            throw new NodeException(e.code(), String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private Node(NodeConfig config, Ground ground, Opened opened) {
        this.open = opened;
        Core core = Core.open(config, ground, opened);
        this.genesis = core.genesis();
        this.application = core.application();
        Preverifier preverifier = opened.add(core.preverifier(config.verifierThreads()));
        boolean inMemory = config.storage() == NodeConfig.StorageKind.MEMORY;
        DiskRoom room =
                new DiskRoom(core.directory().root(), inMemory ? 0 : config.minFreeMegabytes());
        boolean observes = core.guard().observes();
        this.engine =
                observes
                        ? new Observing()
                        : new SoloEngine(
                                bounded(config.engine(), genesis),
                                System::currentTimeMillis,
                                this::failed,
                                room::lack);
        this.followers = followers(config, core, inMemory);
        application.runOn(new JoiningTables(followers, core.state(), core.kernel()));
        if (config.http().enabled()) {
            Submissions submissions = new Submissions(engine, preverifier);
            Api door = new Api(config, core, submissions, followers, room, opened);
            door.start();
            this.api = Optional.of(door);
        }
        opened.add(new Warming(application.tip().state(), core.kernels(), application::prepared));
        engine.start(application);
        opened.add(engine);
        opened.add(followers);
        if (!observes) {
            followers.start();
        }
        if (config.keepBlocks() > 0) {
            Pruner pruner =
                    new Pruner(
                            core.state(),
                            application.blocks(),
                            new KeptBlocks(application::tip, config.keepBlocks()));
            application.onCommit(tip -> pruner.wake());
            pruner.start();
            opened.add(pruner);
        }
        said(config, core.scheme());
    }

    private Followers followers(NodeConfig config, Core core, boolean inMemory) {
        Duty duty =
                new Duty(config.follower().minDutyPercent(), config.follower().maxDutyPercent());
        core.blockMetrics().observedBy(duty::block);
        StatementBook book =
                new StatementBook(core.directory().statements(), core.guard(), inMemory);
        return new Followers(
                new Follower.Around(
                        application,
                        core.state(),
                        new Herald(engine, application, book),
                        duty,
                        config.follower(),
                        core.kernels()),
                new Preparation(core.runtime(), RuntimeFingerprint::ofThisRuntime),
                genesis.parameters().historyBlocks());
    }

    private void said(NodeConfig config, Signatures scheme) {
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
                api.map(door -> door.address().toString()).orElse("none"));
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

    /** Of all plans that it follows. */
    List<FollowerStatus> following() {
        return followers.statuses();
    }

    /** Where the API is; empty when there is no HTTP door. */
    public Optional<URI> address() {
        return api.map(Api::address);
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
            isClosing = true;
            open.close();
        }
        Log.info("node.stopped", "height", application.tip().height());
        stopped.complete(null);
    }

    private static NodeException said(StorageException failure) {
        return new NodeException(
                failure.code().name(), String.valueOf(failure.getMessage()), failure);
    }

    /** The engine's last word: what was committed is safe, nothing more will be. */
    private void failed(Throwable failure) {
        if (isClosing) {
            return; // a block that waited for a follower, which has been stopped
        }
        Throwable said = failure instanceof StorageException storage ? said(storage) : failure;
        Log.error("node.failed", said, "height", application.tip().height());
        stopped.completeExceptionally(said);
    }

    private static SoloConfig bounded(SoloConfig solo, Genesis genesis) {
        return solo.withMaxBlockGas(Math.min(solo.maxBlockGas(), genesis.parameters().blockGas()));
    }
}
