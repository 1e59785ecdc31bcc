package theseus.assessment;

import theseus.protocol.RecordCodec;
import theseus.protocol.Schema;
import theseus.protocol.SchemaCodec;
import theseus.protocol.Sha256;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What is put before those who vote: what a rehearsal saw and what that means. Its {@link #hash}
 * goes into the plan. It is over the canonical encoding of the two fields, which hold no time and
 * no name of a machine.
 */
public record Assessment(Rehearsed rehearsed, Risk risk) {
    private static final String DOMAIN = "theseus/assessment/1";
    private static final RecordCodec<Assessment> CODEC = RecordCodec.of(Assessment.class);

    public static Assessment of(Rehearsed rehearsed) {
        return new Assessment(rehearsed, Risk.of(rehearsed));
    }

    public Bytes encode() {
        return CODEC.encode(this);
    }

    public static Assessment decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }

    public Hash hash() {
        return Sha256.of(DOMAIN, encode());
    }

    /** The shape of its plain value, as JSON has it. */
    static Schema schema() {
        return CODEC.schema();
    }

    Object plain() {
        return SchemaCodec.decode(schema(), encode());
    }
}
