package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.SignatureScheme;
import theseus.protocol.Accounts;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Whether a transaction's witness shows that its sender agreed. */
final class Authorization {
    private Authorization() {}

    static Optional<Rejection> check(
            Transaction transaction, Hash id, AccountRecord account, SignatureScheme scheme) {
        Witness witness = transaction.witness();
        if (account.keys().isPresent()) {
            return witness.keys().isPresent()
                    ? unknown(
                            "the keys of this account have rotated; leave them out of the witness")
                    : signatures(transaction, id, account.keys().get(), scheme);
        }
        if (witness.keys().isEmpty()) {
            return unknown("the chain does not know this account's keys; send them in the witness");
        }
        AccountKeys keys = witness.keys().get();
        if (!Accounts.idOf(keys).equals(transaction.sender())) {
            return unknown("the keys in the witness are not those that name this account");
        }
        return signatures(transaction, id, keys, scheme);
    }

    private static Optional<Rejection> signatures(
            Transaction transaction, Hash id, AccountKeys keys, SignatureScheme scheme) {
        List<Witness.KeySignature> signatures = transaction.witness().signatures();
        if (signatures.size() < keys.threshold()) {
            return bad(signatures.size() + " signatures, " + keys.threshold() + " are needed");
        }
        // The witness itself sees to it that they are by different keys.
        for (Witness.KeySignature signature : signatures) {
            if (signature.keyIndex() >= keys.keys().size()) {
                return bad("there is no key " + signature.keyIndex() + " in this account");
            }
        }
        Bytes content = Transaction.signingBytes(id);
        for (Witness.KeySignature signature : signatures) {
            int index = signature.keyIndex();
            if (!scheme.verify(keys.keys().get(index), content, signature.signature())) {
                return bad("the signature by key " + index + " is not valid");
            }
        }
        return Optional.empty();
    }

    private static Optional<Rejection> unknown(String explanation) {
        return Optional.of(new Rejection(Codes.KEYS_UNKNOWN, explanation));
    }

    private static Optional<Rejection> bad(String explanation) {
        return Optional.of(new Rejection(Codes.BAD_SIGNATURE, explanation));
    }
}
