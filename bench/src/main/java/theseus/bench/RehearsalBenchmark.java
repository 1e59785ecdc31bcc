package theseus.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import theseus.crypto.FastSigner;
import theseus.crypto.Signatures;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Filled;
import theseus.kernel.Followed;
import theseus.kernel.Kernel;
import theseus.kernel.KernelTables;
import theseus.kernel.PlanFollower;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateView;
import theseus.node.NewChain;
import theseus.protocol.Artifact;
import theseus.protocol.CborWriter;
import theseus.protocol.Genesis;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/**
 * What a rehearsal costs over executing the same blocks again and no more: the version in force, on
 * another thread the candidate beside it, compared, and on a third the candidate running free; each
 * signature verified once and ahead. Without storage and network on either side. {@code
 * -Drecords=50000}, {@code -Drounds=5}, {@code -Dblocks=40}.
 */
final class RehearsalBenchmark implements Benchmark {
    private static final long RECORDS = Long.getLong("records", 50_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int BLOCKS = Integer.getInteger("blocks", 40);
    private static final int BLOCK_TRANSACTIONS = 500;
    private static final int AHEAD = 8;
    private static final int VERIFIERS = 2;
    private static final int FILLED_AT_ONCE = 1_500;
    private static final int CARRIED_AT_ONCE = 4_096;
    private static final long FILL_GAS = 40_000_000;
    private static final int NOTES_SHARE = 4;
    private static final double TARGET = 0.5;
    private static final TableId NEW_TABLE = new TableId(BenchNode.NOTES, "notes", 2);
    private static final PublicKey PROPOSER =
            FastSigner.ed25519(Bytes.wrap(new byte[32])).publicKey();

    private final BytecodeRuntime runtime = new BytecodeRuntime();
    private final Kernel kernel = new Kernel(runtime, Signatures.best());
    private final PlanFollower follower = kernel.follower();
    private final VerifiedOnce signatures = new VerifiedOnce(Signatures.best());
    private final Kernel first = new Kernel(runtime, signatures);
    private final PlanFollower second = new Kernel(runtime, signatures).follower();
    private final PlanFollower free = new Kernel(runtime, signatures).follower();
    private final List<BlockInput> blocks = new ArrayList<>();

    @Override
    public String name() {
        return "rehearsal";
    }

    @Override
    public String description() {
        return "rehearsing a candidate over past blocks, beside executing them again";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        Genesis genesis = genesis();
        Artifact candidate = BenchModules.notes(2);
        try (VersionedState state = VersionedState.open(new MemoryStorage(), 100)) {
            state.commit(state.stage(0, kernel.genesis(genesis, artifacts())), List.of());
            fill(state, genesis);
            Layer base = new Layer(state.head());
            base.put(
                    KernelTables.ARTIFACTS, KernelTables.key(candidate.hash()), candidate.encode());
            make(genesis, state.height());
            PlanRecord plan = plan(genesis, candidate, state.height());
            Layer filled = carry(base, plan);
            return measure(base, filled, plan, progress);
        }
    }

    private List<Figure> measure(
            Layer base, Layer filled, PlanRecord plan, Consumer<String> progress) throws Exception {
        double[] ratios = new double[ROUNDS];
        double[] replays = new double[ROUNDS];
        int transactions = BLOCKS * BLOCK_TRANSACTIONS;
        for (int round = -1; round < ROUNDS; round++) {
            double replay = transactions / replay(base);
            double rehearsal = transactions / rehearse(base, filled, plan);
            progress.accept(
                    "%s: replay %,.0f transactions/s, rehearsal %,.0f"
                            .formatted(
                                    round < 0 ? "warm-up" : "round " + (round + 1),
                                    replay,
                                    rehearsal));
            if (round >= 0) {
                replays[round] = replay;
                ratios[round] = rehearsal / replay;
            }
        }
        return List.of(
                Figure.of("rehearsal.replay", Twins.median(replays), "1/s", ROUNDS),
                Figure.atLeast(TARGET, "rehearsal.ratio", Twins.median(ratios), "", ROUNDS));
    }

    /** Seconds. */
    private double replay(Layer base) {
        Layer state = new Layer(base);
        long started = System.nanoTime();
        for (BlockInput block : blocks) {
            state.apply(kernel.execute(state, block).changes());
        }
        return (System.nanoTime() - started) / 1e9;
    }

    /** Seconds; three side by side, each on a view of its own, as the command does. */
    private double rehearse(Layer base, Layer filled, PlanRecord plan) throws Exception {
        Layer state = new Layer(base);
        Layer seen = new Layer(base);
        Layer tables = new Layer(filled);
        Layer own = new Layer(joined(base, filled));
        Deque<Future<?>> underway = new ArrayDeque<>();
        signatures.forget();
        Deque<Future<?>> ahead = new ArrayDeque<>();
        int verified = 0;
        try (ExecutorService verifying = Executors.newFixedThreadPool(VERIFIERS);
                ExecutorService comparing = Executors.newSingleThreadExecutor();
                ExecutorService beside = Executors.newSingleThreadExecutor()) {
            long started = System.nanoTime();
            for (BlockInput block : blocks) {
                while (verified < blocks.size() && ahead.size() < AHEAD) {
                    List<Bytes> submissions = blocks.get(verified++).submissions();
                    ahead.add(verifying.submit(() -> signatures.ahead(submissions)));
                }
                ahead.removeFirst().get();
                underway.add(beside.submit(() -> own.apply(free.free(own, plan, block).changes())));
                BlockResult result = first.execute(state, block);
                underway.add(comparing.submit(() -> compare(seen, tables, plan, block, result)));
                state.apply(result.changes());
                while (underway.size() > 2 * AHEAD) {
                    underway.removeFirst().get();
                }
            }
            for (Future<?> one : underway) {
                one.get();
            }
            return (System.nanoTime() - started) / 1e9;
        }
    }

    private void compare(
            Layer state, Layer tables, PlanRecord plan, BlockInput block, BlockResult result) {
        Followed followed = second.shadow(state, tables, plan, block, result);
        if (followed.trip().isPresent()
                || followed.compared().size() < BLOCK_TRANSACTIONS / NOTES_SHARE) {
            throw new IllegalStateException("not compared: " + followed.trip());
        }
        state.apply(result.changes());
        tables.apply(followed.changes());
    }

    private static Genesis genesis() throws Exception {
        return new Genesis(
                "bench",
                Kernel.PROTOCOL_VERSION,
                System.currentTimeMillis(),
                Genesis.Parameters.DEFAULT,
                List.of(new Genesis.Validator(PROPOSER, 1)),
                BenchNode.instances().stream()
                        .map(
                                one ->
                                        new Genesis.Instance(
                                                one.name(),
                                                one.artifact().hash(),
                                                one.document(),
                                                one.bindings(),
                                                one.granted()))
                        .toList());
    }

    private static TreeMap<Hash, Artifact> artifacts() throws Exception {
        TreeMap<Hash, Artifact> artifacts = new TreeMap<>();
        for (NewChain.NewInstance one : BenchNode.instances()) {
            artifacts.put(one.artifact().hash(), one.artifact());
        }
        return artifacts;
    }

    private void fill(VersionedState state, Genesis genesis) {
        Caller librarian = new Caller(genesis.hash(), BenchNode.SENDERS);
        for (long from = 0; from < RECORDS; from += FILLED_AT_ONCE) {
            Bytes body =
                    new CborWriter()
                            .arrayHeader(2)
                            .integer(from)
                            .integer(Math.min(FILLED_AT_ONCE, RECORDS - from))
                            .toBytes();
            long height = state.height() + 1;
            BlockInput block =
                    block(
                            genesis,
                            height,
                            List.of(
                                    librarian.sign(
                                            FILL_GAS,
                                            new Message(BenchNode.NOTES, "Fill", 1, body))));
            state.commit(
                    state.stage(height, kernel.execute(state.head(), block).changes()), List.of());
        }
    }

    private void make(Genesis genesis, long height) {
        var random = new java.util.Random(47);
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < BenchNode.SENDERS; i++) {
            callers.add(new Caller(genesis.hash(), i));
        }
        for (int i = 0; i < BLOCKS; i++) {
            List<Bytes> submissions = new ArrayList<>();
            for (int t = 0; t < BLOCK_TRANSACTIONS; t++) {
                String instance = t % NOTES_SHARE == 0 ? BenchNode.NOTES : BenchNode.OTHER;
                Bytes body =
                        new CborWriter()
                                .arrayHeader(2)
                                .integer(random.nextLong(RECORDS))
                                .integer(random.nextInt(1_000_000))
                                .toBytes();
                submissions.add(
                        callers.get(t % callers.size())
                                .sign(Load.GAS_LIMIT, new Message(instance, "Put", 1, body)));
            }
            blocks.add(block(genesis, height + 1 + i, submissions));
        }
    }

