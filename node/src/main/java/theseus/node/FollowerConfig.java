package theseus.node;

/**
 * How this node follows upgrade plans beside the chain.
 *
 * @param maxDutyPercent how much of one processor a follower takes at most while it fills tables;
 *     default 10 for each processor of the machine, at most 80: blocks are to keep four fifths of
 *     their throughput
 * @param minDutyPercent what it keeps when blocks slow down; default 10
 * @param batchRecords records that it carries in one step; default 2,000
 * @param quarantineBlocks so many blocks the tables of a plan that was rolled back stay readable:
 *     its repair window; default 100,000
 */
public record FollowerConfig(
        int maxDutyPercent, int minDutyPercent, int batchRecords, long quarantineBlocks) {
    private static final int SHARE_PERCENT = 10;
    private static final int MIN_PERCENT = 10;
    private static final int MAX_PERCENT = 80;

    public static final FollowerConfig DEFAULT =
            new FollowerConfig(
                    Math.clamp(
                            (long) SHARE_PERCENT * Runtime.getRuntime().availableProcessors(),
                            MIN_PERCENT,
                            MAX_PERCENT),
                    MIN_PERCENT,
                    2_000,
                    100_000);

    public FollowerConfig {
        require(maxDutyPercent >= 1 && maxDutyPercent <= 100, "maxDutyPercent", maxDutyPercent);
        require(
                minDutyPercent >= 1 && minDutyPercent <= maxDutyPercent,
                "minDutyPercent",
                minDutyPercent);
        require(batchRecords >= 1 && batchRecords <= 100_000, "batchRecords", batchRecords);
        require(quarantineBlocks >= 0, "quarantineBlocks", quarantineBlocks);
    }

    /** At all times so much of one processor. */
    FollowerConfig withDuty(int percent) {
        return new FollowerConfig(percent, percent, batchRecords, quarantineBlocks);
    }

    private static void require(boolean holds, String name, long value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " of " + value + " is out of its bounds");
        }
    }
}
