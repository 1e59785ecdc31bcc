package theseus.kernel;

import theseus.protocol.CborWriter;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;

/**
 * Where the scan of an invariant stands. Encoded as {@code [next]}.
 *
 * @param next the least key that it has not seen in this round; empty at the start of one
 */
public record ScanRecord(Bytes next) {
    static final ScanRecord START = new ScanRecord(Bytes.EMPTY);

    /** A scan invariant of an instance. Encoded as {@code [instance, invariant]}. */
    public record Key(String instance, String invariant) {
        public Bytes encode() {
            return new CborWriter().arrayHeader(2).text(instance).text(invariant).toBytes();
        }

        public static Key decode(Bytes encoding) {
            return Wire.decode(
                    encoding,
                    in -> {
                        in.expectArray(2);
                        return new Key(in.text(), in.text());
                    });
        }
    }

    public Bytes encode() {
        return new CborWriter().arrayHeader(1).bytes(next).toBytes();
    }

    public static ScanRecord decode(Bytes encoding) {
        return Wire.decode(
                encoding,
                in -> {
                    in.expectArray(1);
                    return new ScanRecord(in.bytes());
                });
    }
}
