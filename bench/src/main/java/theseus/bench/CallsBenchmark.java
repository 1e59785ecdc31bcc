package theseus.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import theseus.crypto.FastSigner;
import theseus.crypto.Signatures;
import theseus.kernel.BlockInput;
import theseus.kernel.Executed;
import theseus.kernel.Kernel;
import theseus.kernel.Trace;
import theseus.protocol.Artifact;
import theseus.protocol.CborWriter;
import theseus.protocol.Genesis;
import theseus.protocol.Message;
import theseus.protocol.Receipt;
import theseus.protocol.Submission;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * A call from one module to another, through the kernel, against a call of a plain Java interface
 * within a module: both read a record and write it. Transactions of {@value #CALLS} calls each, in
 * turn, executed by the kernel as it does for a block. {@code -Drounds=}.
 */
final class CallsBenchmark implements Benchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 41);
    private static final int WARM_UPS = 40;
    private static final int TRANSACTIONS = 10;
    private static final int CALLS = 1_000;
    private static final double RATIO_MAX = 2;
    private static final long GAS_LIMIT = 50_000_000;
    private static final PublicKey PROPOSER =
            FastSigner.ed25519(Bytes.wrap(new byte[32])).publicKey();

    private final Kernel kernel = new Kernel(new BytecodeRuntime(), Signatures.best());
    private final Layer state = Layer.empty();

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public String description() {
        return "a call between modules against a plain Java call that does the same table work";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        Artifact shelf = ShelfModules.shelf();
        Artifact caller = ShelfModules.caller();
        Artifact alone = ShelfModules.alone();
        Genesis genesis =
                new Genesis(
                        "bench",
                        Kernel.PROTOCOL_VERSION,
                        System.currentTimeMillis(),
                        Genesis.Parameters.DEFAULT,
                        List.of(new Genesis.Validator(PROPOSER, 1)),
                        List.of(
                                instance("alone", alone, List.of()),
                                instance(
                                        "caller",
                                        caller,
                                        List.of(new Genesis.Binding("shelf", ShelfNode.SHELF))),
                                instance(ShelfNode.SHELF, shelf, List.of())));
        Map<Hash, Artifact> artifacts = new TreeMap<>();
        List.of(shelf, caller, alone).forEach(one -> artifacts.put(one.hash(), one));
        state.apply(kernel.genesis(genesis, artifacts));
        progress.accept("calls: %d transactions of %,d calls each".formatted(TRANSACTIONS, CALLS));
        double[] between = new double[ROUNDS];
        double[] plain = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        Submission called = transaction(genesis, "caller");
        Submission within = transaction(genesis, "alone");
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            double plainNanos = execute(genesis, within);
            double nanos = execute(genesis, called);
            if (round >= 0) {
                plain[round] = plainNanos;
                between[round] = nanos;
                ratios[round] = nanos / plainNanos;
            }
        }
        return List.of(
                Figure.of("calls.between", Twins.median(between), "ns", ROUNDS),
                Figure.of("calls.plain", Twins.median(plain), "ns", ROUNDS),
                Figure.atMost(RATIO_MAX, "calls.ratio", Twins.median(ratios), "", ROUNDS));
    }

    private static Genesis.Instance instance(
            String name, Artifact artifact, List<Genesis.Binding> bindings) {
        return new Genesis.Instance(name, artifact.hash(), Bytes.EMPTY, bindings, List.of());
    }

    private static Submission transaction(Genesis genesis, String instance) {
        Bytes body = new CborWriter().arrayHeader(2).integer(0).integer(CALLS).toBytes();
        return Submission.decode(
                new Caller(genesis.hash(), 1)
                        .sign(GAS_LIMIT, new Message(instance, "Run", 1, body)));
    }

    /** Nanoseconds a call. */
    private double execute(Genesis genesis, Submission transaction) {
        BlockInput block =
                new BlockInput(
                        genesis.hash(),
                        1,
                        genesis.timeMillis() + 1,
                        Hash.ZERO,
                        PROPOSER,
                        List.of());
        long started = System.nanoTime();
        for (int i = 0; i < TRANSACTIONS; i++) {
            Executed executed = kernel.executeOne(state, block, transaction, Trace.off());
            if (!(executed.receipt().status() instanceof Receipt.Status.Applied)) {
                throw new IllegalStateException(executed.receipt().status().toString());
            }
        }
        return (System.nanoTime() - started) / (double) (TRANSACTIONS * CALLS);
    }
}
