package theseus.model;

/** What stops a plan. */
public enum Gate {
    UNDECLARED_DIFFERENCE,
    TRAP,
    OUT_OF_GAS,
    LENS_LAW,
    LENS_FAILED,
    COLLISION,
    INVARIANT,
    NO_AGREEMENT,
    NOT_READY,
    NOT_VOTED,
    BACKFILL_TOO_SLOW,
    BASE_CHANGED,
    SUPERSEDED,
    TRIPPED,
    STOPPED
}
