package theseus.protocol;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Hash;

/**
 * Messages that are executed all or none, signed by an account.
 *
 * @param chain hash of the genesis of the chain it is for
 * @param nonce how many transactions of the sender were committed before it
 * @param expiryMillis block time from which on it is refused
 * @param witness keys and signatures; not part of the id, since signatures are malleable
 */
public record Transaction(
        Hash chain,
        AccountId sender,
        long nonce,
        long expiryMillis,
        long gasLimit,
        List<Message> messages,
        Witness witness)
        implements Submission {
    public Transaction {
        messages = List.copyOf(messages);
    }
}
