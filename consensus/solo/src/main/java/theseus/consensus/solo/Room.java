package theseus.consensus.solo;

import theseus.kernel.spi.Application.Checked;

/**
 * How much of the queue who may take. A tenth is kept for what may repair the chain, a quarter of
 * that for statements alone. Of the rest a lane gets at most {@value #SHARE} times of what is left
 * free: so one that floods leaves a fifth to the others, two leave a ninth, and there is always
 * some (dynamic thresholds: Choudhury and Hahne, 1998).
 */
record Room(SoloConfig config) {
    static final int SHARE = 4;
    private static final int RESERVED_PART = 10;
    private static final int STATEMENTS_PART = 4 * RESERVED_PART;

    /** Whether a lane that takes {@code lane} of {@code all} may take one more. */
    boolean admits(String name, int lane, long laneBytes, int all, long allBytes, int sizeBytes) {
        return fits(name, lane, 1, all, config.maxQueued())
                && fits(name, laneBytes, sizeBytes, allBytes, config.maxQueuedBytes());
    }

    private static boolean fits(String name, long lane, long more, long all, long limit) {
        return switch (name) {
            case Checked.STATEMENTS -> all + more <= limit;
            case Checked.RECOVERY -> all + more <= limit - limit / STATEMENTS_PART;
            default -> {
                long free = limit - limit / RESERVED_PART - all;
                yield more <= free && lane < SHARE * free;
            }
        };
    }
}