    private static BlockInput block(Genesis genesis, long height, List<Bytes> submissions) {
        return new BlockInput(
                genesis.hash(),
                height,
                genesis.timeMillis() + height,
                Hash.ZERO,
                PROPOSER,
                submissions);
    }

    private static PlanRecord plan(Genesis genesis, Artifact candidate, long height)
            throws Exception {
        Plan plan =
                BenchPlans.of(
                        genesis.hash(),
                        1,
                        BenchModules.notes(1),
                        candidate,
                        BenchPlans.ENDLESS,
                        Optional.empty(),
                        BenchPlans.ENDLESS);
        return PlanRecord.begun(
                plan, Phase.SHADOW, height + 1, genesis.timeMillis() + height, height);
    }

    private Layer carry(Layer base, PlanRecord plan) {
        Layer tables = Layer.empty();
        Filled filled = follower.begin(base, tables, plan);
        tables.apply(filled.changes());
        while (!filled.next().isDone() && filled.trip().isEmpty()) {
            filled = follower.backfill(base, tables, plan, filled.next(), CARRIED_AT_ONCE);
            tables.apply(filled.changes());
        }
        if (filled.trip().isPresent()) {
            throw new IllegalStateException("not carried: " + filled.trip());
        }
        return tables;
    }

    /** The new table from {@code tables}, all others from {@code state}. */
    private static StateView joined(StateView state, StateView tables) {
        TreeSet<TableId> own = new TreeSet<>(List.of(NEW_TABLE));
        return new StateView() {
            @Override
            public Optional<Bytes> get(TableId table, Bytes key) {
                return (own.contains(table) ? tables : state).get(table, key);
            }

            @Override
            public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
                return (own.contains(table) ? tables : state).range(table, from, to, limit);
            }
        };
    }
}
