package theseus.node;

import java.util.Optional;
import theseus.kernel.Kernel;
import theseus.kernel.Plans;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;

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
        return new JoiningView(
                tip.state(), store.unlinked(plan), kernel.planned(tip.state(), plan).newTables());
    }
}
