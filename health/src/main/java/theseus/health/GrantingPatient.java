package theseus.health;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.protocol.Message;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A pseudonym that grants and revokes and has no records: what a chain with more patients would
 * keep. Each grant is for another reader, as random as its words.
 */
final class GrantingPatient {
    private static final int ID_BYTES = 32;
    private static final int BODY_BYTES = 128;

    private final Sender sender;
    private final Entropy entropy;
    private final long untilMillis;
    private final Deque<Hash> granted = new ArrayDeque<>();

    GrantingPatient(ChainClient chain, Entropy entropy, long untilMillis) {
        this.sender = chain.sender(SigningKey.ed25519(Bytes.wrap(entropy.bytes(ID_BYTES))));
        this.entropy = entropy;
        this.untilMillis = untilMillis;
    }

    synchronized Answer grant() {
        return grant(1).getFirst();
    }

    /** So many grants, one a transaction. */
    synchronized List<Answer> grant(int count) {
        List<Hash> ids = new ArrayList<>();
        List<List<Message>> transactions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Hash id = random();
            ids.add(id);
            transactions.add(
                    List.of(
                            Message.of(
                                    Tables.CONSENT,
                                    new ConsentMessages.Grant(
                                            id,
                                            new AccountId(random().bytes()),
                                            List.of(
                                                    Bytes.wrap(
                                                            entropy.bytes(
                                                                    RelationshipKeys.TAG_BYTES))),
                                            0,
                                            untilMillis,
                                            Bytes.wrap(entropy.bytes(BODY_BYTES)),
                                            random()))));
        }
        List<Answer> answers = sender.sendAll(transactions, Wait.COMMITTED);
        for (int i = 0; i < count; i++) {
            if (Outcomes.code(answers.get(i)).equals(Outcomes.APPLIED)) {
                granted.add(ids.get(i));
            }
        }
        return answers;
    }

    /** Revokes the oldest grant that is not revoked yet. */
    synchronized Optional<Answer> revoke() {
        Hash oldest = granted.poll();
        return oldest == null
                ? Optional.empty()
                : Optional.of(
                        sender.sendAll(
                                        List.of(
                                                List.of(
                                                        Message.of(
                                                                Tables.CONSENT,
                                                                new ConsentMessages.Revoke(
                                                                        oldest)))),
                                        Wait.COMMITTED)
                                .getFirst());
    }

    private Hash random() {
        return new Hash(Bytes.wrap(entropy.bytes(ID_BYTES)));
    }
}
