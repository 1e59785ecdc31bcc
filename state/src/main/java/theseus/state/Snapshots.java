package theseus.state;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.function.LongConsumer;
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
    private volatile boolean running;
    private volatile boolean closing;
    private volatile long leaves;
    private long changes;

    /**
     * @param rewindLock keeps a rewind away while a snapshot is made to count
     */
    Snapshots(Storage storage, TableNumbers numbers, int changesMin, Lock rewindLock) {
        this.storage = storage;
        this.changesMin = changesMin;
        this.rewindLock = rewindLock;
        pages = new TreeSnapshot(storage, numbers);
        taken = pages.height();
    }

    /** The trees at the head from the newest snapshot and the undo after it, if that works out. */
    Optional<StateTree> load(
            Head head, TableNumbers numbers, Workers workers, LongConsumer progress) {
        if (taken.isEmpty() || taken.get() > head.height()) {
            return Optional.empty();
        }
        StateTree tree =
                pages.read(
                        taken.get(),
                        workers,
                        count -> {
                            leaves = count;
                            progress.accept(count);
                        });
        for (long height = taken.get() + 1; height <= head.height(); height++) {
            UndoInStorage undo = new UndoInStorage(storage, height);
            undo.forEach(part -> changes += part.entries().size());
            tree = Replay.after(tree, height, undo, numbers, workers);
        }
        return tree.root().equals(head.root()) ? Optional.of(tree) : Optional.empty();
    }

    /** To be told of each block once it is stored. */
    void committed(Version version, int changed) {
        changes += changed;
        if (running || changes < Math.max(changesMin, leaves / 2)) {
            return;
        }
        version.tree()
                .ifPresent(
                        tree -> {
                            changes = 0;
                            running = true;
                            background.execute(() -> take(version, tree));
                        });
    }

    /** Undo from this height on is needed beside the snapshot. */
    long replayedFrom() {
        return taken.map(height -> height + 1).orElse(Long.MAX_VALUE);
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
            pages.write(version.height(), tree, () -> closing || version.isTakenBack())
                    .ifPresent(written -> count(version, written));
        } catch (StorageException _) {
            // Only a cache: opening takes longer, and the next snapshot may succeed.
        } finally {
            running = false;
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
