package theseus.kernel;

import theseus.sdk.Bytes;

/**
 * Where the scan of an invariant stands. Encoded as the array of its fields.
 *
 * @param next the least key that it has not seen in this round
 * @param rounds how often it has walked the whole table
 */
public record ScanRecord(Bytes next, long rounds) {
    /** A scan invariant of an instance. */
    public record Key(String instance, String invariant) {}
}
