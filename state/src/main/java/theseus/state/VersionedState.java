package theseus.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.HeldState;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * Versioned, provable state over a {@link Storage}. The records are the truth; each block writes
 * them, its undo, and its commit mark ({@link Head}) in one synced write. The trees are kept in
 * memory and follow from the records; a snapshot of them shortens opening. Where what lies: {@link
 * Keys}. One writer; views, proofs and attachments may be read from any thread.
 */
public final class VersionedState implements StateStore {
    /** Undo that fell out of the horizon is removed from storage every so many blocks. */
    private static final int PRUNED_BLOCKS = 64;

    /** Fewer changes are replayed in a moment. */
    private static final int SNAPSHOT_CHANGES = 200_000;

    private final Storage storage;
    private final GuardedStorage guarded;
    private final Workers workers;
    private final TableNumbers numbers;
    private final LinkLog log;
    private final UnlinkedSets sets;
    private final Staging staging;
    private final Attachments attachments;
    private final Priors priors;
    private final Snapshots snapshots;
    private final History history;
    private final ReadWriteLock rewinding = new ReentrantReadWriteLock();
    private final Object amending = new Object();
    private Optional<StagedBlock> staged = Optional.empty();
    private volatile Head position;

    private VersionedState(
            Storage storage,
            int historyBlocks,
            int snapshotChanges,
            Workers workers,
            LongConsumer progress) {
        this.storage = storage;
        this.workers = workers;
        guarded = new GuardedStorage(storage);
        numbers = TableNumbers.read(storage);
        log = LinkLog.read(storage);
        attachments = new Attachments(storage);
        priors = new Priors(storage);
        Head head = Head.read(storage);
        position = head;
        snapshots = new Snapshots(storage, snapshotChanges, rewinding.readLock());
        Map<Integer, Owner> owners = Owner.readAll(storage);
        Map<TableId, Integer> linked = new HashMap<>();
        numbers.all().stream()
                .filter(number -> !owners.containsKey(number))
                .forEach(number -> linked.put(numbers.id(number), number));
        StateTree tree =
                snapshots
                        .load(head, linked, log, workers, progress)
                        .orElseGet(() -> Rebuild.run(storage, linked, workers, progress));
        if (!tree.root().equals(head.root())) {
            throw new StorageException(
                    StorageException.Code.STORAGE_CORRUPT,
                    "The records lead to state root "
                            + tree.root()
                            + ", but block "
                            + head.height()
                            + " was committed with "
                            + head.root()
                            + ". "
                            + StorageException.RECOVERY);
        }
        history = new History(storage, historyBlocks, head, new Tables(tree, linked), log);
        sets = new UnlinkedSets(storage, guarded, numbers, owners, log, history);
        staging = new Staging(storage, numbers, workers, sets, historyBlocks);
    }

    /** Opens the state in {@code storage}, which it closes with itself, or when it cannot. */
    public static VersionedState open(Storage storage, int historyBlocks) {
        return open(storage, historyBlocks, records -> {});
    }

    /**
     * Opens the state in {@code storage}, which it closes with itself.
     *
     * @param progress hears how many records or leaves are read so far
     */
    public static VersionedState open(Storage storage, int historyBlocks, LongConsumer progress) {
        return open(storage, historyBlocks, SNAPSHOT_CHANGES, progress);
    }

    /**
     * Opens the state in {@code storage}, which it closes with itself.
     *
     * @param historyBlocks how many blocks back the state can be read, proven and rewound to; at
     *     least 1
     * @param snapshotChanges how many changes there are at least between two snapshots of the
     *     trees; about so many are replayed by opening
     * @param progress hears how many records or leaves are read so far
     */
    public static VersionedState open(
            Storage storage, int historyBlocks, int snapshotChanges, LongConsumer progress) {
        if (historyBlocks < 1) {
            throw new IllegalArgumentException(
                    "a history of " + historyBlocks + " blocks; at least 1");
        }
        Workers workers = Workers.start();
        try {
            return new VersionedState(storage, historyBlocks, snapshotChanges, workers, progress);
        } catch (StorageException refused) {
            workers.close();
            storage.close();
            throw refused;
        } catch (RuntimeException unread) {
            workers.close();
            storage.close();
            throw new StorageException(
                    StorageException.Code.STORAGE_CORRUPT,
                    "The stored state contradicts itself: "
                            + unread
                            + ". "
                            + StorageException.RECOVERY,
                    unread);
        }
    }

