package theseus.model;

/**
 * Where a plan stands, and what that does to the tables. <em>Old tables</em> are those that only
 * the versions in force have, <em>new tables</em> those that only the candidates have; tables of
 * both are shared and never copied. A phase is decided at the end of a block and holds from the
 * next one on.
 */
public enum Phase {
    /**
     * Those who have a say vote. Tables: nothing. Leaves when governance approves; stops when that
     * takes too long.
     */
    VOTING,

    /**
     * Validators prepare and state that they are ready. Tables: nothing. Leaves when more than two
     * thirds of the power are ready, five sixths from six validators up.
     */
    READY,

    /**
     * Beside the chain, the new tables are filled: all old records as they were after the start
     * height go up through the lens, and so does each change of a later block. Not under the root.
     * Leaves when more than two thirds of the power report the same filled tables.
     */
    BACKFILL,

    /**
     * As before, and each submission that touches the plan also runs in a second world, on the new
     * tables, is compared, and forgotten. Old tables and receipts are as if there were no plan.
     * Leaves when the agreed reports complete the window.
     */
    SHADOW,

    /**
     * The new tables are under the root from the first block on. Both worlds run in the block. The
     * candidate's effects are committed for selected keys and go down to the old tables; all others
     * are those of the version in force and go up to the new tables. In steps, each selecting more.
     */
    CANARY,

    /**
     * As before, with every key selected, and the routines too. The old tables are still kept, so
     * going back costs nothing.
     */
    PROBATION,

    /** The candidates are in force. The old tables are no longer under the root. */
    FINAL,

    /**
     * The versions before serve all; the old tables have all that was committed and has an image
     * there. The new tables are no longer under the root; they stay readable.
     */
    ROLLED_BACK;

    boolean ended() {
        return this == FINAL || this == ROLLED_BACK;
    }

    boolean followed() {
        return this == BACKFILL || this == SHADOW;
    }

    boolean twoWorlds() {
        return this == CANARY || this == PROBATION;
    }
}
