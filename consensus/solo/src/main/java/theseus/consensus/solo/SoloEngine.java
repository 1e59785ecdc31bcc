package theseus.consensus.solo;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.Application.Checked;
import theseus.kernel.spi.Application.Finalized;
import theseus.kernel.spi.Application.LeftOut;
import theseus.kernel.spi.Application.Proposal;
import theseus.kernel.spi.ConsensusEngine;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The engine of a chain with one signer: a bounded queue and one thread that makes a block as soon
 * as there is work, and a heartbeat block when there is none for a while.
 *
 * <p>Admission is one at a time ({@code CheckTx}, then queue), so the order of the queue is the
 * order in which the application saw the transactions, and a sender's nonces stay in sequence. What
 * is dear in {@code CheckTx}, the signature, the caller may verify beforehand on many threads.
 *
 * <p>Queue and blocks are shared among lanes, so that a flood of one kind leaves room to all others
 * ({@link Room}, {@link Shares}). A submission that finds no room is refused with {@code BUSY} and
 * when to try again; an accepted one is never dropped while the engine runs, unless the application
 * says that it became invalid. When the application fails, the engine stops and tells {@code
 * onFailure}.
 */
public final class SoloEngine implements ConsensusEngine {
    /** Modules run on the engine's thread; well above what the meter lets them nest. */
    private static final long STACK_BYTES = 16 * 1024 * 1024;

    private static final long EPOCH = 1;
    private static final long MIN_RETRY_MILLIS = 50;
    private static final long MAX_RETRY_MILLIS = 5_000;
    private static final long PAUSE_MILLIS = 500;
    private static final long FOREVER_MILLIS = Long.MAX_VALUE / 2_000_000;

    private final SoloConfig config;
    private final LongSupplier clockMillis;
    private final Consumer<Throwable> onFailure;
    private final Supplier<Optional<String>> hindrance;
    private final Queue queue;
    private final ReentrantLock admission = new ReentrantLock();
    private volatile Optional<Running> running = Optional.empty();
    private volatile long blockMillis = MIN_RETRY_MILLIS;
    private long nextNumber;

    private record Running(Application application, Thread thread) {}

    public SoloEngine(SoloConfig config) {
        this(config, System::currentTimeMillis, failure -> {});
    }

    public SoloEngine(SoloConfig config, LongSupplier clockMillis, Consumer<Throwable> onFailure) {
        this(config, clockMillis, onFailure, Optional::empty);
    }

    /**
     * @param hindrance why no block can be made now; while there is one, nothing is taken, and what
     *     was accepted waits
     */
    public SoloEngine(
            SoloConfig config,
            LongSupplier clockMillis,
            Consumer<Throwable> onFailure,
            Supplier<Optional<String>> hindrance) {
        this.hindrance = hindrance;
        this.config = config;
        this.clockMillis = clockMillis;
        this.onFailure = onFailure;
        this.queue = new Queue(config);
    }

    @Override
    public synchronized void start(Application application) {
        if (running.isPresent()) {
            throw new IllegalStateException("this engine was started before");
        }
        Thread thread = new Thread(null, () -> run(application), "theseus-engine", STACK_BYTES);
        running = Optional.of(new Running(application, thread));
        thread.start();
    }

    @Override
    public Submitted submit(Bytes transaction) {
        Optional<Running> now = running;
        if (now.isEmpty() || queue.isClosed()) {
            return stopped(Hash.ZERO);
        }
        Optional<String> why = hindrance.get();
        if (why.isPresent()) {
            return new Submitted.Rejected(Hash.ZERO, PAUSED, why.get(), MAX_RETRY_MILLIS);
        }
        admission.lock();
        try {
            return admit(now.get().application(), transaction);
        } finally {
            admission.unlock();
        }
    }

    @Override
    public int queued() {
        return queue.size();
    }

    @Override
    public void close() {
        queue.close();
        running.map(Running::thread)
                .filter(thread -> thread != Thread.currentThread())
                .ifPresent(SoloEngine::join);
    }

