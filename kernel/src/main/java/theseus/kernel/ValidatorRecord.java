package theseus.kernel;

/** A validator's voting power, more than 0. Encoded as {@code [power]}. */
public record ValidatorRecord(long power) {}
