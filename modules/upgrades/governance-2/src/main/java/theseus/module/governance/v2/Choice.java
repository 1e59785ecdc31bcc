package theseus.module.governance.v2;

/** How a member votes. */
public enum Choice {
    YES,
    NO,
    /** A no that, with enough weight, forbids whatever the others say. */
    VETO,
    /** Counts towards the quorum only. */
    ABSTAIN
}
