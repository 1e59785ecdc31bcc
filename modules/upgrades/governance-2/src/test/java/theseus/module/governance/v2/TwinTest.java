package theseus.module.governance.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.protocol.RecordCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Message;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Receipt;

/** Messages of version 1 have the same outcomes in both versions, and decide the same. */
class TwinTest {
    private static final int STEPS = 120;
    private static final List<Account> PEOPLE =
            List.of(
                    Constitution.NORTH,
                    Constitution.SOUTH,
                    Constitution.UNIVERSITY,
                    Constitution.PATIENT,
                    Constitution.ADVOCATE,
                    Constitution.STRANGER);

    private final Chain after = Chain.of(Governance.class, Constitution.genesis());
    private final Chain before =
            Chain.of(
                    theseus.module.governance.Governance.class,
                    old(
                            Constitution.genesis(),
                            theseus.module.governance.Governance.Genesis.class));

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void oldMessagesDoWhatTheyDid(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            Account sender = PEOPLE.get(random.nextInt(PEOPLE.size()));
            switch (random.nextInt(8)) {
                case 0 ->
                        alike(
                                sender,
                                new Governance.Propose("it", action(random), Optional.empty()),
                                theseus.module.governance.Governance.Propose.class);
                case 1 ->
                        alike(
                                sender,
                                new Governance.Comment(random.nextInt(6), Hash.ZERO),
                                theseus.module.governance.Governance.Comment.class);
                case 2 ->
                        alike(
                                sender,
                                new Governance.Withdraw(random.nextInt(6)),
                                theseus.module.governance.Governance.Withdraw.class);
                case 3 -> {
                    after.blocks(2);
                    before.blocks(2);
                }
                default ->
                        alike(
                                sender,
                                new Version1.Vote(
                                        random.nextInt(6),
                                        Choice.values()[random.nextInt(Choice.values().length)]),
                                theseus.module.governance.Governance.Vote.class);
            }
        }
        assertEquals(
                before.query(new theseus.module.governance.Governance.Proposals(0, 50)).toString(),
                after.query(new Governance.Proposals(0, 50)).toString());
        assertEquals(
                before.query(new theseus.module.governance.Governance.Groups()).toString(),
                after.query(new Governance.Groups()).toString());
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, Long.getLong("theseus.seed", System.nanoTime()));
    }

    private static Action action(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Action.SetParameters(Bytes.EMPTY);
            case 1 -> new Action.SetBreaker("nothing", Optional.empty(), true, "why");
            case 2 -> new Action.SetPolicy(Constitution.policy());
            default -> new Action.SetGroup(Constitution.council());
        };
    }

    private <M extends Record & Message> void alike(
            Account sender, Record message, Class<M> oldType) {
        Receipt old = before.send(sender, old(message, oldType));
        Receipt now = after.send(sender, (Message) message);
        assertEquals(old.outcome(), now.outcome());
    }

    /** The same value in the types of version 1, whose encoding it has. */
    private static <T extends Record> T old(Record value, Class<T> type) {
        return RecordCodec.of(type).decode(RecordCodec.encodeRecord(value));
    }
}
