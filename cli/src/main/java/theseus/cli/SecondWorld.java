package theseus.cli;

import java.util.SortedSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Followed;
import theseus.kernel.Kernel;
import theseus.kernel.PlanFollower;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;

/**
 * The candidate beside the version in force, compared: some blocks behind the replay, on a view of
 * its own, by a thread of its own.
 */
final class SecondWorld implements AutoCloseable {
    private static final int TIMED_PER_MESSAGE = 40;

    private final PlanFollower follower;
    private final PlanRecord plan;
    private final Rehearsal.Order order;
    private final Layer tables;
    private final RehearsalClock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private Layer state;
    private long nanos;

    /**
     * @param kernel of its own
     * @param state where it begins; must not change any more
     * @param filled the new tables as they are then; likewise
     */
    SecondWorld(
            Kernel kernel,
            Rehearsal.Order order,
            PlanRecord plan,
            SortedSet<TableId> newTables,
            StateView state,
            StateView filled) {
        this.follower = kernel.follower();
        this.plan = plan;
        this.order = order;
        this.tables = new Layer(filled);
        this.clock = new RehearsalClock(kernel, order, newTables, TIMED_PER_MESSAGE);
        this.state = new Layer(state);
    }

    /** The new tables as of the last block; to be asked when no block is under way. */
    StateView tables() {
        return tables.frozen();
    }

    RehearsalClock clock() {
        return clock;
    }

    long nanos() {
        return nanos;
    }

    /** What was done otherwise meanwhile is in {@code state}, which must not change any more. */
    void resume(StateView state) {
        this.state = new Layer(state);
    }

    /** A block after the one before. */
    Future<Followed> block(BlockInput input, BlockResult result) {
        return thread.submit(
                () -> {
                    Followed followed = follow(state, input, result, true);
                    state.apply(result.changes());
                    return followed;
                });
    }

    /** A block on {@code base}, at once; {@link #resume} after the last of them. */
    Followed blockOn(StateView base, BlockInput input, BlockResult result) {
        return follow(base, input, result, false);
    }

    private Followed follow(StateView base, BlockInput input, BlockResult result, boolean timed) {
        StateView withCode = Views.with(base, order.candidate().artifact());
        long from = System.nanoTime();
        Followed followed = follower.shadow(withCode, tables, plan, input, result);
        nanos += System.nanoTime() - from;
        if (timed) {
            clock.time(withCode, tables, input, followed.compared());
        }
        tables.apply(followed.changes());
        return followed;
    }

    @Override
    public void close() {
        thread.close();
    }
}
