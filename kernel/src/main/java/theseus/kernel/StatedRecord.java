package theseus.kernel;

import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.RecordCodec;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * What a validator stated about a plan. Encoded as the array of its fields.
 *
 * @param digest of what was stated: what was prepared, the report, the action; zeros for a trip
 * @param height the block that it was stated in
 * @param text the reason of a trip; {@link #FILLING} for a report of tables that are being filled;
 *     else empty
 */
public record StatedRecord(Hash digest, long height, String text) {
    static final String FILLING = "filling";

    private static final RecordCodec<StatedRecord> CODEC = RecordCodec.of(StatedRecord.class);

    /** Kinds of statements, as they stand in keys. */
    public enum Kind {
        READY,
        REPORT,
        TRIP,
        RECOVER
    }

    /**
     * Encoded as the array of its fields, so that all of a plan, of a kind and of a height stand
     * together.
     *
     * @param plan zeros for {@link Kind#RECOVER}
     * @param about the height that a report is about, else 0
     */
    public record Key(Hash plan, Kind kind, long about, PublicKey validator) {
        public Bytes encode() {
            CborWriter out = new CborWriter(96).encoded(prefix(plan, kind, about));
            Wire.write(validator, out);
            return out.toBytes();
        }

        public static Key decode(Bytes encoding) {
            CborReader in = new CborReader(encoding);
            in.expectArray(4);
            Key key =
                    new Key(
                            in.hash(),
                            Kind.values()[in.position(Kind.values().length)],
                            in.integer(Long.SIZE),
                            Wire.publicKey(in));
            in.end();
            return key;
        }

        /** What all keys begin with that are of this plan, kind and height. */
        static Bytes prefix(Hash plan, Kind kind, long about) {
            return new CborWriter(64).encoded(prefix(plan, kind)).integer(about).toBytes();
        }

        static Bytes prefix(Hash plan, Kind kind) {
            return new CborWriter(64).encoded(prefix(plan)).integer(kind.ordinal()).toBytes();
        }

        static Bytes prefix(Hash plan) {
            return new CborWriter(64).arrayHeader(4).bytes(plan.bytes()).toBytes();
        }
    }

    public Bytes encode() {
        return CODEC.encode(this);
    }

    public static StatedRecord decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }
}
