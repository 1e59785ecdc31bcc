package theseus.module.accounts.v2;

import java.util.ArrayList;
import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;
import theseus.sdk.View;

/**
 * A signature by which one of an account's next keys shows that somebody holds it.
 *
 * @param key its place among the next keys, from 0
 * @param signature over {@link #content}
 */
public record Proof(int key, Bytes signature) {
    private static final Bytes DOMAIN = Bytes.ofUtf8("theseus/accounts/rotate/2");

    /**
     * What is signed: the domain, the account, threshold and number of keys, and of each key its
     * algorithm, its size and its bytes; numbers in 8 bytes, the most significant first.
     */
    static Bytes content(AccountId account, AccountKeys next) {
        List<Bytes> parts = new ArrayList<>();
        parts.add(DOMAIN);
        parts.add(account.bytes());
        parts.add(Bytes.ofLong(next.threshold()));
        parts.add(Bytes.ofLong(next.keys().size()));
        for (PublicKey key : next.keys()) {
            parts.add(Bytes.ofLong(key.algorithm()));
            parts.add(Bytes.ofLong(key.bytes().size()));
            parts.add(key.bytes());
        }
        return Bytes.join(parts.toArray(new Bytes[0]));
    }

    /** Refuses unless as many of the next keys signed as will have to sign from then on. */
    static void require(View view, AccountId account, AccountKeys next, List<Proof> proofs) {
        view.require(proofs.size() >= next.threshold(), Accounts.Refused.PROOF_MISSING);
        Bytes content = content(account, next);
        int last = -1;
        for (Proof proof : proofs) {
            boolean ascending = proof.key() > last && proof.key() < next.keys().size();
            view.require(
                    ascending
                            && view.verifies(
                                    next.keys().get(proof.key()), content, proof.signature()),
                    Accounts.Refused.BAD_PROOF);
            last = proof.key();
        }
    }
}
