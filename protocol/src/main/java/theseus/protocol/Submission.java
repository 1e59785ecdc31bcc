package theseus.protocol;

import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What a block may carry: a transaction of an account or a statement of a validator. On the wire an
 * array of its kind (0 transaction, 1 statement) and its fields; there is no other form.
 */
public sealed interface Submission permits Transaction, Statement {
    /** Names it; does not cover its signatures. */
    Hash id();

    /** What each key signs: a domain and the id. */
    Bytes signingBytes();

    Bytes encode();

    /** Decodes either kind. */
    static Submission decode(Bytes encoding) {
        return Wire.decode(
                encoding,
                Limits.MAX_TRANSACTION_BYTES,
                in -> {
                    in.expectArray(2);
                    return in.position(2) == 0 ? Transaction.read(in) : Statement.read(in);
                });
    }
}
