package theseus.protocol;

/** What stops a plan. */
public enum Gate {
    /** The worlds differ in what no declaration names. */
    UNDECLARED_DIFFERENCE,
    /** The candidate trapped where the version in force did not. */
    TRAP,
    /** The candidate ran out of its multiplied gas limit. */
    OUT_OF_GAS,
    /** {@code down(up(o)) = o} or {@code up(down(n)) = n} does not hold for a record. */
    LENS_LAW,
    /** A lens trapped or ran out of gas. */
    LENS_FAILED,
    /** Two records came to the same key. */
    COLLISION,
    /** An invariant of the candidate is broken. */
    INVARIANT,
    /** Validators' reports differ, or do not come: nondeterminism. */
    NO_AGREEMENT,
    /** Too little voting power was ready in time. */
    NOT_READY,
    /** The vote did not end in time. */
    NOT_VOTED,
    /** The backfill did not end in time. */
    BACKFILL_TOO_SLOW,
    /** What the plan was made for is no longer in force. */
    BASE_CHANGED,
    /** A hotfix took its place. */
    SUPERSEDED,
    /** More than a third of the voting power stated a trip. */
    TRIPPED,
    /** Governance, or a recover statement, stopped it. */
    STOPPED
}
