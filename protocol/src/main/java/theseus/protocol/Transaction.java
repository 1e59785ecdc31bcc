package theseus.protocol;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
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
    private static final String ID_DOMAIN = "theseus/transaction/1";
    private static final String SIGNING_DOMAIN = "theseus/transaction/signature/1";

    public Transaction {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a transaction without messages");
        }
        Wire.atMost("messages of a transaction", messages.size(), Limits.MAX_MESSAGES);
        Wire.notNegative("nonce", nonce);
        Wire.notNegative("expiry", expiryMillis);
        Wire.notNegative("gas limit", gasLimit);
    }

    /** SHA-256 of the domain and the array of all fields but the witness. */
    @Override
    public Hash id() {
        return Sha256.of(
                ID_DOMAIN,
                Wire.encode(
                        out -> {
                            out.arrayHeader(6);
                            writeFields(out);
                        }));
    }

    @Override
    public Bytes signingBytes() {
        return signingBytes(id());
    }

    /** What is signed of the transaction that has that id. */
    public static Bytes signingBytes(Hash id) {
        return Domain.bytes(SIGNING_DOMAIN).concat(id.bytes());
    }

    /** The same transaction with another witness; its id stays. */
    public Transaction withWitness(Witness other) {
        return new Transaction(chain, sender, nonce, expiryMillis, gasLimit, messages, other);
    }

    @Override
    public Bytes encode() {
        return Wire.encode(
                out -> {
                    out.arrayHeader(2).integer(0).arrayHeader(7);
                    writeFields(out);
                    witness.write(out);
                });
    }

    public static Transaction decode(Bytes encoding) {
        if (Submission.decode(encoding) instanceof Transaction transaction) {
            return transaction;
        }
        throw new MalformedException(
                Malformed.WRONG_TYPE, "at byte 1: a statement stands where a transaction should");
    }

    static Transaction read(CborReader in) {
        in.expectArray(7);
        return new Transaction(
                in.hash(),
                in.accountId(),
                in.integer(64),
                in.integer(64),
                in.integer(64),
                Wire.list(in, Limits.MAX_MESSAGES, Message::read),
                Witness.read(in));
    }

    private void writeFields(CborWriter out) {
        out.bytes(chain.bytes()).bytes(sender.bytes());
        out.integer(nonce).integer(expiryMillis).integer(gasLimit);
        Wire.list(out, messages, Message::write);
    }
}
