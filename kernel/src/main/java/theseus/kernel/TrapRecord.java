package theseus.kernel;

import theseus.protocol.CborWriter;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * How often a version of a module failed. Encoded as the array of its fields.
 *
 * @param traps every kind but running out of gas
 * @param outOfGas counted apart: a sender can bring it about with a low limit
 * @param lastHeight the block of the last one
 */
public record TrapRecord(long traps, long outOfGas, long lastHeight) {
    static final TrapRecord NONE = new TrapRecord(0, 0, 0);

    /** A version of a module: an instance and the artifact that it ran. */
    public record Key(String instance, Hash artifact) {
        public Bytes encode() {
            return new CborWriter().arrayHeader(2).text(instance).bytes(artifact.bytes()).toBytes();
        }

        public static Key decode(Bytes encoding) {
            return Wire.decode(
                    encoding,
                    in -> {
                        in.expectArray(2);
                        return new Key(in.text(), in.hash());
                    });
        }
    }

    public Bytes encode() {
        return new CborWriter(40)
                .arrayHeader(3)
                .integer(traps)
                .integer(outOfGas)
                .integer(lastHeight)
                .toBytes();
    }

    public static TrapRecord decode(Bytes encoding) {
        return Wire.decode(
                encoding,
                in -> {
                    in.expectArray(3);
                    return new TrapRecord(
                            in.integer(Long.SIZE), in.integer(Long.SIZE), in.integer(Long.SIZE));
                });
    }
}
