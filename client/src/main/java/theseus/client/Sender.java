package theseus.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import theseus.protocol.Message;
import theseus.protocol.SigningKey;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.protocol.Witness.KeySignature;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;

/**
 * An account that sends: builds, signs and numbers transactions. It asks the node for its first
 * nonce and counts on from there; after a refusal it asks again. Thread-safe, one sending at a
 * time. Two senders of one account disturb each other's count.
 */
public final class Sender {
    public static final long DEFAULT_GAS_LIMIT = 2_000_000;

    /** How long a transaction may wait before it expires. */
    public static final long LIFETIME_MILLIS = 5 * 60_000;

    private static final int MAX_TRIES = 200;
    private static final String WRONG_NONCE = "WRONG_NONCE";
    private static final String EXPIRED = "EXPIRED";

    private final ChainClient client;
    private final AccountId account;
    private final Optional<AccountKeys> firstKeys;
    private final List<SigningKey> signers;
    private final long gasLimit;
    private OptionalLong nextNonce = OptionalLong.empty();

    /** Block time as it was last asked for: the chain's clock may be ahead of this machine's. */
    private volatile long chainMillis;

    Sender(
            ChainClient client,
            AccountId account,
            Optional<AccountKeys> firstKeys,
            List<SigningKey> signers) {
        this(client, account, firstKeys, signers, DEFAULT_GAS_LIMIT);
    }

    private Sender(
            ChainClient client,
            AccountId account,
            Optional<AccountKeys> firstKeys,
            List<SigningKey> signers,
            long gasLimit) {
        this.client = client;
        this.account = account;
        this.firstKeys = firstKeys;
        this.signers = List.copyOf(signers);
        this.gasLimit = gasLimit;
    }

    public AccountId account() {
        return account;
    }

    /** The same account with another gas limit for each transaction. */
    public Sender withGasLimit(long limit) {
        return new Sender(client, account, firstKeys, signers, limit);
    }

    /**
     * Sends one message and waits until it is committed and applied.
     *
     * @throws RefusedException when it was not
     */
    public Answer.Committed send(String instance, theseus.sdk.Message body) {
        return send(List.of(Message.of(instance, body)));
    }

    /** The same for several messages, all or none. */
    public Answer.Committed send(List<Message> messages) {
        return switch (sendAll(List.of(messages), Wait.COMMITTED).getFirst()) {
            case Answer.Committed committed -> {
                if (!committed.applied()) {
                    throw RefusedException.of(committed);
                }
                yield committed;
            }
            case Answer.Refused refused -> throw RefusedException.of(refused);
            case Answer.Accepted _ ->
                    throw ApiException.bad("that it was queued, when its block was waited for");
        };
    }

    /**
     * Sends many transactions in order, each a list of messages. Where the node is busy it waits as
     * long as the node says and goes on; what is refused otherwise, and all after it, is not sent
     * again.
     */
    public synchronized List<Answer> sendAll(List<List<Message>> transactions, Wait wait) {
        List<Answer> answers = new ArrayList<>(transactions.size());
        int tries = 0;
        while (answers.size() < transactions.size()) {
            List<Transaction> signed = new ArrayList<>();
            long nonce = nonce();
            for (List<Message> messages :
                    transactions.subList(
                            answers.size(),
                            Math.min(
                                    answers.size() + ChainClient.MAX_BATCH, transactions.size()))) {
                signed.add(sign(nonce++, messages));
            }
            List<Answer> part = submit(signed, wait);
            int taken = 0;
            while (taken < part.size() && !(part.get(taken) instanceof Answer.Refused)) {
                taken++;
            }
            answers.addAll(part.subList(0, taken));
            if (taken == part.size()) {
                nextNonce = OptionalLong.of(nonce);
                continue;
            }
            nextNonce = OptionalLong.empty();
            Answer.Refused refused = (Answer.Refused) part.get(taken);
            boolean again =
                    refused.retryAfterMillis() > 0
                            || (taken == 0
                                    && tries == 0
                                    && (refused.code().equals(WRONG_NONCE) || isBehind(refused)));
            if (!again || ++tries > MAX_TRIES) {
                answers.addAll(part.subList(taken, part.size()));
                while (answers.size() < transactions.size()) {
                    answers.add(refused);
                }
                return answers;
            }
            pause(refused.retryAfterMillis());
        }
        return answers;
    }

    /** Signs a transaction with the next nonce and counts it as sent. */
    public synchronized Transaction sign(List<Message> messages) {
        long nonce = nonce();
        nextNonce = OptionalLong.of(nonce + 1);
        return sign(nonce, messages);
    }

    public Transaction sign(long nonce, List<Message> messages) {
        Transaction unsigned =
                new Transaction(
                        client.chain(),
                        account,
                        nonce,
                        Math.max(chainMillis, System.currentTimeMillis()) + LIFETIME_MILLIS,
                        gasLimit,
                        messages,
                        new Witness(firstKeys, List.of()));
        Bytes signed = unsigned.signingBytes();
        AccountKeys keys =
                firstKeys.orElseGet(
                        () ->
                                client.account(account)
                                        .rotatedKeys()
                                        .orElseThrow(
                                                () ->
                                                        ApiException.bad(
                                                                "that the keys of "
                                                                        + account
                                                                        + " have not rotated")));
        List<KeySignature> signatures = new ArrayList<>();
        for (int i = 0; i < keys.keys().size(); i++) {
            for (SigningKey signer : signers) {
                if (signer.publicKey().equals(keys.keys().get(i))) {
                    signatures.add(new KeySignature(i, signer.sign(signed)));
                }
            }
        }
        return unsigned.withWitness(new Witness(firstKeys, signatures));
    }

    private List<Answer> submit(List<Transaction> signed, Wait wait) {
        try {
            return client.submit(signed.stream().map(Transaction::encode).toList(), wait);
        } catch (ApiException e) {
            nextNonce = OptionalLong.empty();
            if (e.retryAfterMillis() > 0) {
                return signed.stream()
                        .<Answer>map(
                                one ->
                                        new Answer.Refused(
                                                one.id(),
                                                e.code(),
                                                String.valueOf(e.getMessage()),
                                                e.retryAfterMillis()))
                        .toList();
            }
            throw e;
        }
    }

    /**
     * Whether it expired because block time is ahead of this machine's clock, as it is now known.
     */
    private boolean isBehind(Answer.Refused refused) {
        if (!refused.code().equals(EXPIRED)) {
            return false;
        }
        chainMillis = client.status().timeMillis();
        return chainMillis > System.currentTimeMillis();
    }

    private long nonce() {
        for (int tries = 0; nextNonce.isEmpty(); tries++) {
            try {
                nextNonce = OptionalLong.of(client.account(account).nextNonce());
            } catch (ApiException e) {
                if (e.retryAfterMillis() <= 0 || tries >= MAX_TRIES) {
                    throw e;
                }
                pause(e.retryAfterMillis());
            }
        }
        return nextNonce.getAsLong();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis); // the node said how long
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("Interrupted while waiting to send again", e);
        }
    }
}
