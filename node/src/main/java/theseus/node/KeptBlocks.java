package theseus.node;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import theseus.kernel.Plans;
import theseus.protocol.Genesis;

/**
 * From which block on content is kept: as many blocks as the configuration says, and all since the
 * oldest plan began that is under way, for those who follow it and for rehearsals of it.
 */
final class KeptBlocks implements LongSupplier {
    private final Supplier<Tip> tips;
    private final long keepBlocks;
    private Plans plans = Plans.NONE;

    KeptBlocks(Supplier<Tip> tips, long keepBlocks) {
        this.tips = tips;
        this.keepBlocks = keepBlocks;
    }

    /**
     * @throws NodeException when states are kept whose blocks would not be
     */
    static void check(NodeConfig config, Genesis genesis) {
        int history = genesis.parameters().historyBlocks();
        if (config.keepBlocks() > 0 && config.keepBlocks() < history) {
            throw new NodeException(
                    "CONFIGURATION_VALUE",
                    "keepBlocks is "
                            + config.keepBlocks()
                            + ", but this chain keeps the states of "
                            + history
                            + " blocks, which are worth nothing without them; set at least that, or"
                            + " 0 to keep all");
        }
    }

    @Override
    public synchronized long getAsLong() {
        Tip tip = tips.get();
        plans = Plans.read(tip.state(), plans);
        long first = Math.max(1, tip.height() - keepBlocks + 1);
        for (Plans.Standing plan : plans.active()) {
            if (plan.record().startHeight() > 0) {
                first = Math.min(first, plan.record().startHeight());
            }
        }
        return first;
    }
}
