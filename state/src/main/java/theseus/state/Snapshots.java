package theseus.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.function.LongConsumer;
import theseus.protocol.TableId;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * Takes snapshots of the trees in the background, beside the blocks. A snapshot is due when as much
 * changed as half the leaves of the last one, so that what has to be replayed over it stays smaller
 * than it, and its cost stays a constant factor of the changes' own.
 */
final class Snapshots implements AutoCloseable {
    private final Storage storage;
    private final TreeSnapshot pages;
    private final int changesMin;
    private final Lock rewindLock;
    private final ExecutorService background =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("state-snapshots").factory());
    private volatile Optional<Long> taken;

    /** The height of the one that is being taken. */
    private volatile Optional<Long> taking = Optional.empty();

    private volatile boolean closing;
    private volatile long leaves;
    private long changes;

    /** Opening had to read records, which a snapshot would have spared. */
    private boolean due;

    /**
     * @param rewindLock keeps a rewind away while a snapshot is made to count
     */
    Snapshots(Storage storage, int changesMin, Lock rewindLock) {
        this.storage = storage;
        this.changesMin = changesMin;
        this.rewindLock = rewindLock;
        pages = new TreeSnapshot(storage);
        taken = pages.height();
    }

    /**
     * The trees at the head from the newest snapshot and the undo after it, if that works out. A
     * table that joined the root since then is in neither; it is built from its records.
     */
    Optional<StateTree> load(
            Head head,
            Map<TableId, Integer> tables,
            LinkLog log,
            Workers workers,
            LongConsumer progress) {
        if (taken.isEmpty() || taken.get() > head.height()) {
            return Optional.empty();
        }
        long from = taken.get();
        Map<Integer, Node> trees =
                pages.read(
                        from,
                        workers,
                        count -> {
                            leaves = count;
                            progress.accept(count);
                        });
        for (long height = from + 1; height <= head.height(); height++) {
            UndoInStorage undo = new UndoInStorage(storage, height);
            undo.forEach(part -> changes += part.entries().size());
            Replay.after(trees, height, undo, number -> !log.movedAfter(from, number), workers);
        }
        due = tables.values().stream().anyMatch(number -> log.movedAfter(from, number));
        Map<TableId, Node> roots = new TreeMap<>();
        tables.forEach(
                (table, number) ->
                        roots.put(
                                table,
                                log.movedAfter(from, number)
                                        ? Rebuild.table(storage, number, workers, count -> {})
                                        : trees.getOrDefault(number, Bucket.EMPTY)));
        StateTree tree = StateTree.EMPTY.replaced(roots, workers);
        return tree.root().equals(head.root()) ? Optional.of(tree) : Optional.empty();
    }

    /** To be told of each block once it is stored. */
    void committed(Version version, int changed) {
        changes += changed;
        if (taking.isPresent() || !due && changes < Math.max(changesMin, leaves / 2)) {
            return;
        }
        version.tree()
                .ifPresent(
                        tree -> {
                            changes = 0;
                            due = false;
                            taking = Optional.of(version.height());
                            background.execute(() -> take(version, tree));
                        });
    }

    /** Undo from this height on is needed beside the snapshot, or the one that will be. */
    long replayedFrom() {
        // In this order: what is taken counts before it is no longer being taken.
        long next = taking.orElse(Long.MAX_VALUE - 1);
        return Math.min(next, taken.orElse(Long.MAX_VALUE - 1)) + 1;
    }

    /** The write that makes a rewind to below the snapshot forget it. */
    Optional<Storage.Write> rewoundTo(long height) {
        if (taken.isEmpty() || taken.get() <= height) {
            return Optional.empty();
        }
        taken = Optional.empty();
        return Optional.of(TreeSnapshot.mark(Optional.empty()));
    }

    private void take(Version version, StateTree tree) {
        try {
            pages.sweep(taken);
            pages.write(
                            version.height(),
                            new Tables(tree, version.tables()),
                            () -> closing || version.isTakenBack())
                    .ifPresent(written -> count(version, written));
        } catch (StorageException _) {
            // Only a cache: opening takes longer, and the next snapshot may succeed.
        } finally {
            taking = Optional.empty();
        }
    }

    private void count(Version version, long written) {
        rewindLock.lock();
        try {
            if (!version.isTakenBack()) {
                storage.write(List.of(TreeSnapshot.mark(Optional.of(version.height()))));
                taken = Optional.of(version.height());
                leaves = written;
            }
        } finally {
            rewindLock.unlock();
        }
    }

    @Override
    public void close() {
        closing = true;
        background.close();
    }
}
