package theseus.node;

import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import theseus.kernel.spi.HeldState;
import theseus.kernel.spi.StateView;

/**
 * Hands the effects of the last blocks to those who follow the chain, each with the state that it
 * ran on, held so that reading it costs the same however far a follower is behind (ADR 0059). The
 * block path only puts them down: it never waits, whatever the followers do. Who falls behind all
 * the same finds nothing here and runs the stored block again ({@link Replays}).
 */
final class EffectsFeed {
    /** So many blocks are kept, fewer when they changed much. */
    static final int MAX_BLOCKS = 16_384;

    /** What all kept blocks changed together; the newest is kept whatever it changed. */
    static final int MAX_SIZE = 200_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Supplier<HeldState> hold;
    private final TreeMap<Long, Effects> kept = new TreeMap<>();

    /** The state after the newest block, while somebody follows. */
    private Optional<HeldState> newest = Optional.empty();

    private int followers;
    private int size;
    private long height;
    private boolean closed;

    /**
     * @param hold takes hold of the state of the last commit
     */
    EffectsFeed(long height, Supplier<HeldState> hold) {
        this.height = height;
        this.hold = hold;
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
                kept.values().forEach(Effects::release);
                kept.clear();
                size = 0;
                newest.ifPresent(HeldState::close);
                newest = Optional.empty();
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
                kept.put(height, effects.on(newest));
                newest = Optional.of(hold.get());
                size += effects.size();
                while (kept.size() > MAX_BLOCKS || (size > MAX_SIZE && kept.size() > 1)) {
                    Effects oldest = kept.pollFirstEntry().getValue();
                    size -= oldest.size();
                    oldest.release();
                }
            } else {
                effects.release();
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
            return Optional.ofNullable(kept.get(wanted));
        } finally {
            lock.unlock();
        }
    }

    /** The state after that block, while it is held. */
    Optional<StateView> after(long wanted) {
        lock.lock();
        try {
            return wanted == height
                    ? newest.map(StateView.class::cast)
                    : Optional.ofNullable(kept.get(wanted + 1)).map(Effects::before);
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
