package theseus.health;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Where ciphertexts and wrapped keys lie. It knows neither contents nor persons and decides
 * nothing: who gets what is the {@link VaultService}'s. Thread-safe.
 */
interface Vault {
    /** Anything larger than an envelope can be is refused. */
    int MAX_CIPHERTEXT_BYTES =
            Envelope.MAX_RESOURCE_BYTES + Envelope.BLOCK_BYTES + RecordCipher.OVERHEAD_BYTES;

    /** Keeps ciphertexts under their SHA-256. When it returns they survive a power cut. */
    void put(List<Bytes> ciphertexts);

    /** Denied with {@code CIPHERTEXT_MISSING}, or {@code TAMPERED} when the bytes changed. */
    Verdict<Bytes> get(Hash address);

    /** Keeps what a holder can unwrap; a later key of the same record replaces the former. */
    void putKeys(AccountId holder, List<HeldKey> keys);

    Optional<WrappedKey> key(AccountId holder, Hash recordId);

    /** Forgets a record: its ciphertext and every holder's key. */
    void shred(Hash recordId, Hash address);

    /** A record's key, wrapped for some holder. */
    record HeldKey(Hash recordId, WrappedKey key) {}
}
