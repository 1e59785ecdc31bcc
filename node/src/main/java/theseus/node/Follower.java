package theseus.node;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import theseus.kernel.BackfillCursor;
import theseus.kernel.Kernel;
import theseus.kernel.ModuleSet;
import theseus.kernel.PlanRecord;
import theseus.kernel.Planned;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.protocol.Artifact;
import theseus.protocol.Limits;
import theseus.protocol.Phase;
import theseus.protocol.Statement.Body;
import theseus.sdk.Hash;

/**
 * Follows the chain for one plan, on a thread and a kernel of its own: prepares, fills the new
 * tables, carries what each later block changes, runs what touches the plan in the second world,
 * and reports ({@link PlanWork}); at last it hands tables and sandboxes over to the block path.
 * Whatever the candidate's code does ends here.
 */
final class Follower implements Runnable {
    private static final long IDLE_MILLIS = 1_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * Blocks behind which catching up goes first; then it fills a step for so many blocks, since
     * who only just keeps up would never end.
     */
    private static final long MAX_LAG_FILLING = 16;

    private static final long MAX_SLEEP_NANOS = 5_000_000;

    /** What all followers of a node share. */
    record Around(
            ChainApplication application,
            StateStore store,
            Herald herald,
            Duty duty,
            FollowerConfig config,
            Supplier<Kernel> kernels) {}

    private final Hash plan;
    private final Around around;
    private final Preparation preparation;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean stopped;
    private volatile FollowerStatus status;
    private volatile Optional<Kernel.Warm> warm = Optional.empty();
    private volatile Optional<PlanWork> work = Optional.empty();

    Follower(Hash plan, Around around, Preparation preparation) {
        this.plan = plan;
        this.around = around;
        this.preparation = preparation;
        this.status =
                new FollowerStatus(
                        plan,
                        Phase.READY,
                        FollowerStatus.State.PREPARING,
                        around.store().unlinked(plan).height(),
                        around.application().tip().height(),
                        BackfillCursor.DONE,
                        0,
                        0,
                        around.duty().percent(),
                        Optional.empty(),
                        "");
    }

    FollowerStatus status() {
        return status;
    }

    /** Its sandboxes, which ran these transactions before, once it handed over. */
    Optional<Kernel.Warm> warm() {
        return warm;
    }

    /** Ends it after the step under way. */
    void stop() {
        stopped = true;
    }

