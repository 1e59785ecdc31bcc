package theseus.protocol;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;

/**
 * What shows that the sender agreed.
 *
 * @param keys the account's first keys, whose hash is the account's id; absent once they rotated
 *     (then the chain knows them)
 * @param signatures over the transaction's signing bytes, by strictly ascending key index
 */
public record Witness(Optional<AccountKeys> keys, List<KeySignature> signatures) {
    /** A signature by the key at {@code keyIndex} of the account's keys. */
    public record KeySignature(int keyIndex, Bytes signature) {
        public KeySignature {
            if (keyIndex < 0 || keyIndex >= AccountKeys.MAX_KEYS) {
                throw new IllegalArgumentException("a signature by key number " + keyIndex);
            }
            Wire.atMost("bytes of a signature", signature.size(), Limits.MAX_SIGNATURE_BYTES);
        }

        void write(CborWriter out) {
            out.arrayHeader(2).integer(keyIndex).bytes(signature);
        }

        static KeySignature read(CborReader in) {
            in.expectArray(2);
            return new KeySignature((int) in.integer(32), in.bytes());
        }
    }

    public Witness {
        signatures = List.copyOf(signatures);
        for (int i = 1; i < signatures.size(); i++) {
            if (signatures.get(i - 1).keyIndex() >= signatures.get(i).keyIndex()) {
                throw new IllegalArgumentException(
                        "signatures must be sorted by key index, one for each key");
            }
        }
    }

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static Witness decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_TRANSACTION_BYTES, Witness::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(2);
        Wire.optional(out, keys, Wire::write);
        Wire.list(out, signatures, KeySignature::write);
    }

    static Witness read(CborReader in) {
        in.expectArray(2);
        return new Witness(
                Wire.optional(in, Wire::accountKeys),
                Wire.list(in, AccountKeys.MAX_KEYS, KeySignature::read));
    }
}
