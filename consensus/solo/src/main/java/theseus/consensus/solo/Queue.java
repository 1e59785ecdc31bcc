package theseus.consensus.solo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import theseus.sdk.Hash;

/**
 * The transactions that were accepted, in order of acceptance, bounded in count and bytes. What a
 * block takes still counts until it is settled, so the bounds hold for all that is in memory.
 */
final class Queue {
    private final SoloConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Map<Hash, Waiting> unsettled = new HashMap<>();
    private long unsettledBytes;
    private long waitingBytes;
    private long waitingGas;
    private boolean closed;

    Queue(SoloConfig config) {
        this.config = config;
    }

    int size() {
        lock.lock();
        try {
            return unsettled.size();
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoomFor(int sizeBytes) {
        lock.lock();
        try {
            return unsettled.size() < config.maxQueued()
                    && unsettledBytes + sizeBytes <= config.maxQueuedBytes();
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

    /** Only after {@link #hasRoomFor}, by the one admitting thread. False once closed. */
    boolean add(Waiting transaction) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            unsettled.put(transaction.id(), transaction);
            unsettledBytes += transaction.bytes().size();
            enqueue(transaction);
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
            if (!closed && !waiting.isEmpty() && config.lingerMillis() > 0) {
                awaitFullBlock();
            }
            return closed ? List.of() : oneBlock();
        } finally {
            lock.unlock();
        }
    }

    /** Puts back in front what a proposal left for a later block. */
    void putBack(List<Waiting> transactions) {
        lock.lock();
        try {
            for (int i = transactions.size() - 1; i >= 0; i--) {
                Waiting transaction = transactions.get(i);
                waiting.addFirst(transaction);
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
            waiting.clear();
            unsettledBytes = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork(long waitMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (!closed && waiting.isEmpty() && left > 0) {
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
        return waiting.size() >= config.maxBlockTransactions()
                || waitingBytes >= config.maxBlockBytes()
                || waitingGas >= config.maxBlockGas();
    }

    private List<Waiting> oneBlock() {
        List<Waiting> block = new ArrayList<>();
        long bytes = 0;
        long gas = 0;
        while (!waiting.isEmpty() && block.size() < config.maxBlockTransactions()) {
            Waiting next = waiting.getFirst();
            bytes += next.bytes().size();
            gas += next.gasLimit();
            if (bytes > config.maxBlockBytes() || gas > config.maxBlockGas()) {
                break;
            }
            block.add(waiting.removeFirst());
            count(next, -1);
        }
        return block;
    }

    private void enqueue(Waiting transaction) {
        waiting.addLast(transaction);
        count(transaction, 1);
    }

    private void count(Waiting transaction, int sign) {
        waitingBytes += (long) sign * transaction.bytes().size();
        waitingGas += sign * transaction.gasLimit();
    }
}
