package theseus.kernel;

/**
 * An invariant of a candidate that does not hold on a state.
 *
 * @param problem which record, or which total
 */
public record BrokenInvariant(String instance, String invariant, String problem) {}
