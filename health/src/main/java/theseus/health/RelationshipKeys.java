package theseus.health;

import java.util.Collection;
import java.util.List;
import theseus.protocol.Accounts;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;

/**
 * What one party holds for one relationship: a patient towards an institution, a reader towards a
 * patient's pseudonym. Everything is derived from the party's seed and the name of the relationship
 * by HKDF (RFC 5869), so the seed is the only thing to keep, and two relationships of one party
 * have nothing in common that anybody else could see.
 */
final class RelationshipKeys {
    /** Of a blinded tag. */
    static final int TAG_BYTES = 16;

    private static final String PURPOSE = "theseus/health/1/";

    private final SigningKey signing;
    private final AccountId account;
    private final Hpke.Keys sealing;
    private final Secret tagSecret;

    private RelationshipKeys(SigningKey signing, Hpke.Keys sealing, Secret tagSecret) {
        this.signing = signing;
        this.account = Accounts.idOf(AccountKeys.single(signing.publicKey()));
        this.sealing = sealing;
        this.tagSecret = tagSecret;
    }

    /**
     * The keys of the party with {@code seed} towards {@code other}, any text of its own choice.
     */
    static RelationshipKeys derive(Secret seed, String other) {
        try (Secret signingSeed = Digests.hkdf(seed, PURPOSE + "sign/" + other, 32);
                Secret sealingSeed = Digests.hkdf(seed, PURPOSE + "seal/" + other, 32)) {
            return new RelationshipKeys(
                    SigningKey.ed25519(signingSeed.copy()),
                    Hpke.Keys.derive(sealingSeed),
                    Digests.hkdf(seed, PURPOSE + "tags/" + other, 32));
        }
    }

    /** The key with which the party signs what it writes, inside the encrypted record. */
    static AuthorKey author(Secret seed, String other) {
        return new AuthorKey(Digests.hkdf(seed, PURPOSE + "author/" + other, 32));
    }

    SigningKey signing() {
        return signing;
    }

    /** The party's pseudonym in this relationship. */
    AccountId account() {
        return account;
    }

    AccountKeys accountKeys() {
        return AccountKeys.single(signing.publicKey());
    }

    Hpke.Keys sealing() {
        return sealing;
    }

    /**
     * What a record of this category carries on the ledger: HMAC-SHA256 over {@code "category"}, a
     * zero byte and the category's code, cut to 16 bytes. Equal tags say "the same kind of data of
     * the same pseudonym" and no more.
     */
    Bytes tag(Category category) {
        byte[] content = Digests.utf8("category\0" + category.code());
        return Bytes.of(Digests.hmacSha256(tagSecret, content), 0, TAG_BYTES);
    }

    /** The tags of several categories, ascending as the ledger wants them. */
    List<Bytes> tags(Collection<Category> categories) {
        return categories.stream().map(this::tag).sorted().distinct().toList();
    }
}
