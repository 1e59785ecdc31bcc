package theseus.kernel;

import theseus.protocol.RecordCodec;
import theseus.sdk.Bytes;

/**
 * An artifact of which pieces are missing. Encoded as the array of its fields.
 *
 * @param count of all pieces
 * @param received bit i is set when piece i is there
 * @param sizeBytes of the pieces that are there
 * @param height the block of the last piece
 */
public record StagingRecord(int count, long received, int sizeBytes, long height) {
    private static final RecordCodec<StagingRecord> CODEC = RecordCodec.of(StagingRecord.class);

    /** Whether piece {@code index} is there. */
    public boolean has(int index) {
        return (received & 1L << index) != 0;
    }

    /** Whether nothing is missing but piece {@code index}, or a better one in its place. */
    boolean wants(int index) {
        return index >= 0 && index < count && Long.bitCount(received | 1L << index) == count;
    }

    boolean isWhole() {
        return Long.bitCount(received) == count;
    }

    public Bytes encode() {
        return CODEC.encode(this);
    }

    public static StagingRecord decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }
}
