package theseus.consensus.solo;

import theseus.kernel.spi.Application.Checked;

/**
 * How much of the queue who may take. A tenth is kept for what may repair the chain, a quarter of
 * that for statements alone. Of the rest a lane gets at most {@value #SHARE} times of what is left
 * free: so one that floods leaves a fifth to the others, two leave a ninth, and there is always
 * some (dynamic thresholds: Choudhury and Hahne, 1998). A sender is to its lane what a lane is to
 * the queue.
 */
record Room(SoloConfig config) {
    static final int SHARE = 4;
    private static final int RESERVED_PART = 10;
    private static final int STATEMENTS_PART = 4 * RESERVED_PART;

    /** Whether a lane may take one more, when all lanes together take so much. */
    boolean admits(String name, Lane.Taken lane, int all, long allBytes, int sizeBytes) {
        return fits(name, lane.count, 1, all, config.maxQueued())
                && fits(name, lane.bytes, sizeBytes, allBytes, config.maxQueuedBytes());
    }

    /** Whether its sender may; what repairs the chain has no senders that flood. */
    boolean admits(
            String name, Lane.Taken sender, Lane.Taken lane, int all, long allBytes, int bytes) {
        return name.equals(Checked.STATEMENTS)
                || name.equals(Checked.RECOVERY)
                || (leaves(sender.count, lane.count, all, config.maxQueued())
                        && leaves(sender.bytes, lane.bytes, allBytes, config.maxQueuedBytes()));
    }

    /** As a lane does to the queue, a sender leaves room in its lane. */
    private static boolean leaves(long sender, long lane, long all, long limit) {
        long laneFree = SHARE * (limit - limit / RESERVED_PART - all) - lane;
        return sender < SHARE * laneFree;
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
