package theseus.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import theseus.kernel.spi.ConsensusEngine.Committed;
import theseus.protocol.Receipt;

/**
 * What one node did with a load: when its blocks were durable, what was applied, what was not, and
 * which versions served. Written by the node's engine thread, read by anybody.
 */
final class Watch {
    private static final int NAMED_REFUSALS = 5;

    private final Map<String, AtomicLong> applied = new TreeMap<>();
    private final List<String> refusals = new ArrayList<>();
    private long[] intervals = new long[4096];
    private int count;
    private long height;
    private long lastNanos;
    private boolean timed;
    private long refused;
    private long lastCandidateHeight;

    Watch(List<String> instances) {
        instances.forEach(instance -> applied.put(instance, new AtomicLong()));
    }

    /** Of the instance that the transaction was for. */
    void committed(String instance, Committed committed) {
        long now = System.nanoTime();
        Receipt receipt = committed.receipt();
        if (receipt.status() instanceof Receipt.Status.Applied) {
            counter(instance).incrementAndGet();
        } else {
            refused(receipt.status().toString());
        }
        synchronized (this) {
            if (committed.height() != height) {
                interval(now);
                height = committed.height();
            }
            for (Receipt.VersionUsed version : receipt.versions()) {
                if (version.plan().isPresent()) {
                    lastCandidateHeight = height;
                }
            }
        }
    }

    private void interval(long now) {
        if (timed && lastNanos > 0) {
            if (count == intervals.length) {
                intervals = Arrays.copyOf(intervals, 2 * count);
            }
            intervals[count++] = now - lastNanos;
        }
        lastNanos = now;
    }

    synchronized void refused(String why) {
        refused++;
        if (refusals.size() < NAMED_REFUSALS) {
            refusals.add(why);
        }
    }

    /** Intervals count from the next block on. */
    synchronized void begin() {
        timed = true;
        lastNanos = 0;
    }

    /** Nothing counts until the next {@link #begin}. */
    synchronized void end() {
        timed = false;
    }

    long applied(String instance) {
        return counter(instance).get();
    }

    private AtomicLong counter(String instance) {
        return Objects.requireNonNull(applied.get(instance), instance);
    }

    long applied() {
        return applied.values().stream().mapToLong(AtomicLong::get).sum();
    }

    synchronized long refused() {
        return refused;
    }

    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** The last block with a transaction that was served under a plan. */
    synchronized long lastCandidateHeight() {
        return lastCandidateHeight;
    }

    synchronized long height() {
        return height;
    }

    /** All that counted so far, in nanoseconds, ascending. */
    synchronized long[] intervals() {
        long[] sorted = Arrays.copyOf(intervals, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** How many counted so far. */
    synchronized int intervalCount() {
        return count;
    }
}
