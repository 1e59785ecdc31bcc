package theseus.consensus.solo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import theseus.kernel.spi.Application.Checked;

/**
 * Fills one block: again and again the lane takes next that has least of it, by the part of gas,
 * bytes or places that it takes most of (dominant resource fairness: Ghodsi et al., 2011). Within a
 * lane senders take turns ({@link Turns}). What a lane does not need, others get. What may repair
 * the chain starts with a tenth ahead. Inside the block the order is that of acceptance.
 */
final class Shares {
    /** Of a block, in parts of one. */
    private static final double RECOVERY_AHEAD = 0.1;

    private static final class Taking {
        final Lane lane;
        double share;

        Taking(Lane lane, double share) {
            this.lane = lane;
            this.share = share;
        }
    }

    private final SoloConfig config;
    private final List<Waiting> block = new ArrayList<>();
    private long bytes;
    private long gas;

    private Shares(SoloConfig config) {
        this.config = config;
    }

    /** Takes out of {@code lanes} what fits into one block. */
    static List<Waiting> take(SoloConfig config, Map<String, Lane> lanes) {
        Shares shares = new Shares(config);
        shares.fill(lanes);
        shares.block.sort(Comparator.comparingLong(Waiting::number));
        return shares.block;
    }

    private void fill(Map<String, Lane> lanes) {
        PriorityQueue<Taking> next =
                new PriorityQueue<>(Comparator.comparingDouble(one -> one.share));
        lanes.forEach(
                (name, lane) -> {
                    if (!lane.waiting.isEmpty()) {
                        next.add(new Taking(lane, ahead(name)));
                    }
                });
        while (!next.isEmpty() && block.size() < config.maxBlockTransactions()) {
            Taking least = next.remove();
            Waiting first = least.lane.waiting.first();
            if (bytes + first.bytes().size() > config.maxBlockBytes()
                    || gas + first.gasLimit() > config.maxBlockGas()) {
                continue; // this lane has to wait for the next block
            }
            block.add(least.lane.waiting.removeFirst());
            bytes += first.bytes().size();
            gas += first.gasLimit();
            least.share += cost(config, first);
            if (!least.lane.waiting.isEmpty()) {
                next.add(least);
            }
        }
    }

    private static double ahead(String name) {
        return switch (name) {
            case Checked.STATEMENTS -> -1;
            case Checked.RECOVERY -> -RECOVERY_AHEAD;
            default -> 0;
        };
    }

    /** In parts of a block, of what it takes most of. */
    static double cost(SoloConfig config, Waiting one) {
        double ofGas = (double) one.gasLimit() / config.maxBlockGas();
        double ofBytes = (double) one.bytes().size() / config.maxBlockBytes();
        return Math.max(Math.max(ofGas, ofBytes), 1.0 / config.maxBlockTransactions());
    }
}