    @Override
    public long height() {
        return position.height();
    }

    @Override
    public Hash root() {
        return position.root();
    }

    @Override
    public StateView head() {
        return view(history.newest());
    }

    @Override
    public HeldState hold() {
        Version newest = history.newest();
        return new HeldVersion(newest, view(newest), storage.snapshot(), sets.numbers());
    }

    @Override
    public StateView at(long height) throws HistoryUnavailable {
        return view(history.at(height));
    }

    @Override
    public StateView before(long height) throws HistoryUnavailable {
        history.at(height);
        Map<TableId, Integer> joining = new HashMap<>();
        for (BlockLinks.Move move : log.at(height).moves()) {
            if (move.joined()) {
                joining.put(move.table(), move.number());
            }
        }
        return new VersionView(
                storage, history.at(height - 1), Map.copyOf(joining), rewinding.readLock());
    }

    @Override
    public Staged stage(long height, ChangeSet changes) {
        guarded.checkUsable();
        if (height != height() + 1) {
            throw new IllegalArgumentException(
                    "block " + height + " does not follow the head, block " + height());
        }
        StagedBlock block = staging.stage(height, headTables(history.newest()), changes);
        staged = Optional.of(block);
        return block;
    }

    @Override
    public void commit(Staged block, List<Attachment> attached) {
        guarded.checkUsable();
        if (staged.isEmpty() || staged.get() != block) {
            throw new IllegalArgumentException(
                    "block " + block.height() + " is not the one staged last, or was committed");
        }
        StagedBlock committed = staged.get();
        List<Storage.Write> writes = new ArrayList<>(committed.writes());
        committed.writeUndo(root(), writes);
        Head after = history.headAt(committed.height(), committed.root());
        writes.add(after.write());
        Version next =
                new Version(
                        committed.height(),
                        committed.tables().numbers(),
                        committed.undo(),
                        Optional.of(committed.tables().tree()));
        synchronized (amending) {
            attachments.write(committed.height(), attached, writes);
            sets.commit(
                    committed.height(),
                    committed.linking(),
                    writes,
                    () -> {
                        history.announce(next);
                        guarded.write(writes);
                    });
        }
        history.advance(next);
        position = after;
        snapshots.committed(next, committed.undo().size());
        staged = Optional.empty();
        if (committed.height() % PRUNED_BLOCKS == 0) {
            prune();
        }
    }

    /** Undo stays while it is read, pointed at, or needed to replay over the snapshot. */
    private void prune() {
        long kept = Math.min(history.pruned(), snapshots.replayedFrom());
        if (kept > 0) {
            storage.removeRange(Storage.Space.UNDO, Keys.height(0), Keys.height(kept));
            storage.removeRange(Storage.Space.META, Keys.links(0), Keys.links(kept));
        }
        log.prune(history.oldest(), kept);
        sets.sweep();
    }

    @Override
    public ChangeSet changes(long height) throws HistoryUnavailable {
        if (height <= history.oldest() && !(height == 0 && history.oldest() == 0)) {
            throw new HistoryUnavailable(height, history.oldest() + 1, height());
        }
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        history.at(height)
                .undo()
                .forEach(
                        part -> {
                            var records =
                                    tables.computeIfAbsent(
                                            numbers.id(part.table()), id -> new TreeMap<>());
                            part.entries()
                                    .forEach(entry -> records.put(entry.key(), entry.value()));
                        });
        return new ChangeSet(tables, log.at(height).links());
    }

