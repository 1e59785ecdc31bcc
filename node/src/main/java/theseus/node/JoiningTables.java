package theseus.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import theseus.kernel.Joined;
import theseus.kernel.Kernel;
import theseus.kernel.PlanFollower;
import theseus.kernel.Plans;
import theseus.kernel.SeenBeside;
import theseus.kernel.spi.HeldState;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The state on which a block runs: that of the block before, and with the first block of a plan's
 * authority the tables that the follower filled, as of the block before. For these the block waits
 * if it must. By the engine's thread alone.
 */
final class JoiningTables implements BlockBase {
    private final Followers followers;
    private final StateStore store;
    private final Kernel kernel;
    private Plans plans = Plans.NONE;

    /**
     * @param kernel of the engine's thread
     */
    JoiningTables(Followers followers, StateStore store, Kernel kernel) {
        this.followers = followers;
        this.store = store;
        this.kernel = kernel;
    }

    @Override
    public StateView of(Tip tip) {
        plans = Plans.read(tip.state(), plans);
        Optional<Plans.Standing> joining = Followers.joining(plans);
        if (joining.isEmpty()) {
            return tip.state();
        }
        var plan = joining.get().id();
        try {
            followers.awaitHandOver(plan, tip.height()).ifPresent(kernel::adopt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException(
                    "INTERRUPTED", "The node was stopped while a block waited for its follower", e);
        }
        long height = store.unlinked(plan).height();
        if (height != tip.height()) {
            // What would be signed now is wrong for good; a node that stands still is not.
            throw new NodeException(
                    "FOLLOWER_FAILED",
                    "The tables of plan %s stand at height %d and join the state of height %d"
                                    .formatted(plan, height, tip.height())
                            + ". Start the node again; if that does not help, let it join anew");
        }
        HeldState held = store.hold();
        Set<TableId> tables = kernel.planned(tip.state(), plan).newTables();
        StateView joined = new Joined(held, held.unlinked(plan), tables);
        return new HeldJoined(
                held,
                FollowerMark.decode(store.unlinked(plan).mark())
                        .trip()
                        .or(() -> PlanFollower.leftOut(held.unlinked(plan), tip.height() + 1))
                        .<StateView>map(wrong -> new SeenBeside(joined, plan, wrong))
                        .orElse(joined));
    }

    /** Held, since the tables are in their set no more once the block is committed. */
    private record HeldJoined(HeldState held, StateView view) implements HeldState {
        @Override
        public long height() {
            return held.height();
        }

        @Override
        public Optional<Bytes> get(TableId table, Bytes key) {
            return view.get(table, key);
        }

        @Override
        public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
            return view.range(table, from, to, limit);
        }

        @Override
        public StateView unlinked(Hash set) {
            return held.unlinked(set);
        }

        @Override
        public void close() {
            held.close();
        }
    }
}
