package theseus.node;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.BackfillCursor;
import theseus.kernel.Followed;
import theseus.kernel.Kernel;
import theseus.kernel.PlanFollower;
import theseus.kernel.PlanRecord;
import theseus.kernel.Planned;
import theseus.kernel.Plans;
import theseus.kernel.Tallies;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Phase;
import theseus.protocol.Statement.Body;
import theseus.protocol.TableId;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A follower's work on a plan's new tables, step by step. All it knows stands with the tables, in
 * the same writes; so it may stop after any step, and anywhere within one. By one thread.
 */
final class PlanWork {
    private final Hash plan;
    private final Follower.Around around;
    private final Kernel kernel;
    private final Steps steps;
    private final Planned planned;
    private final UnlinkedTables tables;
    private final Filling filling;
    private final Replays replays;
    private final Batch batch;
    private Plans plans = Plans.NONE;
    private FollowerMark mark;
    private long trippedHeight = -1;

    PlanWork(Hash plan, Follower.Around around, Kernel kernel, Planned planned) {
        this.plan = plan;
        this.around = around;
        this.kernel = kernel;
        this.planned = planned;
        this.steps = new KernelSteps(kernel.follower());
        this.tables = around.store().unlinked(plan);
        this.filling = new Filling(steps, tables, ReadTable.of(planned));
        this.replays = new Replays(around.store(), around.application().blocks());
        this.batch = new Batch(around.config().batchRecords());
        this.mark =
                tables.height() < 0
                        ? FollowerMark.begun(BackfillCursor.DONE)
                        : FollowerMark.decode(tables.mark());
    }

    FollowerMark mark() {
        return mark;
    }

    /** The block up to which it followed; -1 at first. */
    long height() {
        return tables.height();
    }

    /** The plan's record in {@code state}; empty once it has ended. */
    Optional<PlanRecord> record(StateView state) {
        plans = Plans.read(state, plans);
        return plans.active(plan).map(Plans.Standing::record);
    }

    /** As it was in the state that was read last; empty when it had ended there. */
    Optional<Phase> phase() {
        return plans.active(plan).map(Plans.Standing::phase);
    }

    /** As the plan stood after its start height; only its phase is that of now. */
    PlanRecord atStart(PlanRecord now) {
        long startMillis =
                around.application()
                        .blocks()
                        .block(now.startHeight())
                        .map(block -> block.certificate().header().timeMillis())
                        .orElseThrow();
        return PlanRecord.begun(
                now.plan(), now.phase(), now.startHeight() + 1, startMillis, now.startHeight());
    }

    void begin(PlanRecord start) throws HistoryUnavailable {
        mark = filling.begin(after(start.startHeight()), start);
    }

    /** Held for those who follow, or out of the history. */
    private StateView after(long height) throws HistoryUnavailable {
        Optional<StateView> held = around.application().feed().after(height);
        return held.isPresent() ? held.get() : around.store().at(height);
    }

    boolean fills() {
        return !mark.isFilled() && mark.trip().isEmpty();
    }

    void fill(PlanRecord start) throws HistoryUnavailable {
        long started = System.nanoTime();
        mark = filling.step(after(tables.height()), start, mark, batch.records());
        batch.took(System.nanoTime() - started);
    }

    /** Follows one more block; false when that is not the follower's any more. */
    boolean block(long height, PlanRecord start) throws HistoryUnavailable {
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
            changes.putAll(carry(block, record));
        }
        tables.write(new ChangeSet(changes), height, mark.encode());
        report(height, record);
        return true;
    }

    private SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> carry(
            Effects block, PlanRecord record) {
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

    private void report(long height, PlanRecord record) {
        long every = record.plan().schedule().reportBlocks();
        boolean isTripped = mark.trip().isPresent();
        if (isTripped) {
            tripped(height, every);
        }
        if (height % every != 0 || fills()) {
            return; // while tables are filled there is nothing to agree on
        }
        boolean isCarried = mark.isFilled() && !isTripped;
        around.herald()
                .say(
                        plan,
                        new Body.Report(
                                plan,
                                height,
                                isCarried
                                        ? PlanTables.root(tables, planned.newTables())
                                        : Hash.ZERO,
                                mark.isFilled() && PlanFollower.isWhole(tables) || isTripped,
                                reported().encode()));
    }

    /** Reports carry the evidence; where they do not agree in time, the plan is tripped. */
    private void tripped(long height, long every) {
        if (trippedHeight < 0) {
            trippedHeight = height;
        }
        if (height > trippedHeight + 2 * every) {
            around.herald().say(plan, new Body.Trip(plan, Follower.reason(why())));
        }
    }

    /** What stopped the carrying is evidence too. */
    private Tally reported() {
        Tally tally = mark.tally();
        if (mark.trip().isEmpty() || !tally.evidence().isEmpty()) {
            return tally;
        }
        return new Tally(
                tally.messages(), tally.compared(), tally.keys(), List.of(mark.trip().get()));
    }

    /** Why it carries nothing any more; empty while it does. */
    String why() {
        return mark.trip().map(one -> one.gate() + ": " + one.explanation()).orElse("");
    }

    void handOver() {
        tables.root(); // takes in what was written last, so that the block need not
        if (!mark.handedOver()) {
            mark = mark.handed();
            tables.write(ChangeSet.EMPTY, tables.height(), mark.encode());
        }
        Log.info("follower.handed-over", "plan", plan, "height", tables.height());
    }
}
