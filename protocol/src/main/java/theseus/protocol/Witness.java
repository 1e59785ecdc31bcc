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
 * @param signatures over the transaction's signing bytes, by ascending key index
 */
public record Witness(Optional<AccountKeys> keys, List<KeySignature> signatures) {
    /** A signature by the key at {@code keyIndex} of the account's keys. */
    public record KeySignature(int keyIndex, Bytes signature) {}

    public Witness {
        signatures = List.copyOf(signatures);
    }
}
