package theseus.protocol;

import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/**
 * A {@link Change} as it travels in a recover statement: the array of the position of its kind
 * among the kinds, and of its fields.
 */
public final class Changes {
    private static final String DOMAIN = "theseus/change/1";
    private static final RecordCodec<Change> CODEC = RecordCodec.of(Change.class);

    private Changes() {}

    public static Bytes encode(Change change) {
        return CODEC.encode(change);
    }

    public static Change decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }

    /** What validators agree on when they recover: SHA-256 of the domain and the encoding. */
    public static Hash hash(Bytes encoding) {
        return Sha256.of(DOMAIN, encoding);
    }
}
