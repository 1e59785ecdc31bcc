package theseus.kernel;

import theseus.sdk.Hash;

/**
 * How often a version of a module trapped. Encoded as the array of its fields.
 *
 * @param lastHeight the block of the last one
 */
public record TrapRecord(long count, long lastHeight) {
    /** A version of a module: an instance and the artifact that it ran. */
    public record Key(String instance, Hash artifact) {}
}
