package theseus.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import theseus.client.ChainClient;
import theseus.client.FollowerView;
import theseus.client.PlanStatus;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.node.HttpConfig;
import theseus.node.NewChain;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.Artifact;
import theseus.protocol.CborWriter;
import theseus.protocol.Genesis;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;

/**
 * A whole node on disk, with its engine, whose chain has the module {@code notes} twice (one is
 * upgraded, the other is everybody else) and a council that opens plans.
 */
final class BenchNode implements AutoCloseable {
    static final String NOTES = "notes";
    static final String OTHER = "other";

    /** One sender of four writes to the module that is upgraded. */
    static final int SENDERS = 200;

    private static final int NOTES_SHARE = 4;
    private static final String COUNCIL = "council";
    private static final int COUNCILLOR = 9_000;
    private static final int LIBRARIAN = 9_001;
    private static final int PIECE_BYTES = 60_000;
    private static final long COUNCIL_GAS = 40_000_000;
    private static final long POLL_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 900;

    private final Node node;
    private final ChainClient client;
    private final Genesis genesis;
    private final Watch watch = new Watch(List.of(NOTES, OTHER));
    private final List<Load.Writer> writers = new ArrayList<>();
    private final Caller council;
    private final Caller librarian;
    private final Set<Hash> staged = new TreeSet<>();

    private BenchNode(Node node, Genesis genesis) {
        this.node = node;
        this.genesis = genesis;
        this.client = ChainClient.trusting(genesis, node.address().orElseThrow());
        this.council = new Caller(genesis.hash(), COUNCILLOR);
        this.librarian = new Caller(genesis.hash(), LIBRARIAN);
        for (int i = 0; i < SENDERS; i++) {
            String instance = i % NOTES_SHARE == 0 ? NOTES : OTHER;
            writers.add(new Load.Writer(new Caller(genesis.hash(), i), instance));
        }
    }

    static BenchNode start(Path directory) throws Exception {
        NodeConfig config = NodeConfig.of(directory).withHttp(HttpConfig.DEFAULT.withPort(0));
        Genesis genesis =
                Node.create(
                        config,
                        new NewChain(
                                "bench",
                                System.currentTimeMillis(),
                                Genesis.Parameters.DEFAULT,
                                instances()));
        return new BenchNode(Node.start(config), genesis);
    }

    static List<NewChain.NewInstance> instances() throws Exception {
        Artifact notes = BenchModules.notes(1);
        return List.of(
                new NewChain.NewInstance(
                        COUNCIL,
                        BenchModules.council(),
                        Bytes.EMPTY,
                        List.of(),
                        List.of(Capability.PLANS)),
                new NewChain.NewInstance(NOTES, notes, Bytes.EMPTY, List.of(), List.of()),
                new NewChain.NewInstance(OTHER, notes, Bytes.EMPTY, List.of(), List.of()));
    }

    Watch watch() {
        return watch;
    }

    Hash chain() {
        return genesis.hash();
    }

    long height() {
        return node.height();
    }

    Submitted submit(Bytes transaction) {
        return node.submit(transaction);
    }

    /** Of all senders. */
    Load load(long keys) {
        return new Load(this, writers, keys, 47);
    }

    /** Of those alone that write to {@code instance}. */
    Load load(String instance, long keys) {
        return new Load(
                this,
                writers.stream().filter(one -> one.instance().equals(instance)).toList(),
                keys,
                48);
    }

    /** Puts that many records into the module that is upgraded. */
    void fill(long records) throws Exception {
        Sent.fill(node::submit, librarian, NOTES, records);
    }

    /** One write of the one who misbehaves; the block it is in. */
    long put(long key, long value) throws Exception {
        Bytes body = new CborWriter().arrayHeader(2).integer(key).integer(value).toBytes();
        return Sent.applied(
                        accepted(
                                librarian.sign(Load.GAS_LIMIT, new Message(NOTES, "Put", 1, body))))
                .height();
    }

    /** Brings the code onto the chain, proposes the plan and approves it. */
    void open(Artifact candidate, Plan plan) throws Exception {
        if (staged.add(candidate.hash())) {
            Bytes code = candidate.encode();
            int count = (code.size() + PIECE_BYTES - 1) / PIECE_BYTES;
            for (int i = 0; i < count; i++) {
                Bytes piece =
                        code.slice(i * PIECE_BYTES, Math.min(code.size(), (i + 1) * PIECE_BYTES));
                order(
                        "Stage",
                        new CborWriter()
                                .arrayHeader(4)
                                .bytes(candidate.hash().bytes())
                                .integer(i)
                                .integer(count)
                                .bytes(piece));
            }
        }
        order(
                "Propose",
                new CborWriter()
                        .arrayHeader(2)
                        .bytes(plan.encode())
                        .integer(plan.kind().ordinal()));
        order("Approve", new CborWriter().arrayHeader(1).bytes(plan.id().bytes()));
    }

    /** Takes a plan back; waits until nobody follows it any more. */
    void stop(Hash plan) throws Exception {
        order("Stop", new CborWriter().arrayHeader(1).bytes(plan.bytes()));
        await(plan, status -> status.phase() == Phase.ROLLED_BACK);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (client.upgrades().follower(plan).isPresent()) {
            pause(until, plan);
        }
    }

    PlanStatus status(Hash plan) {
        return client.upgrades().plan(plan).orElseThrow();
    }

    /** Waits until the plan is as wished. */
    PlanStatus await(Hash plan, Predicate<PlanStatus> wished) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            PlanStatus status = status(plan);
            if (wished.test(status)) {
                return status;
            }
            if (status.phase() == Phase.ROLLED_BACK) {
                throw new IllegalStateException("the plan was rolled back: " + status.json());
            }
            pause(until, plan);
        }
    }

    /** Waits until the plan's follower is at the tip; how far it was behind. */
    long awaitFollower(Hash plan) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        long lag = lag(plan);
        while (lag(plan) > 0) {
            pause(until, plan);
        }
        return lag;
    }

    /** Records that the plan's follower has carried so far. */
    long carried(Hash plan) {
        return client.upgrades().follower(plan).map(FollowerView::recordsMigrated).orElse(0L);
    }

    private long lag(Hash plan) {
        return client.upgrades().follower(plan).map(FollowerView::lagBlocks).orElse(0L);
    }

    private void pause(long until, Hash plan) throws InterruptedException {
        client.upgrades()
                .follower(plan)
                .filter(one -> one.state().equals("FAILED"))
                .ifPresent(
                        failed -> {
                            throw new IllegalStateException("the follower failed: " + failed);
                        });
        if (System.nanoTime() > until) {
            throw new IllegalStateException("it takes too long: " + status(plan).json());
        }
        Thread.sleep(POLL_MILLIS);
    }

    private void order(String message, CborWriter body) throws Exception {
        Sent.applied(
                accepted(
                        council.sign(
                                COUNCIL_GAS, new Message(COUNCIL, message, 1, body.toBytes()))));
    }

    private Submitted.Accepted accepted(Bytes transaction) throws InterruptedException {
        return Sent.accepted(node::submit, transaction);
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }
}
