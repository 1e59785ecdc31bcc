package theseus.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import theseus.kernel.BlockChecks;
import theseus.kernel.BlockInput;
import theseus.kernel.Kernel;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.StateStore;
import theseus.protocol.Artifact;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * The chain as an engine drives it: the {@link Mempool} admits and proposes, the kernel executes
 * ({@link OpenBlock}), and {@code Commit} writes state, block, receipts and the validator's
 * attestation in one atomic, synced step; then those who follow are told.
 *
 * <p>Snapshots are not offered yet: none are listed, and every offer is rejected.
 */
final class ChainApplication implements Application {
    private final Hash chain;
    private final StateStore store;
    private final BlockStore blocks;
    private final Kernel kernel;
    private final Mempool mempool;
    private final ValidatorGuard guard;
    private final BlockMetrics metrics;
    private final EffectsFeed feed;
    private final List<Consumer<Tip>> listeners = new CopyOnWriteArrayList<>();
    private final Queue<Kernel.Warm> prepared = new ConcurrentLinkedQueue<>();
    private volatile BlockBase base = Tip::state;
    private volatile Tip tip;
    private Optional<OpenBlock> open = Optional.empty();

    /**
     * @param kernel for the engine's thread
     * @param checkKernel for {@code checkTx}, one call at a time
     */
    ChainApplication(
            Genesis genesis,
            Map<Hash, Artifact> artifacts,
            StateStore store,
            Kernel kernel,
            Kernel checkKernel,
            ValidatorGuard guard,
            BlockMetrics metrics) {
        this.chain = genesis.hash();
        this.store = store;
        this.blocks = new BlockStore(store);
        this.kernel = kernel;
        this.guard = guard;
        this.metrics = metrics;
        if (store.height() < 0) {
            store.commit(store.stage(0, kernel.genesis(genesis, artifacts)), List.of());
        }
        this.tip = StoredTip.load(genesis, store, blocks);
        if (!guard.observes()) {
            StoredTip.checkKey(genesis, tip, guard.publicKey());
        }
        guard.start(tip.height(), tip.headerHash());
        this.mempool = new Mempool(checkKernel, blocks, tip);
        this.feed = new EffectsFeed(tip.height(), store::hold);
    }

    /** Is told of each block after it is durable, on the engine's thread: must be quick. */
    void onCommit(Consumer<Tip> listener) {
        listeners.add(listener);
    }

    /** From the next block on; before the engine starts. */
    void runOn(BlockBase other) {
        base = other;
    }

    Tip tip() {
        return tip;
    }

    Hash chain() {
        return chain;
    }

    /** Whether this node has no validator's key, and makes no blocks. */
    boolean observes() {
        return guard.observes();
    }

    BlockStore blocks() {
        return blocks;
    }

    /** Code that will soon be in force, for {@code checkTx}. */
    void adopt(Kernel.Warm warm) {
        mempool.adopt(warm);
    }

    /** Code in force that was opened beside the blocks, for the engine's thread. */
    void prepared(Kernel.Warm warm) {
        prepared.add(warm);
    }

    /** What each block did, for those who follow. */
    EffectsFeed feed() {
        return feed;
    }

    long nextNonce(AccountId sender) {
        return mempool.nextNonce(sender);
    }

    @Override
    public Info info() {
        Tip now = tip;
        return new Info(
                now.height(),
                now.headerHash(),
                now.stateRoot(),
                now.timeMillis(),
                guard.publicKey());
    }

    @Override
    public Checked checkTx(Bytes transaction) {
        return mempool.check(transaction);
    }

    @Override
    public void notQueued(Bytes transaction) {
        mempool.notQueued(transaction);
    }

    @Override
    public Proposal prepareProposal(long timeMillis, List<Bytes> candidates, int maxBytes) {
        return mempool.propose(timeMillis, candidates, maxBytes);
    }

    @Override
    public boolean processProposal(List<Bytes> transactions, long timeMillis) {
        if (timeMillis <= tip.timeMillis()) {
            return false;
        }
        Optional<String> problem = BlockChecks.problem(transactions);
        problem.ifPresent(why -> Log.info("proposal.refused", "why", why));
        return problem.isEmpty();
    }

    @Override
    public Finalized finalizeBlock(
            long height,
            long timeMillis,
            long epoch,
            PublicKey proposer,
            List<Bytes> transactions) {
        Tip now = tip;
        if (height != now.height() + 1 || timeMillis <= now.timeMillis()) {
            throw new IllegalArgumentException(
                    "block "
                            + height
                            + " at "
                            + timeMillis
                            + " does not follow block "
                            + now.height()
                            + " at "
                            + now.timeMillis());
        }
        for (Kernel.Warm warm = prepared.poll(); warm != null; warm = prepared.poll()) {
            kernel.adopt(warm);
        }
        BlockInput block =
                new BlockInput(chain, height, timeMillis, now.headerHash(), proposer, transactions);
        OpenBlock executed = OpenBlock.execute(kernel, store, base.of(now), block, epoch, metrics);
        open = Optional.of(executed);
        return new Finalized(
                executed.header(), executed.receipts(), executed.effects().result().updates());
    }

    @Override
    public void commit() {
        OpenBlock block = finalized();
        commit(block, new Certificate(block.header(), List.of(guard.attest(block.header()))));
    }

    /** Commits a block that was decided elsewhere, with the certificate that it has. */
    void commit(Certificate decided) {
        OpenBlock block = finalized();
        if (!decided.header().equals(block.header())) {
            throw new IllegalArgumentException(
                    decided.header() + " is not the header that was finalized");
        }
        commit(block, decided);
    }

    private OpenBlock finalized() {
        return open.orElseThrow(() -> new IllegalStateException("no block is finalized"));
    }

    private void commit(OpenBlock block, Certificate certificate) {
        open = Optional.empty();
        long started = System.nanoTime();
        store.commit(block.staged(), block.attachments(certificate, blocks));
        guard.remember(block.header());
        Tip next = Tip.of(certificate, store.head());
        mempool.committed(next, block.submissions());
        tip = next;
        metrics.committed(
                System.nanoTime() - started,
                block.receipts().subList(0, block.submissions().size()));
        feed.publish(block.effects());
        listeners.forEach(listener -> listener.accept(next));
    }

    @Override
    public List<Snapshot> listSnapshots() {
        return List.of();
    }

    @Override
    public Offer offerSnapshot(Snapshot snapshot, Hash appHash) {
        return Offer.REJECT;
    }

    @Override
    public Bytes loadSnapshotChunk(long height, int format, int chunk) {
        throw new IllegalArgumentException("there is no snapshot of height " + height);
    }

    @Override
    public Offer applySnapshotChunk(int chunk, Bytes content) {
        return Offer.REJECT;
    }
}
