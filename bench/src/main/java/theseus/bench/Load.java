package theseus.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.protocol.CborWriter;
import theseus.protocol.Message;
import theseus.sdk.Bytes;

/**
 * Writes under random keys, sent to one node by many senders, each to an instance of its own: at a
 * constant rate, or as many as the node takes. Signed beforehand as far as it was asked for, later
 * ones as they are sent.
 */
final class Load {
    static final long GAS_LIMIT = 200_000;

    private static final int OUTSTANDING = 4_000;
    private static final long TICK_NANOS = 500_000;
    private static final long DRAIN_SECONDS = 120;

    /** A sender and the instance that it writes to. */
    record Writer(Caller caller, String instance) {}

    private record Signed(String instance, Bytes transaction) {}

    private final BenchNode node;
    private final List<Writer> writers;
    private final long keys;
    private final RandomGenerator random;
    private final ArrayDeque<Signed> signed = new ArrayDeque<>();
    private final Semaphore outstanding = new Semaphore(OUTSTANDING);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private int next;
    private volatile boolean stopped;

    /**
     * @param keys writes go to keys from 0 to this, exclusive
     */
    Load(BenchNode node, List<Writer> writers, long keys, long seed) {
        this.node = node;
        this.writers = List.copyOf(writers);
        this.keys = keys;
        this.random = java.util.random.RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Signs so many ahead, on all processors; what is left from before counts. */
    void prepare(long count) throws Exception {
        int rounds = (int) Math.max(0, (count - signed.size()) / writers.size());
        List<Callable<List<Signed>>> tasks = new ArrayList<>();
        for (Writer writer : writers) {
            long seed = random.nextLong();
            tasks.add(
                    () -> {
                        RandomGenerator own = new java.util.SplittableRandom(seed);
                        List<Signed> some = new ArrayList<>(rounds);
                        for (int i = 0; i < rounds; i++) {
                            some.add(sign(writer, own));
                        }
                        return some;
                    });
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<List<Signed>> all = new ArrayList<>();
            for (Future<List<Signed>> one : threads.invokeAll(tasks)) {
                all.add(one.get());
            }
            for (int i = 0; i < rounds; i++) {
                for (int w = 0; w < all.size(); w++) {
                    signed.add(all.get((next + w) % all.size()).get(i));
                }
            }
        }
    }

    /** How many bytes wait signed. */
    long preparedBytes() {
        return signed.stream().mapToLong(one -> one.transaction().size()).sum();
    }

    private Signed sign(Writer writer, RandomGenerator own) {
        Bytes body =
                new CborWriter()
                        .arrayHeader(2)
                        .integer(own.nextLong(keys))
                        .integer(own.nextLong(1_000_000))
                        .toBytes();
        return new Signed(
                writer.instance(),
                writer.caller().sign(GAS_LIMIT, new Message(writer.instance(), "Put", 1, body)));
    }

    private Signed take() {
        Signed one = signed.poll();
        if (one != null) {
            return one;
        }
        Writer writer = writers.get(next);
        next = (next + 1) % writers.size();
        return sign(writer, random);
    }

    /** Sends until {@link Running#stop}; so many a second, however the node keeps up. */
    Running constant(double perSecond) {
        return start(
                () -> {
                    long started = System.nanoTime();
                    long sent = 0;
                    while (!stopped) {
                        long due = (long) ((System.nanoTime() - started) / 1e9 * perSecond);
                        while (sent < due && !stopped) {
                            send();
                            sent++;
                        }
                        LockSupport.parkNanos(TICK_NANOS);
                    }
                });
    }

    /** Sends as many as the node takes, of which so many are under way at any time. */
    Running saturating() {
        return start(
                () -> {
                    while (!stopped) {
                        if (outstanding.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                            outstanding.release();
                            send();
                        }
                    }
                });
    }

    private void send() throws InterruptedException {
        Signed one = take();
        outstanding.acquire();
        while (true) {
            switch (node.submit(one.transaction())) {
                case Submitted.Accepted accepted -> {
                    accepted.committed()
                            .whenComplete(
                                    (committed, lost) -> {
                                        outstanding.release();
                                        if (lost != null) {
                                            node.watch().refused(lost.toString());
                                        } else {
                                            node.watch().committed(one.instance(), committed);
                                        }
                                    });
                    return;
                }
                case Submitted.Rejected rejected -> {
                    node.watch().refused(rejected.code() + " " + rejected.explanation());
                    if (rejected.retryAfterMillis() == 0) {
                        throw new IllegalStateException(rejected.toString());
                    }
                    Thread.sleep(rejected.retryAfterMillis());
                }
            }
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private Running start(Work work) {
        stopped = false;
        Thread thread =
                Thread.ofPlatform()
                        .name("load")
                        .start(
                                () -> {
                                    try {
                                        work.run();
                                    } catch (Throwable e) {
                                        failure.set(e);
                                    }
                                });
        return new Running(thread);
    }

    /** A load under way. */
    final class Running {
        private final Thread thread;

        private Running(Thread thread) {
            this.thread = thread;
        }

        /** Ends it and waits until all that was sent is committed. */
        void stop() throws InterruptedException {
            stopped = true;
            thread.join();
            if (failure.get() != null) {
                throw new IllegalStateException("the load failed", failure.get());
            }
            if (!outstanding.tryAcquire(OUTSTANDING, DRAIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        OUTSTANDING
                                - outstanding.availablePermits()
                                + " transactions are not committed");
            }
            outstanding.release(OUTSTANDING);
        }
    }
}
