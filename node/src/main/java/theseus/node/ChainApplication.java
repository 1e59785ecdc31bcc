package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.ChainRecord;
import theseus.kernel.Codes;
import theseus.kernel.Kernel;
import theseus.kernel.KernelTables;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateStore.Attachment;
import theseus.protocol.Artifact;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.Receipt;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * The chain as an engine drives it: the kernel executes, the state stages, and {@code Commit}
 * writes state, block, receipts and the validator's attestation in one atomic, synced step.
 *
 * <p>Snapshots are not offered yet: none are listed, and every offer is rejected.
 */
final class ChainApplication implements Application {
    /** A block that is finalized and not yet durable. */
    private record Open(
            StateStore.Staged staged,
            Header header,
            List<Bytes> submissions,
            List<Receipt> receipts,
            List<Bytes> encodedReceipts) {}

    private final Hash chain;
    private final StateStore store;
    private final BlockStore blocks;
    private final Kernel kernel;
    private final Kernel checkKernel;
    private final ValidatorGuard guard;
    private final BlockMetrics metrics;
    private final Object checkLock = new Object();
    private final Pending pending = new Pending();
    private final List<Consumer<Tip>> listeners = new CopyOnWriteArrayList<>();
    private volatile Tip tip;
    private Optional<Open> open = Optional.empty();

    /**
     * @param kernel for the engine's thread
     * @param checkKernel for {@code checkTx}, under this object's lock
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
        this.checkKernel = checkKernel;
        this.guard = guard;
        this.metrics = metrics;
        if (store.height() < 0) {
            store.commit(store.stage(0, kernel.genesis(genesis, artifacts)), List.of());
        }
        this.tip = load(genesis);
        checkKey(genesis, guard.publicKey());
        guard.start(tip.height(), tip.headerHash());
    }

    /** A key that nobody counts would make certificates that nobody believes. */
    private void checkKey(Genesis genesis, PublicKey key) {
        boolean isOfGenesis = genesis.validators().stream().anyMatch(one -> one.key().equals(key));
        boolean isOfNow =
                tip.state().get(KernelTables.VALIDATORS, KernelTables.key(key)).isPresent();
        if (!isOfGenesis && !isOfNow) {
            throw new NodeException(
                    "KEY_OF_NO_VALIDATOR",
                    "The key in validator.key is that of no validator of this chain; restore the"
                            + " file from a backup");
        }
    }

    /** Is told of each block after it is durable, on the engine's thread: must be quick. */
    void onCommit(Consumer<Tip> listener) {
        listeners.add(listener);
    }

    Tip tip() {
        return tip;
    }

    Hash chain() {
        return chain;
    }

    BlockStore blocks() {
        return blocks;
    }

    long nextNonce(AccountId sender) {
        synchronized (checkLock) {
            return pending.nextNonce(sender, tip.state());
        }
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
        synchronized (checkLock) {
            Tip now = tip;
            Checked checked = checkKernel.check(now.state(), now.timeMillis() + 1, transaction);
            if (checked.code().equals(Codes.WRONG_NONCE)) {
                return alreadyCommitted(checked);
            }
            if (!checked.accepted()) {
                return checked;
            }
            Submission submission = Submission.decode(transaction);
            if (submission instanceof Transaction one) {
                long expected = pending.nextNonce(one.sender(), now.state());
                if (one.nonce() != expected) {
                    return new Checked(
                            checked.id(),
                            Codes.WRONG_NONCE,
                            "nonce "
                                    + one.nonce()
                                    + " is not the sender's next, which is "
                                    + expected
                                    + " with those that wait counted",
                            checked.gasLimit(),
                            "",
                            true);
                }
            }
            pending.admitted(transaction, submission);
            return checked;
        }
    }

    @Override
    public Proposal prepareProposal(long timeMillis, List<Bytes> candidates, int maxBytes) {
        synchronized (checkLock) {
            return pending.propose(candidates, tip.state(), timeMillis, maxBytes);
        }
    }

