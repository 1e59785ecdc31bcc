package theseus.node;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands the effects of the last blocks to those who follow the chain. The block path only puts them
 * down: it never waits, whatever the followers do. Who falls behind finds nothing here and runs the
 * stored block again ({@link Replays}).
 */
final class EffectsFeed {
    /**
     * So many blocks are kept, fewer when they changed much: about the default history. A follower
     * that must run blocks again, over a state that is old, is slower than the chain and falls
     * behind for good; a busy chain makes a hundred small blocks a second.
     */
    static final int MAX_BLOCKS = 1_024;

    /** What all kept blocks changed together; the newest is kept whatever it changed. */
    static final int MAX_SIZE = 200_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ArrayDeque<Effects> kept = new ArrayDeque<>();
    private int followers;
    private int size;
    private long height;
    private boolean closed;

    EffectsFeed(long height) {
        this.height = height;
    }

    /** From now on effects are kept. Ends with {@link #leave}. */
    void join() {
        lock.lock();
        try {
            followers++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            followers--;
            if (followers == 0) {
                kept.clear();
                size = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /** By the block path, after the block is durable. */
    void publish(Effects effects) {
        lock.lock();
        try {
            height = effects.height();
            if (followers > 0) {
                kept.addLast(effects);
                size += effects.size();
                while (kept.size() > MAX_BLOCKS || (size > MAX_SIZE && kept.size() > 1)) {
                    size -= kept.removeFirst().size();
                }
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Of that block, while they are kept. */
    Optional<Effects> at(long wanted) {
        lock.lock();
        try {
            return kept.stream().filter(one -> one.height() == wanted).findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until that block is durable; false after {@code millis}, or when the node stops. */
    boolean await(long wanted, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && height < wanted && left > 0) {
                left = moved.awaitNanos(left);
            }
            return !closed && height >= wanted;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all who wait. */
    void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
