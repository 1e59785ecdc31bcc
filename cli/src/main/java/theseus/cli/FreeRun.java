package theseus.cli;

import java.util.SortedSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Joined;
import theseus.kernel.Kernel;
import theseus.kernel.PlanFollower;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateView;
import theseus.protocol.Artifact;
import theseus.protocol.TableId;

/** The candidate alone, on a state of its own, by a thread of its own. */
final class FreeRun implements AutoCloseable {
    private final PlanFollower follower;
    private final PlanRecord plan;
    private final Artifact candidate;
    private final SortedSet<TableId> newTables;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private Layer own;
    private long nanos;

    /**
     * @param kernel of its own
     * @param newTables of the candidate
     * @param state where it begins; must not change any more
     * @param tables its new tables as they are then; likewise
     */
    FreeRun(
            Kernel kernel,
            PlanRecord plan,
            Artifact candidate,
            SortedSet<TableId> newTables,
            StateView state,
            StateView tables) {
        this.follower = kernel.follower();
        this.plan = plan;
        this.candidate = candidate;
        this.newTables = newTables;
        this.own = layer(state, tables);
    }

    private Layer layer(StateView state, StateView tables) {
        return new Layer(new Joined(Views.with(state, candidate), tables, newTables));
    }

    /** Its state, with the candidate's code. */
    Layer own() {
        return own;
    }

    long nanos() {
        return nanos;
    }

    /** Begins again on the chain's own state; when no block is under way. */
    void resume(StateView state, StateView tables) {
        own = layer(state, tables);
    }

    Future<BlockResult> block(BlockInput input) {
        return thread.submit(() -> run(input));
    }

    private BlockResult run(BlockInput input) {
        long from = System.nanoTime();
        BlockResult result = follower.free(own, plan, input);
        own.apply(result.changes());
        nanos += System.nanoTime() - from;
        return result;
    }

    @Override
    public void close() {
        thread.close();
    }
}