    @Override
    public StateProof prove(long height, TableId table, Bytes key) throws HistoryUnavailable {
        Version version = history.at(height);
        rewinding.readLock().lock();
        try {
            StateTree tree = history.tree(version, this::replay);
            return tree.prove(table, key, view(version).get(table, key));
        } finally {
            rewinding.readLock().unlock();
        }
    }

    @Override
    public void rewind(long height) throws HistoryUnavailable {
        guarded.checkUsable();
        history.at(height);
        staged = Optional.empty();
        while (height() > height) {
            rewinding.writeLock().lock();
            try {
                stepBack();
            } finally {
                rewinding.writeLock().unlock();
            }
        }
    }

    /** Takes back the newest block in one write; a crash between blocks leaves a whole state. */
    private void stepBack() throws HistoryUnavailable {
        Version newest = history.newest();
        long height = newest.height();
        UndoInStorage rows = new UndoInStorage(storage, height);
        Replay back = replay(headTables(newest).tree());
        back.back(height, newest.undo());
        StateTree tree = back.tree();
        Optional<byte[]> root = storage.get(Storage.Space.UNDO, Keys.undoRoot(height));
        if (!root.map(bytes -> new Hash(Bytes.wrap(bytes))).equals(Optional.of(tree.root()))) {
            throw new StorageException(
                    StorageException.Code.STORAGE_CORRUPT,
                    "Taking back block " + height + " does not lead to the root before it.");
        }
        List<Storage.Write> writes = new ArrayList<>();
        newest.undo()
                .forEach(
                        part ->
                                part.entries()
                                        .forEach(
                                                entry ->
                                                        writes.add(restored(part.table(), entry))));
        attachments.revert(rows, writes::add);
        for (byte kind = Keys.UNDO_RECORDS; kind <= Keys.UNDO_ROOT; kind++) {
            rows.rows(
                    kind,
                    row ->
                            writes.add(
                                    new Storage.Write(
                                            Storage.Space.UNDO, row.key(), Optional.empty())));
        }
        snapshots.rewoundTo(height - 1).ifPresent(writes::add);
        Head before = history.headAt(height - 1, tree.root());
        writes.add(before.write());
        writes.add(LinkLog.removal(height));
        Map<TableId, Integer> linked = log.at(height).before(newest.tables());
        sets.takeBack(height, back.joined(), newest.tables(), writes, () -> guarded.write(writes));
        history.stepBack(new Tables(tree, linked));
        position = before;
    }

    private Storage.Write restored(int table, Undo.Entry entry) {
        return new Storage.Write(
                Storage.Space.RECORDS,
                Keys.record(table, entry.key()),
                priors.value(table, entry).map(Bytes::unsafeArray));
    }

    private Replay replay(StateTree tree) {
        return new Replay(tree, log, sets, priors, numbers, workers);
    }

    @Override
    public UnlinkedTables unlinked(Hash set) {
        return sets.get(set);
    }

    @Override
    public List<Hash> unlinkedSets() {
        return sets.names();
    }

    @Override
    public void dropUnlinked(Hash set) {
        sets.drop(set);
    }

    @Override
    public Optional<Bytes> attachment(Space space, Bytes key) {
        return attachments.get(space, key);
    }

    @Override
    public List<StateView.Row> attachments(Space space, Bytes from, int limit) {
        return attachments.from(space, from, limit);
    }

    @Override
    public void amend(List<Amendment> amendments) {
        synchronized (amending) {
            guarded.writeLater(attachments.amending(amendments));
        }
    }

    @Override
    public void giveBack(Space space, Bytes from, Bytes to) {
        attachments.giveBack(space, from, to);
    }

    @Override
    public void close() {
        snapshots.close();
        workers.close();
        storage.close();
    }

    private StateView view(Version version) {
        return new VersionView(storage, version, Map.of(), rewinding.readLock());
    }

    private static Tables headTables(Version newest) {
        return new Tables(
                newest.tree().orElseThrow(() -> new IllegalStateException("the head has no tree")),
                newest.tables());
    }
}
