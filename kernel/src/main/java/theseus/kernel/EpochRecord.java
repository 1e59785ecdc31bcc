package theseus.kernel;

import theseus.protocol.CborWriter;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;

/**
 * The engine epoch in force. Encoded as the array of its fields.
 *
 * @param number counts from 1
 * @param firstHeight the first block that it ordered
 */
public record EpochRecord(long number, long firstHeight) {

    public Bytes encode() {
        return new CborWriter(24).arrayHeader(2).integer(number).integer(firstHeight).toBytes();
    }

    public static EpochRecord decode(Bytes encoding) {
        return Wire.decode(
                encoding,
                in -> {
                    in.expectArray(2);
                    return new EpochRecord(in.integer(Long.SIZE), in.integer(Long.SIZE));
                });
    }
}
