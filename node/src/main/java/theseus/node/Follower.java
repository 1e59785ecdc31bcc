package theseus.node;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import theseus.kernel.BackfillCursor;
import theseus.kernel.Followed;
import theseus.kernel.Kernel;
import theseus.kernel.ModuleSet;
import theseus.kernel.PlanRecord;
import theseus.kernel.Planned;
import theseus.kernel.Plans;
import theseus.kernel.Tallies;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Statement.Body;
import theseus.protocol.TableId;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Follows the chain for one plan, on a thread and a kernel of its own: prepares, fills the new
 * tables, carries what each later block changes, runs what touches the plan in the second world,
 * and reports. All it knows stands with the tables, in the same writes; so it may stop anywhere.
 * Whatever the candidate's code does ends here.
 */
final class Follower implements Runnable {
    private static final long IDLE_MILLIS = 1_000;

    /** Blocks behind which the filling rests. */
    private static final long MAX_LAG_FILLING = 16;

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
    private final Kernel kernel;
    private final Preparation preparation;
    private final Replays replays;
    private final UnlinkedTables tables;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean stopped;
    private volatile FollowerStatus status;
    private Plans plans = Plans.NONE;
    private volatile Optional<Kernel.Warm> warm = Optional.empty();
    private FollowerMark mark = FollowerMark.begun(BackfillCursor.DONE);

