package theseus.health;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import theseus.client.Answer;
import theseus.client.ChainClient;
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

    private final ChainClient chain;
    private final SigningKey key;
    private final Entropy entropy;
    private final long untilMillis;
    private final Deque<Hash> granted = new ArrayDeque<>();

    GrantingPatient(ChainClient chain, Entropy entropy, long untilMillis) {
        this.chain = chain;
        this.key = SigningKey.ed25519(Bytes.wrap(entropy.bytes(ID_BYTES)));
        this.entropy = entropy;
        this.untilMillis = untilMillis;
    }

    /** One grant, sent once. */
    synchronized Answer grant() {
        Hash id = random();
        Answer answer = send(granting(id));
        if (Outcomes.code(answer).equals(Outcomes.APPLIED)) {
            granted.add(id);
        }
        return answer;
    }

    /** So many grants, one a transaction, as fast as the chain takes them. */
    synchronized List<Answer> grant(int count) {
        List<Hash> ids = Stream.generate(this::random).limit(count).toList();
        List<Answer> answers =
                chain.sender(key)
                        .sendAll(
                                ids.stream().map(id -> List.of(granting(id))).toList(),
                                Wait.COMMITTED);
        for (int i = 0; i < count; i++) {
            if (Outcomes.code(answers.get(i)).equals(Outcomes.APPLIED)) {
                granted.add(ids.get(i));
            }
        }
        return answers;
    }

    /** Revokes the oldest grant that is not revoked yet, sent once. */
    synchronized Optional<Answer> revoke() {
        return Optional.ofNullable(granted.poll())
                .map(id -> send(Message.of(Tables.CONSENT, new ConsentMessages.Revoke(id))));
    }

    private Answer send(Message message) {
        return chain.submit(chain.sender(key).sign(List.of(message)).encode(), Wait.COMMITTED);
    }

    private Message granting(Hash id) {
        Bytes tag = Bytes.wrap(entropy.bytes(RelationshipKeys.TAG_BYTES));
        return Message.of(
                Tables.CONSENT,
                new ConsentMessages.Grant(
                        id,
                        new AccountId(random().bytes()),
                        List.of(tag),
                        0,
                        untilMillis,
                        Bytes.wrap(entropy.bytes(BODY_BYTES)),
                        random()));
    }

    private Hash random() {
        return new Hash(Bytes.wrap(entropy.bytes(ID_BYTES)));
    }
}
