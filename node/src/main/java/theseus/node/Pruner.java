package theseus.node;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateStore.Amendment;
import theseus.kernel.spi.StateStore.Space;

/**
 * Deletes the content of old blocks beside the block path, some {@value BlockStore#CHUNK}
 * submissions at a time, and rests four times as long as it worked. First it writes what will be
 * kept, so that nobody takes a block for whole that is being deleted; a step that a crash took back
 * is done again, and one that failed is tried again with the next block. Certificates stay: every
 * header up to the last can be verified as before.
 */
final class Pruner implements AutoCloseable {
    /** Blocks for which it writes down together what is kept. */
    private static final int MARKED_BLOCKS = 64;

    /** So many rows of 64 are removed before their room is given back. */
    private static final int GIVEN_BACK_CHUNKS = 4_096;

    private static final int REST = 4;
    private static final long MAX_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final StateStore store;
    private final BlockStore blocks;
    private final LongSupplier wanted;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Thread thread = Thread.ofPlatform().daemon().name("pruner").unstarted(this::run);
    private long compactedTo;
    private int chunks;
    private String failing = "";
    private long wakes;
    private volatile boolean closed;

    /**
     * @param wanted the first block whose content is needed now; asked again after each block
     */
    Pruner(StateStore store, BlockStore blocks, LongSupplier wanted) {
        this.store = store;
        this.blocks = blocks;
        this.wanted = wanted;
        this.compactedTo = blocks.kept().swept();
    }

    void start() {
        thread.start();
    }

    /** There is a new block. Never waits for what is being read or deleted. */
    void wake() {
        lock.lock();
        try {
            wakes++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        if (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        long heard;
        do {
            heard = wakes(); // before it looks: what comes meanwhile is looked for again
        } while ((tried() || awaitAfter(heard)) && !closed);
    }

    private long wakes() {
        lock.lock();
        try {
            return wakes;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there may be more to do now. */
    private boolean tried() {
        try {
            boolean more = prune();
            if (!failing.isEmpty()) {
                failing = "";
                Log.info("pruning.resumed");
            }
            return more;
        } catch (RuntimeException e) {
            if (!e.toString().equals(failing)) { // once, and not with each block
                failing = e.toString();
                Log.error("pruning.failed", e);
            }
            return false;
        }
    }

    /** Waits for a wake after those; false when it is to end. */
    private boolean awaitAfter(long heard) {
        lock.lock();
        try {
            while (!closed && wakes == heard) {
                moved.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Some blocks; those first that were marked before.
     *
     * @return whether there may be more: false when all is done, or it was told to end
     */
    boolean prune() {
        BlockStore.Kept kept = blocks.kept();
        if (kept.swept() == kept.first()) {
            long first = Math.min(wanted.getAsLong(), kept.first() + MARKED_BLOCKS);
            if (first <= kept.first()) {
                return false;
            }
            kept = new BlockStore.Kept(first, kept.first());
            store.amend(List.of(BlockStore.keeping(kept)));
        }
        for (long height = kept.swept(); height < kept.first(); height++) {
            if (!sweep(height)) {
                return false;
            }
        }
        store.amend(List.of(BlockStore.keeping(new BlockStore.Kept(kept.first(), kept.first()))));
        if (chunks >= GIVEN_BACK_CHUNKS) {
            giveBack(kept.first());
        }
        return true;
    }

    /** False when it was told to end. */
    private boolean sweep(long height) {
        int receipts = blocks.block(height).map(BlockStore.Stored::receipts).orElse(0);
        for (int chunk = 0; chunk * BlockStore.CHUNK < receipts; chunk++) {
            long started = System.nanoTime();
            List<Amendment> sweep = blocks.sweeping(height, chunk);
            if (!sweep.isEmpty()) {
                store.amend(sweep);
                chunks++;
            }
            if (!rest(System.nanoTime() - started)) {
                return false;
            }
        }
        return true;
    }

    private void giveBack(long first) {
        chunks = 0;
        for (Space space : List.of(Space.BLOCKS, Space.RECEIPTS)) {
            store.giveBack(space, BlockStore.from(compactedTo), BlockStore.from(first));
        }
        compactedTo = first;
        Log.info("pruning.compacted", "first", first);
    }

    private boolean rest(long workedNanos) {
        if (!thread.isAlive()) {
            return true; // a test prunes by itself
        }
        long left = Math.min(MAX_REST_NANOS, REST * workedNanos);
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = moved.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
