package theseus.health;

import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A record's key, sealed for one holder by {@link Hpke}: {@value #SIZE_BYTES} bytes. The record's
 * id is authenticated with it, so it opens for no other record.
 */
record WrappedKey(Bytes sealed) {
    static final int SIZE_BYTES = Hpke.OVERHEAD_BYTES + RecordCipher.KEY_BYTES;
    private static final byte[] INFO = Digests.utf8("theseus/health/record-key/1");
    private static final String COMMITMENT_DOMAIN = "theseus/health/wrapped-key/1";

    WrappedKey {
        if (sealed.size() != SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a wrapped key has " + SIZE_BYTES + " bytes, not " + sealed.size());
        }
    }

    static WrappedKey wrap(Secret key, Hash recordId, Bytes holder, Entropy entropy) {
        return new WrappedKey(
                Hpke.seal(holder, INFO, recordId.bytes().toArray(), key.content(), entropy));
    }

    Optional<Secret> unwrap(Hash recordId, Hpke.Keys holder) {
        return Hpke.open(holder, INFO, recordId.bytes().toArray(), sealed);
    }

    /** What the ledger holds of it. */
    Hash commitment() {
        return Digests.sha256(COMMITMENT_DOMAIN, sealed.unsafeArray());
    }
}
