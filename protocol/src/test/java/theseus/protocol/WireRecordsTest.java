package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

final class WireRecordsTest {
    @Test
    void transactionComesBackAndItsIdIgnoresTheWitness() {
        SigningKey key = SigningKey.ed25519(Bytes.fromHex("07".repeat(32)));
        AccountKeys keys = AccountKeys.single(key.publicKey());
        Transaction unsigned =
                new Transaction(
                        Hash.fromHex("11".repeat(32)),
                        Accounts.idOf(keys),
                        7,
                        1_800_000_000_000L,
                        100_000,
                        List.of(new Message("assets", "Transfer", 1, Bytes.fromHex("820102"))),
                        new Witness(Optional.empty(), List.of()));
        Transaction signed =
                unsigned.withWitness(
                        new Witness(
                                Optional.of(keys),
                                List.of(
                                        new Witness.KeySignature(
                                                0, key.sign(unsigned.signingBytes())))));
        assertEquals(unsigned.id(), signed.id());
        assertEquals(signed, Transaction.decode(signed.encode()));
        assertEquals(signed, Submission.decode(signed.encode()));
        Bytes bare = RecordCodec.of(Transaction.class).encode(signed);
        assertEquals(Bytes.fromHex("8200").concat(bare), signed.encode());
    }

    @Test
    void accountKeysAreOrdinaryRecords() {
        AccountKeys keys =
                AccountKeys.single(SigningKey.ed25519(Bytes.fromHex("07".repeat(32))).publicKey());
        assertEquals(RecordCodec.of(AccountKeys.class).encode(keys), Accounts.encode(keys));
        assertEquals(keys, Accounts.decodeKeys(Accounts.encode(keys)));
    }
}
