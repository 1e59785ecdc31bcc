package theseus.consensus.solo;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import theseus.sdk.Hash;

/**
 * The transactions that were accepted, by lanes and in each by senders, bounded in count and bytes
 * ({@link Room}). What a block takes still counts until it is settled, so the bounds hold for all
 * that is in memory.
 */
final class Queue {
    private static final Lane NO_LANE = new Lane();

    private final SoloConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Room room;
    private final Map<String, Lane> lanes = new TreeMap<>();
    private final Map<Hash, Waiting> unsettled = new HashMap<>();
    private long unsettledBytes;
    private int waitingCount;
    private long waitingBytes;
    private long waitingGas;
    private boolean closed;

    Queue(SoloConfig config) {
        this.config = config;
        this.room = new Room(config);
    }

    int size() {
        lock.lock();
        try {
            return unsettled.size();
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoomFor(String lane, int sizeBytes) {
        lock.lock();
        try {
            Lane.Taken taken = lanes.getOrDefault(lane, NO_LANE).taken;
            return room.admits(lane, taken, unsettled.size(), unsettledBytes, sizeBytes);
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoomFor(String lane, String sender, int sizeBytes) {
        lock.lock();
        try {
            Lane of = lanes.getOrDefault(lane, NO_LANE);
            return room.admits(
                    lane, of.of(sender), of.taken, unsettled.size(), unsettledBytes, sizeBytes);
        } finally {
            lock.unlock();
        }
    }

    Optional<Waiting> find(Hash id) {
        lock.lock();
        try {
            return Optional.ofNullable(unsettled.get(id));
        } finally {
            lock.unlock();
        }
    }

    /** Only when there is room, by the one admitting thread. False once closed. */
    boolean add(Waiting transaction) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            unsettled.put(transaction.id(), transaction);
            unsettledBytes += transaction.bytes().size();
            Lane lane = lanes.computeIfAbsent(transaction.lane(), name -> new Lane());
            lane.admit(transaction);
            lane.waiting.add(transaction, Shares.cost(config, transaction));
            count(transaction, 1);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is work (and, when not enough for a whole block, {@code lingerMillis}
     * more), or for {@code waitMillis} at most, and takes what fits into one block. Empty after
     * closing or when nothing came.
     */
    List<Waiting> take(long waitMillis) throws InterruptedException {
        lock.lock();
        try {
            awaitWork(waitMillis);
            if (!closed && waitingCount > 0 && config.lingerMillis() > 0) {
                awaitFullBlock();
            }
            if (closed) {
                return List.of();
            }
            List<Waiting> block = Shares.take(config, lanes);
            block.forEach(one -> count(one, -1));
            return block;
        } finally {
            lock.unlock();
        }
    }

    /** Puts back in front what a proposal left for a later block. */
    void putBack(List<Waiting> transactions) {
        lock.lock();
        try {
            for (Waiting transaction : transactions) {
                lanes.computeIfAbsent(transaction.lane(), name -> new Lane())
                        .waiting
                        .putBack(transaction);
                count(transaction, 1);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets transactions that are committed or will never be. */
    void settle(Collection<Waiting> transactions) {
        lock.lock();
        try {
            for (Waiting transaction : transactions) {
                unsettled.remove(transaction.id());
                unsettledBytes -= transaction.bytes().size();
                settle(transaction);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Until it is closed or so much time has passed. */
    void pause(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more in; {@link #take} returns at once. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** All that is left, after closing. */
    List<Waiting> drain() {
        lock.lock();
        try {
            List<Waiting> left = List.copyOf(unsettled.values());
            unsettled.clear();
            lanes.clear();
            unsettledBytes = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork(long waitMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (!closed && waitingCount == 0 && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    private void awaitFullBlock() throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(config.lingerMillis());
        while (!closed && !wholeBlock() && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    private boolean wholeBlock() {
        return waitingCount >= config.maxBlockTransactions()
                || waitingBytes >= config.maxBlockBytes()
                || waitingGas >= config.maxBlockGas();
    }

    private void settle(Waiting transaction) {
        Lane lane = lanes.get(transaction.lane());
        if (lane != null) {
            lane.settle(transaction);
            if (lane.isIdle()) {
                lanes.remove(transaction.lane());
            }
        }
    }

    private void count(Waiting transaction, int sign) {
        waitingCount += sign;
        waitingBytes += (long) sign * transaction.bytes().size();
        waitingGas += sign * transaction.gasLimit();
    }
}
