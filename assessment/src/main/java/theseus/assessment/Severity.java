package theseus.assessment;

/** How much a finding weighs, the heaviest first. */
public enum Severity {
    /** The chain refuses it, or it would be rolled back. */
    ERROR,
    /** Somebody has to do something about it. */
    WARNING,
    /** To be known. */
    NOTE
}