    /**
     * Waits until the tables stand at {@code height} and are the block path's.
     *
     * @throws NodeException when the follower cannot get there
     */
    void awaitHandOver(long height) throws InterruptedException {
        lock.lock();
        try {
            while (status.state() != FollowerStatus.State.HANDED_OVER || status.height() < height) {
                boolean isOver =
                        status.state().isLast()
                                && status.state() != FollowerStatus.State.HANDED_OVER;
                if (isOver || stopped) {
                    throw new NodeException(
                            "FOLLOWER_FAILED",
                            "Plan "
                                    + plan
                                    + " has authority, and this node could not follow it: "
                                    + status.text()
                                    + ". Start the node again; if that does not help, let it join"
                                    + " anew");
                }
                moved.await(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** As much of a text as a statement takes. */
    static String reason(String text) {
        return text.substring(0, Math.min(text.length(), Limits.MAX_REASON_LENGTH));
    }

    @Override
    public void run() {
        around.application().feed().join();
        try {
            follow();
        } catch (InterruptedException e) {
            end(FollowerStatus.State.STOPPED, "stopped");
        } catch (HistoryUnavailable e) {
            failed("the state at height " + e.height() + " is no longer kept", e);
        } catch (RuntimeException | Error e) {
            failed(String.valueOf(e), e);
        } finally {
            if (!status.state().isLast()) {
                end(FollowerStatus.State.STOPPED, "there is nothing to follow any more");
            }
            around.application().feed().leave();
        }
    }

    private void failed(String why, Throwable failure) {
        Log.error("follower.failed", failure, "plan", plan, "height", status.height());
        end(FollowerStatus.State.FAILED, why);
    }

    /** Reads nothing: what it fails of may be that the state cannot be read. */
    private void end(FollowerStatus.State state, String text) {
        lock.lock();
        try {
            status = status.in(state, around.application().tip().height(), text);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void follow() throws InterruptedException, HistoryUnavailable {
        switch (preparation.of(around.application().tip().state(), plan)) {
            case Preparation.Answer.Ready(Hash prepared, Planned planned) ->
                    follow(prepared, planned);
            case Preparation.Answer.Inadmissible(String reason) -> {
                around.herald().say(plan, new Body.Trip(plan, reason(reason)));
                show(FollowerStatus.State.TRIPPED, reason);
                while (!stopped) {
                    awaitBlock(around.application().tip().height() + 1);
                }
            }
        }
    }

    private void follow(Hash prepared, Planned planned)
            throws InterruptedException, HistoryUnavailable {
        Kernel kernel = around.kernels().get();
        PlanWork own = new PlanWork(plan, around, kernel, planned);
        work = Optional.of(own);
        status = status.prepared(prepared);
        show(FollowerStatus.State.READY, "");
        // CheckTx will run this code, too: loading it must not hold up a block.
        around.application().adopt(around.kernels().get().warm(candidates(planned)));
        around.herald().say(plan, new Body.Ready(plan, prepared));
        while (!stopped) {
            Tip tip = around.application().tip();
            Optional<PlanRecord> record = own.record(tip.state());
            if (record.isEmpty() || !isWork(record.get())) {
                return;
            }
            if (record.get().startHeight() == 0) {
                awaitBlock(tip.height() + 1);
            } else if (!advance(own, tip, own.atStart(record.get()))) {
                warm = Optional.of(kernel.warm(candidates(planned)));
                own.handOver();
                show(FollowerStatus.State.HANDED_OVER, "");
                return;
            }
        }
    }

    private static boolean isWork(PlanRecord record) {
        return switch (record.phase()) {
            case VOTING, ROLLED_BACK -> false;
            case READY, BACKFILL, SHADOW -> true;
            case CANARY, PROBATION, FINAL -> record.startHeight() > 0 && record.joinedHeight() == 0;
        };
    }

    /** One step; false when the tables stand where the block path takes them. */
    private boolean advance(PlanWork own, Tip tip, PlanRecord start)
            throws InterruptedException, HistoryUnavailable {
        if (own.height() < start.startHeight()) {
            own.begin(start);
            showWork(own);
            return true;
        }
        long lag = lag(own);
        boolean fills = own.fills();
        if (fills && (lag <= MAX_LAG_FILLING || own.height() % MAX_LAG_FILLING == 0)) {
            fill(own, start);
        }
        if (lag > 0) {
            boolean goesOn = own.block(own.height() + 1, start);
            showWork(own);
            return goesOn;
        }
        if (fills) {
            return true; // with authority, too: a block that waits takes whole tables or none
        }
        if (!start.phase().isFollowed()) {
            return false;
        }
        showWork(own);
        awaitBlock(tip.height() + 1);
        return true;
    }

    private long lag(PlanWork own) {
        return around.application().tip().height() - own.height();
    }

    private void fill(PlanWork own, PlanRecord start)
            throws InterruptedException, HistoryUnavailable {
        // By processor time: waiting for a block's write is no work.
        long started = THREADS.getCurrentThreadCpuTime();
        own.fill(start);
        showWork(own);
        if (!start.phase().isFollowed()) {
            return; // a block waits for it: there is nothing to give way to
        }
        long pause = around.duty().pauseNanos(THREADS.getCurrentThreadCpuTime() - started);
        lock.lock();
        try {
            // Gives the processor back to the block path; but blocks are followed at any time.
            while (pause > 0 && !stopped && lag(own) <= MAX_LAG_FILLING) {
                long part = Math.min(pause, MAX_SLEEP_NANOS);
                pause -= part - moved.awaitNanos(part);
            }
        } finally {
            lock.unlock();
        }
    }

    private static List<Artifact> candidates(Planned planned) {
        return planned.changes().keySet().stream()
                .map(instance -> planned.modules().instances().get(instance))
                .filter(Objects::nonNull)
                .map(ModuleSet.Installed::artifact)
                .toList();
    }

    private void awaitBlock(long height) throws InterruptedException {
        around.application().feed().await(height, IDLE_MILLIS);
        show(status.state(), status.text());
    }

    private void showWork(PlanWork own) {
        boolean isTripped = own.mark().trip().isPresent();
        show(
                isTripped
                        ? FollowerStatus.State.TRIPPED
                        : own.fills()
                                ? FollowerStatus.State.FILLING
                                : FollowerStatus.State.FOLLOWING,
                own.why());
    }

    private void show(FollowerStatus.State state, String text) {
        Tip tip = around.application().tip();
        lock.lock();
        try {
            status =
                    work.map(
                                    own ->
                                            status.at(
                                                    own.phase().orElse(status.phase()),
                                                    own.height(),
                                                    own.mark(),
                                                    around.duty().percent()))
                            .orElse(status)
                            .in(state, tip.height(), text);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