    Follower(Hash plan, Around around, Preparation preparation) {
        this.plan = plan;
        this.around = around;
        this.kernel = around.kernels().get();
        this.preparation = preparation;
        this.replays = new Replays(around.store(), around.application().blocks());
        this.tables = around.store().unlinked(plan);
        this.status =
                new FollowerStatus(
                        plan,
                        Phase.READY,
                        FollowerStatus.State.PREPARING,
                        tables.height(),
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
                if (status.state() == FollowerStatus.State.FAILED || stopped) {
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

    @Override
    public void run() {
        around.application().feed().join();
        try {
            follow();
        } catch (InterruptedException e) {
            show(FollowerStatus.State.STOPPED, "stopped");
        } catch (HistoryUnavailable e) {
            failed("the state at height " + e.height() + " is no longer kept", e);
        } catch (RuntimeException | Error e) {
            failed(String.valueOf(e), e);
        } finally {
            around.application().feed().leave();
        }
    }

    private void failed(String why, Throwable failure) {
        Log.error("follower.failed", failure, "plan", plan, "height", tables.height());
        show(FollowerStatus.State.FAILED, why);
    }

    private void follow() throws InterruptedException, HistoryUnavailable {
        if (tables.height() >= 0) {
            mark = FollowerMark.decode(tables.mark());
        }
        Preparation.Answer prepared = preparation.of(around.application().tip().state(), plan);
        switch (prepared) {
            case Preparation.Answer.Ready ready -> ready(ready);
            case Preparation.Answer.Inadmissible(String reason) -> {
                around.herald().say(plan, new Body.Trip(plan, reason));
                show(FollowerStatus.State.TRIPPED, reason);
                while (!stopped && phase().map(p -> !p.ended()).orElse(false)) {
                    awaitBlock(around.application().tip().height() + 1);
                }
            }
        }
    }

    private void ready(Preparation.Answer.Ready ready)
            throws InterruptedException, HistoryUnavailable {
        status =
                new FollowerStatus(
                        plan,
                        status.phase(),
                        FollowerStatus.State.READY,
                        tables.height(),
                        status.tipHeight(),
                        mark.cursor(),
                        0,
                        0,
                        around.duty().percent(),
                        Optional.of(ready.prepared()),
                        "");
        Steps steps = new KernelSteps(kernel.follower());
        Planned planned = ready.planned();
        Filling filling = new Filling(steps, tables, ReadTable.of(planned));
        // CheckTx will run this code, too: loading it must not hold up a block.
        around.application().adopt(around.kernels().get().warm(candidates(planned)));
        around.herald().say(plan, new Body.Ready(plan, ready.prepared()));
        while (!stopped) {
            Tip tip = around.application().tip();
            Optional<PlanRecord> record = record(tip.state());
            if (record.isEmpty() || !isWork(record.get())) {
                return;
            }
            if (record.get().startHeight() == 0) {
                awaitBlock(tip.height() + 1);
            } else if (!advance(tip, atStart(record.get()), planned, filling, steps)) {
                return;
            }
        }
    }

    /** As it stood after its start height; only its phase is that of now. */
    private PlanRecord atStart(PlanRecord now) {
        long startMillis =
                around.application()
                        .blocks()
                        .block(now.startHeight())
                        .map(block -> block.certificate().header().timeMillis())
                        .orElseThrow();
        return new PlanRecord(
                now.plan(),
                now.phase(),
                0,
                now.startHeight() + 1,
                startMillis,
                now.startHeight(),
                0,
                Hash.ZERO,
                Optional.empty(),
                Tally.EMPTY,
                List.of(),
                "",
                Optional.empty());
    }

    private static boolean isWork(PlanRecord record) {
        return switch (record.phase()) {
            case VOTING, ROLLED_BACK -> false;
            case READY, BACKFILL, SHADOW -> true;
            case CANARY, PROBATION, FINAL -> record.startHeight() > 0 && record.joinedHeight() == 0;
        };
    }

    /** One step; false when nothing is left to do. */
    private boolean advance(
            Tip tip, PlanRecord start, Planned planned, Filling filling, Steps steps)
            throws InterruptedException, HistoryUnavailable {
        if (tables.height() < start.startHeight()) {
            mark = filling.begin(around.store().at(start.startHeight()), start);
            show(FollowerStatus.State.FILLING, "");
            return true;
        }
        long lag = tip.height() - tables.height();
        boolean fills = !mark.isFilled() && mark.trip().isEmpty();
        if (fills && lag <= MAX_LAG_FILLING) {
            fill(filling, start);
        }
        if (lag > 0) {
            return block(tables.height() + 1, start, planned, filling, steps);
        }
        if (!start.phase().isFollowed()) {
            handOver(planned);
            return false;
        }
        if (!fills) {
            show(
                    mark.trip().isPresent()
                            ? FollowerStatus.State.TRIPPED
                            : FollowerStatus.State.FOLLOWING,
                    mark.trip().map(one -> one.gate() + ": " + one.explanation()).orElse(""));
            awaitBlock(tip.height() + 1);
        }
        return true;
    }

    private void fill(Filling filling, PlanRecord start)
            throws InterruptedException, HistoryUnavailable {
        long started = System.nanoTime();
        mark =
                filling.step(
                        around.store().at(tables.height()),
                        start,
                        mark,
                        around.config().batchRecords());
        show(FollowerStatus.State.FILLING, "");
        long pause = around.duty().pauseNanos(System.nanoTime() - started);
        if (pause > 0) {
            lock.lock();
            try {
                moved.awaitNanos(pause); // gives the processor back; nobody needs it earlier
            } finally {
                lock.unlock();
            }
        }
    }

    /** Follows one block; false when it is not the follower's any more. */
    private boolean block(
            long height, PlanRecord start, Planned planned, Filling filling, Steps steps)
            throws HistoryUnavailable {
        Optional<Effects> kept = around.application().feed().at(height);
        Effects block = kept.isPresent() ? kept.get() : replays.effects(kernel, height);
        Optional<PlanRecord> found = record(block.before());
        if (found.isEmpty() || !found.get().phase().isFollowed()) {
            return false;
        }
        PlanRecord record = found.get();
        if (record.sinceHeight() == height) {
            mark = mark.with(Tally.EMPTY);
        }
        if (mark.trip().isEmpty()) {
            mark = filling.beforeBlock(block, start, mark);
        }
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes = new TreeMap<>();
        if (mark.trip().isEmpty()) {
            changes.putAll(carry(block, record, steps));
        }
        tables.write(new ChangeSet(changes), height, mark.encode());
        show(
                mark.trip().isPresent()
                        ? FollowerStatus.State.TRIPPED
                        : mark.isFilled()
                                ? FollowerStatus.State.FOLLOWING
                                : FollowerStatus.State.FILLING,
                mark.trip().map(one -> one.gate() + ": " + one.explanation()).orElse(""));
        report(height, record, planned);
        return true;
    }

    private SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> carry(
            Effects block, PlanRecord record, Steps steps) {
        Followed followed =
                record.phase() == Phase.SHADOW && mark.isFilled()
                        ? steps.shadow(block, tables, record)
                        : steps.catchUp(block, tables, record);
        SeenKeys seen = new SeenKeys(tables, record.sinceHeight());
        mark = mark.with(Tallies.add(mark.tally(), block.height(), followed.compared(), seen));
        if (followed.trip().isPresent()) {
            mark = mark.tripped(followed.trip().get());
            return new TreeMap<>();
        }
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes =
                new TreeMap<>(followed.changes().tables());
        seen.addTo(changes);
        return changes;
    }

    private void report(long height, PlanRecord record, Planned planned) {
        if (height % record.plan().schedule().reportBlocks() != 0) {
            return;
        }
        boolean carried = mark.isFilled() && mark.trip().isEmpty();
        around.herald()
                .say(
                        plan,
                        new Body.Report(
                                plan,
                                height,
                                carried ? PlanTables.root(tables, planned.newTables()) : Hash.ZERO,
                                mark.isFilled() || mark.trip().isPresent(),
                                reported(mark).encode()));
    }

    /** What stopped the carrying is evidence too. */
    private static Tally reported(FollowerMark mark) {
        Tally tally = mark.tally();
        if (mark.trip().isEmpty() || !tally.evidence().isEmpty()) {
            return tally;
        }
        return new Tally(
                tally.messages(), tally.compared(), tally.keys(), List.of(mark.trip().get()));
    }

    /** Its sandboxes, which ran these transactions before, once it handed over. */
    Optional<Kernel.Warm> warm() {
        return warm;
    }

    private void handOver(Planned planned) {
        warm = Optional.of(kernel.warm(candidates(planned)));
        if (!mark.handedOver()) {
            mark = mark.handed();
            tables.write(ChangeSet.EMPTY, tables.height(), mark.encode());
        }
        show(FollowerStatus.State.HANDED_OVER, "");
        Log.info("follower.handed-over", "plan", plan, "height", tables.height());
    }

    private static List<Artifact> candidates(Planned planned) {
        return planned.changes().keySet().stream()
                .map(instance -> planned.modules().instances().get(instance))
                .filter(Objects::nonNull)
                .map(ModuleSet.Installed::artifact)
                .toList();
    }

    private Optional<Phase> phase() {
        return record(around.application().tip().state()).map(PlanRecord::phase);
    }

    /** Empty once the plan has ended. */
    private Optional<PlanRecord> record(StateView state) {
        plans = Plans.read(state, plans);
        return plans.active(plan).map(Plans.Standing::record);
    }

    private void awaitBlock(long height) throws InterruptedException {
        around.application().feed().await(height, IDLE_MILLIS);
        show(status.state(), status.text());
    }

    private void show(FollowerStatus.State state, String text) {
        lock.lock();
        try {
            status =
                    new FollowerStatus(
                            plan,
                            phase().orElse(status.phase()),
                            state,
                            tables.height(),
                            around.application().tip().height(),
                            mark.cursor(),
                            mark.records(),
                            mark.tally().compared(),
                            around.duty().percent(),
                            status.prepared(),
                            text);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
