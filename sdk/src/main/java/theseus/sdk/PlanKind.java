package theseus.sdk;

/** What a plan asks of those who vote on it; policy decides by it who must agree. */
public enum PlanKind {
    /** New versions that can be taken back until they are final. */
    UPGRADE,
    /** From shadow to final at once: some record has no image in the old version. */
    IRREVERSIBLE,
    /** An upgrade that skips the windows. */
    HOTFIX,
    /** New instances only. */
    INSTALL,
    /** At least one instance goes. */
    RETIRE
}
