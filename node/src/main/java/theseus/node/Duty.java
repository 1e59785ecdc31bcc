package theseus.node;

/**
 * How much a follower works of the time: less when blocks take longer than they did, more again
 * when they do not. It compares what a unit of gas takes the block path now with the least that it
 * took lately, and moves the duty as TCP moves its window: down by a third, up by a little. Time is
 * handed in. Thread-safe.
 */
final class Duty {
    /** Blocks that take so much longer than the best are slowed down. */
    private static final double SLOWER = 1.15;

    /** Blocks of less gas say nothing about speed. */
    static final long MIN_GAS = 1_000_000;

    private static final double FAST_WEIGHT = 0.2;
    private static final double FORGET = 1.002;
    private static final long MAX_PAUSE_NANOS = 200_000_000;

    private final int minPercent;
    private final int maxPercent;
    private double percent;
    private double recent;
    private double best;

    Duty(int minPercent, int maxPercent) {
        this.minPercent = minPercent;
        this.maxPercent = maxPercent;
        this.percent = maxPercent;
    }

    /** A block of that gas took the block path so long. */
    synchronized void block(long gas, long nanos) {
        if (gas < MIN_GAS) {
            return;
        }
        double perGas = (double) nanos / gas;
        recent = recent == 0 ? perGas : recent + FAST_WEIGHT * (perGas - recent);
        best = best == 0 ? recent : Math.min(best * FORGET, recent);
        percent = recent > SLOWER * best ? percent * 2 / 3 : percent + 2;
        percent = Math.clamp(percent, minPercent, maxPercent);
    }

    synchronized int percent() {
        return (int) percent;
    }

    /** How long to rest after having worked so long. */
    synchronized long pauseNanos(long workedNanos) {
        return Math.min(MAX_PAUSE_NANOS, (long) (workedNanos * (100 - percent) / percent));
    }
}
