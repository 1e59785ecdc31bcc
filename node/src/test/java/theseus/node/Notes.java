package theseus.node;

import java.util.ArrayList;
import java.util.List;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.PlanStatus;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.sdk.PlanKind;

/**
 * A chain with the module {@code notes} and a council that says yes to everything, and what is sent
 * to them.
 */
final class Notes {
    static final String NOTES = "notes";
    static final int SENDERS = 4;
    static final long KEYS = 50;
    private static final int PIECE = 60_000;

    record Put(long key, long value) implements theseus.sdk.Message {}

    record ValueOf(long key) implements theseus.sdk.Query<Long> {}

    record WritesOf(long key) implements theseus.sdk.Query<Long> {}

    record Stage(Hash artifact, int index, int count, Bytes content)
            implements theseus.sdk.Message {}

    record Propose(Bytes plan, PlanKind kind) implements theseus.sdk.Message {}

    record Approve(Hash plan) implements theseus.sdk.Message {}

    record Stop(Hash plan, String reason) implements theseus.sdk.Message {}

    private final ChainClient client;
    private final List<Sender> senders = new ArrayList<>();
    private final Sender council;
    private long number;

    Notes(ChainClient client) {
        this.client = client;
        this.council = client.sender(TestChain.key(900));
        for (int i = 0; i < SENDERS; i++) {
            senders.add(client.sender(TestChain.key(901 + i)));
        }
    }

    static Genesis create(NodeConfig config) {
        return Node.create(
                config,
                new NewChain(
                        "notes",
                        System.currentTimeMillis(),
                        Genesis.Parameters.DEFAULT,
                        List.of(
                                instance("council", "council", List.of(Capability.PLANS)),
                                instance(NOTES, "notes-1", List.of()))));
    }

    private static NewChain.NewInstance instance(
            String name, String source, List<Capability> granted) {
        return new NewChain.NewInstance(
                name, Compiled.artifact(source), Bytes.EMPTY, List.of(), granted);
    }

    static Plan plan(ChainClient client, Artifact candidate, Plan.Window window) {
        return TestPlans.of(
                client.chain(),
                List.of(
                        new Plan.Action.Upgrade(
                                NOTES,
                                Compiled.artifact("notes-1").hash(),
                                candidate.hash(),
                                List.of(),
                                List.of())),
                window);
    }

    /** Brings the code onto the chain and the plan to READY. */
    void open(Artifact candidate, Plan plan) {
        Bytes code = candidate.encode();
        int count = (code.size() + PIECE - 1) / PIECE;
        for (int i = 0; i < count; i++) {
            Bytes piece = code.slice(i * PIECE, Math.min(code.size(), (i + 1) * PIECE));
            council.withGasLimit(40_000_000)
                    .send("council", new Stage(candidate.hash(), i, count, piece));
        }
        council.withGasLimit(40_000_000).send("council", new Propose(plan.encode(), plan.kind()));
        council.send("council", new Approve(plan.id()));
    }

    /** One transaction of each sender; each must be applied. */
    void traffic() {
        for (Sender sender : senders) {
            number++;
            sender.send(NOTES, new Put(number * 7 % KEYS, number));
        }
    }

    /** So many records under keys of their own. */
    void fill(int records) {
        List<List<Message>> batch = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            batch.add(List.of(Message.of(NOTES, new Put(i, i))));
        }
        for (Answer answer : senders.getFirst().sendAll(batch, Wait.COMMITTED)) {
            if (!(answer instanceof Answer.Committed committed && committed.applied())) {
                throw new AssertionError(answer.toString());
            }
        }
    }

    /** Many at once, some of which may be lost with the node. */
    void burst(int count) {
        for (Sender sender : senders) {
            List<List<Message>> batch = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                number++;
                batch.add(List.of(Message.of(NOTES, new Put(number * 7 % KEYS, number))));
            }
            for (Answer answer : sender.sendAll(batch, Wait.COMMITTED)) {
                if (answer instanceof Answer.Committed committed && !committed.applied()) {
                    throw new AssertionError(committed.receipt().status().toString());
                }
            }
        }
    }

    PlanStatus status(Hash plan) {
        return client.upgrades().plan(plan).orElseThrow();
    }

    /** Sends until the plan has left {@code phase}; where it is then. */
    PlanStatus trafficWhile(Hash plan, Phase phase) {
        PlanStatus status = status(plan);
        while (status.phase() == phase) {
            traffic();
            status = status(plan);
        }
        return status;
    }

    /** Sends until the plan has ended or is there. */
    PlanStatus trafficUntil(Hash plan, Phase phase) {
        PlanStatus status = status(plan);
        while (status.phase() != phase && !status.phase().ended()) {
            traffic();
            status = status(plan);
        }
        return status;
    }
}