    @Override
    public boolean processProposal(List<Bytes> transactions, long timeMillis) {
        return timeMillis > tip.timeMillis();
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
        long started = System.nanoTime();
        BlockResult result =
                kernel.execute(
                        now.state(),
                        new BlockInput(
                                chain,
                                height,
                                timeMillis,
                                now.headerHash(),
                                proposer,
                                transactions));
        long executed = System.nanoTime();
        StateStore.Staged staged = store.stage(height, result.changes());
        List<Receipt> receipts = result.receipts();
        List<Bytes> encoded = new ArrayList<>(receipts.size());
        receipts.forEach(receipt -> encoded.add(receipt.encode()));
        Header header =
                new Header(
                        chain,
                        height,
                        timeMillis,
                        now.headerHash(),
                        MerkleTree.root(transactions),
                        MerkleTree.root(encoded),
                        staged.root(),
                        epoch,
                        proposer);
        open = Optional.of(new Open(staged, header, transactions, receipts, encoded));
        metrics.executed(executed - started, System.nanoTime() - executed);
        return new Finalized(header, receipts, result.updates());
    }

    @Override
    public void commit() {
        Open block = open.orElseThrow(() -> new IllegalStateException("no block is finalized"));
        open = Optional.empty();
        long started = System.nanoTime();
        Certificate certificate =
                new Certificate(block.header(), List.of(guard.attest(block.header())));
        List<Attachment> attachments =
                BlockStore.attachments(
                        certificate,
                        block.submissions(),
                        block.encodedReceipts(),
                        locations(block.receipts(), block.submissions().size()));
        store.commit(block.staged(), attachments);
        guard.remember(block.header());
        Tip next = tip(certificate);
        synchronized (checkLock) {
            tip = next;
            pending.committed(block.submissions());
        }
        metrics.committed(
                System.nanoTime() - started,
                block.receipts().subList(0, block.submissions().size()));
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

    /** Index by id; a rejected copy does not hide the original. */
    private Map<Hash, Integer> locations(List<Receipt> receipts, int count) {
        Map<Hash, Integer> locations = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Hash id = receipts.get(i).submission();
            if (!(receipts.get(i).status() instanceof Receipt.Status.Rejected)) {
                locations.put(id, i);
            } else if (blocks.find(id).isEmpty()) {
                locations.putIfAbsent(id, i);
            }
        }
        return locations;
    }

    private Checked alreadyCommitted(Checked checked) {
        return blocks.find(checked.id())
                .map(
                        at ->
                                new Checked(
                                        checked.id(),
                                        Codes.ALREADY_COMMITTED,
                                        "it was committed at height "
                                                + at.height()
                                                + ", index "
                                                + at.index(),
                                        checked.gasLimit(),
                                        "",
                                        false))
                .orElse(checked);
    }

    /** Where the store stands, after checking that it is this chain's. */
    private Tip load(Genesis genesis) {
        Hash stored =
                store.head()
                        .get(KernelTables.PARAMETERS, KernelTables.SINGLE)
                        .map(bytes -> ChainRecord.decode(bytes).chain())
                        .orElse(Hash.ZERO);
        if (!stored.equals(chain)) {
            throw new NodeException(
                    "DIRECTORY_DAMAGED",
                    "The state belongs to chain "
                            + stored
                            + ", the genesis beside it makes chain "
                            + chain
                            + "; restore the directory from a backup");
        }
        long height = store.height();
        if (height == 0) {
            return new Tip(
                    0, chain, genesis.timeMillis(), store.root(), Optional.empty(), store.head());
        }
        Certificate certificate =
                blocks.block(height)
                        .map(BlockStore.Stored::certificate)
                        .orElseThrow(
                                () ->
                                        new NodeException(
                                                "DIRECTORY_DAMAGED",
                                                "The state stands at height "
                                                        + height
                                                        + " but that block is missing; restore the"
                                                        + " directory from a backup"));
        if (!certificate.header().stateRoot().equals(store.root())) {
            throw new NodeException(
                    "STATE_DIVERGED",
                    "The state of height "
                            + height
                            + " has the root "
                            + store.root()
                            + ", its certified header says "
                            + certificate.header().stateRoot()
                            + "; restore the directory from a backup");
        }
        return tip(certificate);
    }

    private Tip tip(Certificate certificate) {
        Header header = certificate.header();
        return new Tip(
                header.height(),
                header.hash(),
                header.timeMillis(),
                header.stateRoot(),
                Optional.of(certificate),
                store.head());
    }
}
