package theseus.health;

import java.util.List;
import theseus.protocol.Accounts;
import theseus.protocol.RecordCodec;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * What somebody asks of a vault, signed with the key of a pseudonym over a fresh challenge. The
 * signature covers chain, challenge and all that is asked for, so it serves no other request, no
 * other vault's challenge and no other chain.
 *
 * @param key the pseudonym's only key; the pseudonym is its hash
 */
record VaultRequest(PublicKey key, Bytes challenge, Asked asked, Bytes signature) {
    private static final Bytes DOMAIN = Bytes.ofUtf8("theseus/health/vault-request/1");
    private static final RecordCodec<Asked> ASKED = RecordCodec.of(Asked.class);

    /** One thing that a vault does. */
    sealed interface Asked {
        /** Ciphertexts and the caller's wrapped keys. */
        record Release(List<Hash> recordIds) implements Asked {}

        /** The caller's own wrapped keys of its own records, to wrap them for somebody else. */
        record OwnKeys(List<Hash> recordIds) implements Asked {}

        /** Forget records that are erased on the ledger; anybody may remind a vault of it. */
        record Forget(List<Hash> recordIds) implements Asked {}

        /** Keys of the caller's own records, wrapped for {@code holder}. */
        record HandOver(AccountId holder, List<Handed> keys) implements Asked {}
    }

    record Handed(Hash recordId, Bytes wrapped) {}

    static VaultRequest sign(SigningKey key, Hash chain, Bytes challenge, Asked asked) {
        return new VaultRequest(
                key.publicKey(), challenge, asked, key.sign(signed(chain, challenge, asked)));
    }

    AccountId account() {
        return Accounts.idOf(AccountKeys.single(key));
    }

    boolean isSigned(Hash chain) {
        return AuthorKey.verifies(
                key, signed(chain, challenge, asked).unsafeArray(), signature.toArray());
    }

    private static Bytes signed(Hash chain, Bytes challenge, Asked asked) {
        return Bytes.join(DOMAIN, chain.bytes(), challenge, ASKED.encode(asked));
    }
}
