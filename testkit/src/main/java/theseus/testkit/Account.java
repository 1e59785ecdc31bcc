package theseus.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import theseus.protocol.Accounts;
import theseus.protocol.Sha256;
import theseus.protocol.SigningKey;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * Somebody who signs transactions: an id with the keys that sign for it. {@code
 * Account.named("alice")} is the same account in every test and run.
 */
public final class Account {
    private final String name;
    private final AccountId id;
    private final AccountKeys keys;
    private final boolean rotated;
    private final List<SigningKey> signers;

    private Account(
            String name,
            AccountId id,
            AccountKeys keys,
            boolean rotated,
            List<SigningKey> signers) {
        this.name = name;
        this.id = id;
        this.keys = keys;
        this.rotated = rotated;
        this.signers = List.copyOf(signers);
    }

    /** An account with one Ed25519 key, both a function of the name alone. */
    public static Account named(String name) {
        SigningKey key = key(name);
        AccountKeys keys = AccountKeys.single(key.publicKey());
        return new Account(name, Accounts.idOf(keys), keys, false, List.of(key));
    }

    /** An account for which {@code threshold} of the keys must sign; all of them do. */
    public static Account of(String name, int threshold, SigningKey... signers) {
        AccountKeys keys = keysOf(threshold, signers);
        return new Account(name, Accounts.idOf(keys), keys, false, List.of(signers));
    }

    /** An Ed25519 key that is a function of {@code name} alone: for key rotations, validators. */
    public static SigningKey key(String name) {
        return SigningKey.ed25519(Sha256.of("theseus/testkit/key/1", Bytes.ofUtf8(name)).bytes());
    }

    /** The keys of {@code signers}, sorted as an account wants them. */
    public static AccountKeys keysOf(int threshold, SigningKey... signers) {
        List<PublicKey> keys = Arrays.stream(signers).map(SigningKey::publicKey).sorted().toList();
        return new AccountKeys(keys, threshold);
    }

    /** The same account after the chain changed its keys to {@code keys}, of which these sign. */
    public Account rotatedTo(AccountKeys rotatedKeys, SigningKey... by) {
        return new Account(name, id, rotatedKeys, true, List.of(by));
    }

    public AccountId id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** The keys that now stand for the account. */
    public AccountKeys keys() {
        return keys;
    }

    Transaction sign(Transaction unsigned) {
        List<Witness.KeySignature> signatures = new ArrayList<>();
        for (SigningKey signer : signers) {
            int index = keys.keys().indexOf(signer.publicKey());
            signatures.add(new Witness.KeySignature(index, signer.sign(unsigned.signingBytes())));
        }
        signatures.sort(Comparator.comparingInt(Witness.KeySignature::keyIndex));
        Optional<AccountKeys> first = rotated ? Optional.empty() : Optional.of(keys);
        return unsigned.withWitness(new Witness(first, signatures));
    }

    @Override
    public String toString() {
        return name;
    }
}
