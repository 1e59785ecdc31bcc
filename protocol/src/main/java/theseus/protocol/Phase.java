package theseus.protocol;

/** Where a plan stands. That its artifacts are staged on chain comes before it is a plan. */
public enum Phase {
    /** Those who have a say vote. */
    VOTING,
    /** Agreed; validators prepare and state that they are ready. */
    READY,
    /** Followers fill the new tables from the state of the plan's start height. */
    BACKFILL,
    /** Followers also run each transaction in a second world, and compare. */
    SHADOW,
    /** Both worlds run in the block; the candidate counts for selected keys. */
    CANARY,
    /** Both worlds run; the candidate counts for everybody. */
    PROBATION,
    /** The candidate is in force, the way back is closed. */
    FINAL,
    /** Stopped; the version before serves all. */
    ROLLED_BACK;

    public boolean ended() {
        return this == FINAL || this == ROLLED_BACK;
    }

    /** Whether followers work for it, beside the chain. */
    public boolean isFollowed() {
        return this == BACKFILL || this == SHADOW;
    }

    /** Whether both worlds run in the block and the new tables lie under the state root. */
    public boolean hasTwoWorlds() {
        return this == CANARY || this == PROBATION;
    }
}
