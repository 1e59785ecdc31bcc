package theseus.bench;

import java.util.List;
import java.util.Optional;
import theseus.crypto.FastSigner;
import theseus.protocol.Accounts;
import theseus.protocol.Message;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Who sends: a key and the nonce of its next transaction. For one thread at a time. */
final class Caller {
    private static final long LIFETIME_MILLIS = 12 * 60 * 60_000;

    private final FastSigner key;
    private final AccountKeys keys;
    private final AccountId account;
    private final Hash chain;
    private long nonce;

    Caller(Hash chain, int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        seed[2] = 42;
        this.key = FastSigner.ed25519(Bytes.wrap(seed));
        this.keys = AccountKeys.single(key.publicKey());
        this.account = Accounts.idOf(keys);
        this.chain = chain;
    }

    /** Its next transaction, signed and encoded. */
    Bytes sign(long gasLimit, Message message) {
        Transaction one =
                new Transaction(
                        chain,
                        account,
                        nonce++,
                        System.currentTimeMillis() + LIFETIME_MILLIS,
                        gasLimit,
                        List.of(message),
                        new Witness(Optional.of(keys), List.of()));
        Bytes signature = key.sign(one.signingBytes());
        return one.withWitness(
                        new Witness(
                                Optional.of(keys), List.of(new Witness.KeySignature(0, signature))))
                .encode();
    }
}
