package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.ConsensusEngine;
import theseus.protocol.MalformedException;
import theseus.protocol.Message;
import theseus.protocol.SigningKey;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What a batch is told when there is no room. */
final class SubmissionsTest {
    private static final SigningKey FIRST = TestChain.key(1);
    private static final SigningKey SECOND = TestChain.key(2);

    /** Takes what the second sends; and of the first so many. */
    private static final class Engine implements ConsensusEngine {
        private final List<Bytes> tried = new ArrayList<>();
        private final String code;
        private int room;

        Engine(int room, String code) {
            this.room = room;
            this.code = code;
        }

        @Override
        public void start(Application application) {}

        @Override
        public Submitted submit(Bytes bytes) {
            tried.add(bytes);
            try {
                Transaction transaction = (Transaction) Submission.decode(bytes);
                if (transaction.sender().equals(TestChain.account(FIRST)) && --room < 0) {
                    return new Submitted.Rejected(Hash.ZERO, code, "no room", 50);
                }
                return new Submitted.Accepted(transaction.id(), new CompletableFuture<>());
            } catch (MalformedException e) {
                return new Submitted.Rejected(Hash.ZERO, "MALFORMED", "none", 0);
            }
        }

        @Override
        public int queued() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static Bytes transaction(SigningKey sender, long nonce) {
        return new Transaction(
                        Hash.ZERO,
                        TestChain.account(sender),
                        nonce,
                        1,
                        1,
                        List.of(new Message("gold", "Transfer", 1, Bytes.EMPTY)),
                        new Witness(Optional.empty(), List.of()))
                .encode();
    }

    private static List<String> submit(Engine engine, List<Bytes> batch) throws Exception {
        try (var preverifier =
                new Preverifier((key, content, signature) -> true, id -> Optional.empty(), 1)) {
            return new Submissions(engine, preverifier)
                    .submit(batch, false).stream()
                            .map(
                                    answer ->
                                            answer instanceof Submissions.Answer.Refused refused
                                                    ? refused.code()
                                                    : "ACCEPTED")
                            .toList();
        }
    }

    @Test
    void aSendersPartHoldsUpNobodyElseInTheBatch() throws Exception {
        Engine engine = new Engine(1, ConsensusEngine.SENDER_BUSY);
        List<Bytes> batch =
                List.of(
                        transaction(FIRST, 0),
                        transaction(FIRST, 1),
                        transaction(SECOND, 0),
                        Bytes.fromHex("ff"),
                        transaction(FIRST, 2),
                        transaction(SECOND, 1));
        assertEquals(
                List.of(
                        "ACCEPTED",
                        "SENDER_BUSY",
                        "ACCEPTED",
                        "MALFORMED",
                        "SENDER_BUSY",
                        "ACCEPTED"),
                submit(engine, batch));
        assertEquals(5, engine.tried.size(), "a later nonce must not overtake");
    }

    @Test
    void onceTheQueueIsFullTheRestIsNotTried() throws Exception {
        Engine engine = new Engine(1, ConsensusEngine.BUSY);
        List<Bytes> batch =
                List.of(transaction(FIRST, 0), transaction(FIRST, 1), transaction(SECOND, 0));
        assertEquals(List.of("ACCEPTED", "BUSY", "BUSY"), submit(engine, batch));
        assertEquals(2, engine.tried.size());
    }
}
