package theseus.kernel;

/**
 * The engine epoch in force. Encoded as the array of its fields.
 *
 * @param number counts from 1
 * @param firstHeight the first block that it ordered
 */
public record EpochRecord(long number, long firstHeight) {}
