package theseus.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import theseus.client.Answer;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.client.Wait;
import theseus.protocol.CborWriter;
import theseus.protocol.Message;
import theseus.sdk.Bytes;

/** Many senders that each send one submission at a time and wait for its receipt. Signed ahead. */
final class Singles implements AutoCloseable {
    private static final int SENDERS = 2_000;

    /** So many wait for a receipt at a time when the node is to do what it can. */
    private static final int OUTSTANDING = 128;

    private static final int CLIENTS = 4;
    private static final long GAS_LIMIT = 200_000;
    private static final long PATIENCE_SECONDS = 60;
    private static final int SPARE_PERCENT = 20;

    private final List<ChainClient> clients = new ArrayList<>();
    private final List<Sender> senders = new ArrayList<>();
    private final BlockingQueue<Sender> idle = new LinkedBlockingQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong refused = new AtomicLong();
    private final long records;
    private double perSecond = 5_000;

    Singles(ShelfNode node, long records) {
        this.records = records;
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(ChainClient.trusting(node.genesis(), node.address()));
        }
        for (int i = 0; i < SENDERS; i++) {
            Sender sender =
                    new Sender(new Caller(node.genesis().hash(), i), clients.get(i % CLIENTS), i);
            senders.add(sender);
            idle.add(sender);
        }
    }

    /** One key; one thing under way at a time, so its nonces arrive in order. */
    private final class Sender {
        private final Caller caller;
        private final ChainClient client;
        private final ArrayDeque<Bytes> signed = new ArrayDeque<>();
        private long next;

        private Sender(Caller caller, ChainClient client, int number) {
            this.caller = caller;
            this.client = client;
            this.next = number;
        }

        private void sign() {
            next = (next + SENDERS) % records;
            Bytes body = new CborWriter().arrayHeader(2).integer(next).integer(1).toBytes();
            signed.add(caller.sign(GAS_LIMIT, new Message(ShelfNode.SHELF, "Put", 1, body)));
        }

        private void send() {
            if (signed.isEmpty()) {
                sign();
            }
            Bytes submission = signed.remove();
            while (true) {
                try {
                    Answer answer = client.submit(submission, Wait.COMMITTED);
                    if (answer instanceof Answer.Committed committed && committed.applied()) {
                        return;
                    }
                    throw new IllegalStateException("not committed: " + answer);
                } catch (ApiException busy) {
                    if (busy.retryAfterMillis() == 0) {
                        throw busy;
                    }
                    refused.incrementAndGet();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(busy.retryAfterMillis()));
                }
            }
        }
    }

    /** As many as the node takes; how many a second. */
    double saturate(int seconds) throws Exception {
        sign((long) (perSecond * seconds));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        AtomicLong committed = new AtomicLong();
        long started = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < OUTSTANDING; i++) {
                threads.execute(
                        () -> {
                            while (System.nanoTime() < until && failure.get() == null) {
                                sendOne();
                                committed.incrementAndGet();
                            }
                        });
            }
        }
        double rate = committed.get() * 1e9 / (System.nanoTime() - started);
        check();
        perSecond = rate;
        return rate;
    }

    /** So many a second, each at its time; nanoseconds from that time on, ascending. */
    long[] offered(double rate, int seconds) throws Exception {
        int count = (int) (rate * seconds);
        sign(count);
        long[] nanos = new long[count];
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long started = System.nanoTime();
            for (int i = 0; i < count && failure.get() == null; i++) {
                long due = started + (long) (i * 1e9 / rate);
                for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
                int number = i;
                threads.execute(
                        () -> {
                            sendOne();
                            nanos[number] = System.nanoTime() - due;
                        });
            }
        }
        check();
        Arrays.sort(nanos);
        return nanos;
    }

    /** How often the node was too busy so far; who is told so tries again. */
    long refused() {
        return refused.get();
    }

    private void sendOne() {
        try {
            Sender sender = idle.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (sender == null) {
                throw new IllegalStateException("all senders wait for a receipt");
            }
            sender.send();
            idle.add(sender);
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
    }

    private void check() {
        if (failure.get() != null) {
            throw new IllegalStateException("a submission failed", failure.get());
        }
    }

    /** So many in all, and some more, on all processors. */
    private void sign(long count) throws Exception {
        int each = (int) (count * (100 + SPARE_PERCENT) / 100 / SENDERS) + 1;
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (Sender sender : senders) {
            tasks.add(
                    () -> {
                        while (sender.signed.size() < each) {
                            sender.sign();
                        }
                        return true;
                    });
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (Future<Boolean> one : threads.invokeAll(tasks)) {
                one.get();
            }
        }
    }

    @Override
    public void close() {
        clients.forEach(ChainClient::close);
    }
}