    private Submitted admit(Application application, Bytes transaction) {
        if (!queue.hasRoomFor(Checked.STATEMENTS, transaction.size())) {
            return busy("The queue is full (" + queue.size() + " transactions)");
        }
        Checked checked = application.checkTx(transaction);
        if (!checked.accepted()) {
            return queue.find(checked.id())
                    .<Submitted>map(SoloEngine::accepted) // sent again: same answer, once queued
                    .orElseGet(
                            () ->
                                    new Submitted.Rejected(
                                            checked.id(),
                                            checked.code(),
                                            checked.explanation(),
                                            checked.retryable() ? retryMillis() : 0));
        }
        if (checked.gasLimit() > config.maxBlockGas()) {
            application.notQueued(transaction);
            return new Submitted.Rejected(
                    checked.id(),
                    "GAS_LIMIT",
                    "A gas limit of "
                            + checked.gasLimit()
                            + " fits into no block; at most "
                            + config.maxBlockGas(),
                    0);
        }
        if (!queue.hasRoomFor(checked.lane(), transaction.size())) {
            application.notQueued(transaction);
            return busy("Too many wait already that begin with " + checked.lane());
        }
        if (!queue.hasRoomFor(checked.lane(), checked.sender(), transaction.size())) {
            application.notQueued(transaction);
            return busy(SENDER_BUSY, "Too many of this sender's wait already");
        }
        Waiting waiting =
                new Waiting(
                        nextNumber++,
                        checked.id(),
                        transaction,
                        checked.gasLimit(),
                        checked.lane(),
                        checked.sender());
        return queue.add(waiting) ? accepted(waiting) : stopped(checked.id());
    }

    private void run(Application application) {
        try {
            Application.Info info = application.info();
            long height = info.height();
            long time = info.timeMillis();
            long wait = config.heartbeatMillis() == 0 ? FOREVER_MILLIS : config.heartbeatMillis();
            while (true) {
                while (!queue.isClosed() && hindrance.get().isPresent()) {
                    queue.pause(PAUSE_MILLIS);
                }
                List<Waiting> candidates = queue.take(wait);
                if (queue.isClosed()) {
                    queue.putBack(candidates);
                    return;
                }
                time = Math.max(time + 1, clockMillis.getAsLong());
                height++;
                long started = System.nanoTime();
                block(application, height, time, candidates);
                blockMillis = Math.max(1, (System.nanoTime() - started) / 1_000_000);
            }
        } catch (InterruptedException | RuntimeException | Error failure) {
            queue.close();
            onFailure.accept(failure);
        } finally {
            stopWaiting();
        }
    }

    private void block(Application application, long height, long time, List<Waiting> candidates) {
        Map<Bytes, Waiting> byBytes = new IdentityHashMap<>();
        List<Bytes> offered = new ArrayList<>(candidates.size());
        for (Waiting candidate : candidates) {
            byBytes.put(candidate.bytes(), candidate);
            offered.add(candidate.bytes());
        }
        Proposal proposal = application.prepareProposal(time, offered, config.maxBlockBytes());
        Finalized finalized =
                application.finalizeBlock(
                        height,
                        time,
                        EPOCH,
                        application.info().validator(),
                        proposal.transactions());
        application.commit();

        List<Waiting> committed = new ArrayList<>(proposal.transactions().size());
        for (Bytes transaction : proposal.transactions()) {
            committed.add(taken(byBytes, transaction));
        }
        List<Waiting> leftOut = new ArrayList<>(proposal.leftOut().size());
        for (LeftOut left : proposal.leftOut()) {
            leftOut.add(taken(byBytes, left.transaction()));
        }
        queue.putBack(candidates.stream().filter(c -> byBytes.containsKey(c.bytes())).toList());
        queue.settle(committed);
        queue.settle(leftOut);
        for (int i = 0; i < committed.size(); i++) {
            committed
                    .get(i)
                    .committed()
                    .complete(new Committed(height, i, finalized.receipts().get(i)));
        }
        for (int i = 0; i < leftOut.size(); i++) {
            LeftOut left = proposal.leftOut().get(i);
            leftOut.get(i)
                    .committed()
                    .completeExceptionally(new NotCommitted(left.code(), left.explanation()));
        }
    }

    private static Waiting taken(Map<Bytes, Waiting> offered, Bytes transaction) {
        Waiting waiting = offered.remove(transaction);
        if (waiting == null) {
            throw new IllegalStateException("PrepareProposal returned what it was not offered");
        }
        return waiting;
    }

    private void stopWaiting() {
        for (Waiting waiting : queue.drain()) {
            waiting.committed()
                    .completeExceptionally(
                            new NotCommitted(
                                    STOPPED,
                                    "The node stopped before this transaction came into a block;"
                                            + " send it again when the node is back"));
        }
    }

    private Submitted busy(String explanation) {
        return busy(BUSY, explanation);
    }

    private Submitted busy(String code, String explanation) {
        return new Submitted.Rejected(
                Hash.ZERO, code, explanation + "; send it again later", retryMillis());
    }

    private long retryMillis() {
        return Math.clamp(2 * blockMillis, MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
    }

    private static Submitted stopped(Hash id) {
        return new Submitted.Rejected(
                id,
                STOPPED,
                "The node is stopping and takes no transactions; send it again later",
                MAX_RETRY_MILLIS);
    }

    private static Submitted accepted(Waiting waiting) {
        return new Submitted.Accepted(waiting.id(), waiting.committed().minimalCompletionStage());
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the block under way must end before the state closes
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
