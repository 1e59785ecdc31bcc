package theseus.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.kernel.spi.StateView;
import theseus.protocol.RecordCodec;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.Packager;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * What metering costs: a token workload in a sandbox against the same class run plainly, in turn,
 * in one process. And what admission costs: verify, instrument and load, warm.
 */
final class MeterBenchmark implements Benchmark {
    private static final int TRANSFERS = 100_000;
    private static final int WARM_UPS = 30;
    private static final int RUNS = 41;
    private static final int ADMISSIONS = 15;
    private static final long GAS = Long.MAX_VALUE / 4;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "meter";
    }

    @Override
    public String description() {
        return "metered module code against plain Java, and what admitting a module costs";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws IOException {
        byte[] jar = jar(TokenModule.class);
        progress.accept("meter: warming up");
        Sandbox sandbox = open(jar);
        for (int i = 0; i < WARM_UPS; i++) {
            plain(i);
            metered(sandbox, i);
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            double plainNanos = plain(i);
            ratios.add(metered(sandbox, i) / plainNanos);
        }
        progress.accept("meter: admitting the module again and again");
        List<Double> admissions = new ArrayList<>();
        for (int i = 0; i < ADMISSIONS; i++) {
            long start = System.nanoTime();
            open(jar);
            admissions.add((System.nanoTime() - start) / NANOS_PER_MILLI);
        }
        return List.of(
                Figure.atMost(1.3, "meter.ratio", median(ratios), "ratio", RUNS),
                Figure.atMost(
                        200,
                        "meter.admission",
                        median(admissions.subList(ADMISSIONS / 3, ADMISSIONS)),
                        "ms",
                        ADMISSIONS - ADMISSIONS / 3));
    }

    private static double plain(long seed) {
        long start = System.nanoTime();
        long checksum = TokenModule.simulate(seed, TRANSFERS);
        double nanos = System.nanoTime() - start;
        if (checksum == 0) {
            throw new IllegalStateException("the workload did nothing");
        }
        return nanos;
    }

    private static double metered(Sandbox sandbox, long seed) {
        TokenModule.Run run = new TokenModule.Run(seed, TRANSFERS);
        Bytes body = RecordCodec.of(TokenModule.Run.class).encode(run);
        Silent host = new Silent();
        long start = System.nanoTime();
        Outcome outcome = sandbox.invoke(new Invocation.Handle("Run", 1, body), host, GAS);
        double nanos = System.nanoTime() - start;
        Bytes expected =
                RecordCodec.of(TokenModule.Ran.class)
                        .encode(new TokenModule.Ran(TokenModule.simulate(seed, TRANSFERS)));
        if (!(outcome instanceof Outcome.Returned) || !host.emitted.equals(List.of(expected))) {
            throw new IllegalStateException("the sandbox computed something else: " + outcome);
        }
        return nanos;
    }

    /** A new runtime each time: nothing is cached. */
    private static Sandbox open(byte[] jar) {
        return switch (new BytecodeRuntime().admit(Packager.pack(jar).orThrow().artifact())) {
            case Admission.Admitted admitted -> admitted.loader().open();
            case Admission.Rejected rejected ->
                    throw new IllegalStateException(rejected.findings().toString());
        };
    }

    private static byte[] jar(Class<?> module) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(out)) {
            add(jar, module);
            for (Class<?> nested : module.getDeclaredClasses()) {
                add(jar, nested);
            }
        }
        return out.toByteArray();
    }

    private static void add(JarOutputStream jar, Class<?> type) throws IOException {
        String path = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(path));
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no class file " + path);
            }
            in.transferTo(jar);
        }
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
    }

    /** A host without a chain: the workload only emits. */
    private static final class Silent implements Host {
        private final List<Bytes> emitted = new ArrayList<>();

        @Override
        public Environment environment() {
            return new Environment(
                    "token", 1, 1, new AccountId(Hash.ZERO.bytes()), Optional.empty(), Hash.ZERO);
        }

        @Override
        public void emit(String event, Bytes body) {
            emitted.add(body);
        }

        @Override
        public Optional<Bytes> get(int table, Bytes key) {
            throw new IllegalStateException("the workload has no table");
        }

        @Override
        public long put(int table, Bytes key, Bytes value, long gasLeft) {
            throw new IllegalStateException("the workload has no table");
        }

        @Override
        public long remove(int table, Bytes key, long gasLeft) {
            throw new IllegalStateException("the workload has no table");
        }

        @Override
        public List<StateView.Row> range(int table, Bytes from, Optional<Bytes> to, int limit) {
            throw new IllegalStateException("the workload has no table");
        }

        @Override
        public Outcome call(
                String interfaceName,
                String method,
                boolean readOnly,
                Bytes arguments,
                long gasLeft) {
            throw new IllegalStateException("the workload calls nobody");
        }

        @Override
        public long price(Change change) {
            throw new IllegalStateException("the workload proposes nothing");
        }

        @Override
        public Optional<String> propose(Change change) {
            throw new IllegalStateException("the workload proposes nothing");
        }

        @Override
        public boolean verifies(PublicKey key, Bytes content, Bytes signature) {
            throw new IllegalStateException("the workload verifies nothing");
        }
    }
}
