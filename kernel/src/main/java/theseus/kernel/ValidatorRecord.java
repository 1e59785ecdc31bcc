package theseus.kernel;

import theseus.protocol.CborWriter;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;

/** A validator's voting power, more than 0. Encoded as {@code [power]}. */
public record ValidatorRecord(long power) {

    public Bytes encode() {
        return new CborWriter(16).arrayHeader(1).integer(power).toBytes();
    }

    public static ValidatorRecord decode(Bytes encoding) {
        return Wire.decode(
                encoding,
                in -> {
                    in.expectArray(1);
                    return new ValidatorRecord(in.integer(Long.SIZE));
                });
    }
}
