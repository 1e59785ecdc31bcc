package theseus.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Wait;
import theseus.crypto.FastSigner;
import theseus.crypto.Signatures;
import theseus.node.HttpConfig;
import theseus.node.NewChain;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.Accounts;
import theseus.protocol.Artifact;
import theseus.protocol.CborWriter;
import theseus.protocol.Genesis;
import theseus.protocol.Message;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.runtime.Packager;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Signed transfers in batches over HTTP, through signature checks, queue, kernel, {@code assets},
 * state and one sync a block, until their receipts are back; on disk, load generator in the same
 * process. Beside it, in the same run, what all processors could do if they only verified the same
 * signatures: that is the ceiling. On a machine that does other things too, the ratio of the
 * processor time that each takes says more than the ratio of the rates.
 */
final class EndToEndBenchmark implements Benchmark {
    private static final int SENDERS = 200;
    private static final int PER_SENDER = 400;
    private static final int CLIENTS = 4;
    private static final int BATCH = 500;
    private static final int ROUNDS = 3;
    private static final long GAS_LIMIT = 300_000;
    private static final long LIFETIME_MILLIS = 60 * 60_000;

    @Override
    public String name() {
        return "endtoend";
    }

    @Override
    public String description() {
        return "signed transfers over HTTP until they are durable, beside the signature ceiling";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(processors, CLIENTS));
        Path directory = Files.createTempDirectory("theseus-bench");
        try {
            return measure(progress, threads, processors, directory);
        } finally {
            threads.shutdownNow();
            Folders.delete(directory);
        }
    }

    private static List<Figure> measure(
            Consumer<String> progress, ExecutorService threads, int processors, Path directory)
            throws Exception {
        List<FastSigner> keys = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            keys.add(key(i));
        }
        NodeConfig config =
                NodeConfig.of(directory.resolve("node")).withHttp(HttpConfig.DEFAULT.withPort(0));
        Genesis genesis = Node.create(config, chain(keys));
        Rate[] committed = new Rate[ROUNDS];
        Rate[] ceiling = new Rate[ROUNDS];
        try (Node node = Node.start(config)) {
            URI address = node.address().orElseThrow();
            for (int round = -1; round < ROUNDS; round++) {
                int first = (round + 1) * PER_SENDER;
                progress.accept("signing " + SENDERS * PER_SENDER + " transfers");
                List<List<Transaction>> signed = sign(threads, keys, genesis.hash(), first);
                Rate verified = verify(threads, processors, signed);
                Rate sent = send(threads, address, genesis, signed);
                progress.accept(
                        ("%s: %,.0f transfers/s committed (%.1f us of processor time each),"
                                        + " %,.0f signatures/s verified (%.1f us)")
                                .formatted(
                                        round < 0 ? "warm-up" : "round " + (round + 1),
                                        sent.perSecond(),
                                        sent.processorMicros(),
                                        verified.perSecond(),
                                        verified.processorMicros()));
                if (round >= 0) {
                    committed[round] = sent;
                    ceiling[round] = verified;
                }
            }
        }
        return List.of(
                Figure.of(
                        "endtoend.committed", median(i -> committed[i].perSecond()), "1/s", ROUNDS),
                Figure.of("endtoend.ceiling", median(i -> ceiling[i].perSecond()), "1/s", ROUNDS),
                Figure.of(
                        "endtoend.processorTimeOfTransfer",
                        median(i -> committed[i].processorMicros()),
                        "us",
                        ROUNDS),
                Figure.of(
                        "endtoend.processorTimeOfSignatureCheck",
                        median(i -> ceiling[i].processorMicros()),
                        "us",
                        ROUNDS),
                Figure.atLeast(
                        0.4,
                        "endtoend.ratio",
                        median(i -> committed[i].perSecond() / ceiling[i].perSecond()),
                        "",
                        ROUNDS),
                Figure.atLeast(
                        0.4,
                        "endtoend.processorTimeRatio",
                        median(i -> ceiling[i].processorMicros() / committed[i].processorMicros()),
                        "",
                        ROUNDS));
    }

    /** How fast, and how much processor time of this process each took. */
    private record Rate(double perSecond, double processorMicros) {
        static Rate of(long count, long nanos, long processorNanos) {
            return new Rate(count * 1e9 / nanos, processorNanos / 1e3 / count);
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static FastSigner key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        seed[2] = 42;
        return FastSigner.ed25519(Bytes.wrap(seed));
    }

    private static AccountKeys keys(FastSigner key) {
        return AccountKeys.single(key.publicKey());
    }

    private static AccountId account(FastSigner key) {
        return Accounts.idOf(keys(key));
    }

    /** One instance of assets in which each sender holds a million. */
    private static NewChain chain(List<FastSigner> keys) throws Exception {
        CborWriter document = new CborWriter().arrayHeader(2);
        document.bytes(account(keys.getFirst()).bytes()).arrayHeader(keys.size());
        for (FastSigner key : keys) {
            document.arrayHeader(2).bytes(account(key).bytes()).integer(1_000_000);
        }
        return new NewChain(
                "bench",
                System.currentTimeMillis(),
                Genesis.Parameters.DEFAULT,
                List.of(
                        new NewChain.NewInstance(
                                "assets", assets(), document.toBytes(), List.of(), List.of())));
    }

    private static Artifact assets() throws Exception {
        Path target =
                Path.of(System.getProperty("theseus.home", "."), "modules", "assets", "target");
        try (Stream<Path> files = Files.list(target)) {
            Path jar =
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("no JAR in " + target));
            return Packager.pack(Files.readAllBytes(jar)).orThrow().artifact();
        }
    }

    /** By sender. */
    private static List<List<Transaction>> sign(
            ExecutorService threads, List<FastSigner> keys, Hash chain, int firstNonce)
            throws Exception {
        List<Callable<List<Transaction>>> tasks = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            FastSigner from = keys.get(i);
            AccountId to = account(keys.get((i + 1) % keys.size()));
            tasks.add(() -> sign(from, to, chain, firstNonce));
        }
        List<List<Transaction>> signed = new ArrayList<>();
        for (Future<List<Transaction>> one : threads.invokeAll(tasks)) {
            signed.add(one.get());
        }
        return signed;
    }

    private static List<Transaction> sign(
            FastSigner from, AccountId to, Hash chain, int firstNonce) {
        Bytes body = new CborWriter().arrayHeader(2).bytes(to.bytes()).integer(1).toBytes();
        List<Transaction> signed = new ArrayList<>(PER_SENDER);
        for (int i = 0; i < PER_SENDER; i++) {
            Transaction one =
                    new Transaction(
                            chain,
                            account(from),
                            firstNonce + i,
                            System.currentTimeMillis() + LIFETIME_MILLIS,
                            GAS_LIMIT,
                            List.of(new Message("assets", "Transfer", 1, body)),
                            new Witness(Optional.of(keys(from)), List.of()));
            Bytes signature = from.sign(one.signingBytes());
            signed.add(
                    one.withWitness(
                            new Witness(
                                    Optional.of(keys(from)),
                                    List.of(new Witness.KeySignature(0, signature)))));
        }
        return signed;
    }

    /** Verifications a second when all processors do nothing else. */
    private static Rate verify(
            ExecutorService threads, int processors, List<List<Transaction>> signed)
            throws Exception {
        Signatures scheme = Signatures.best();
        List<Bytes> contents = new ArrayList<>();
        List<Transaction> all = new ArrayList<>();
        for (List<Transaction> some : signed) {
            for (Transaction one : some) {
                all.add(one);
                contents.add(one.signingBytes());
            }
        }
        List<Callable<Boolean>> tasks = new ArrayList<>();
        int share = all.size() / processors;
        for (int part = 0; part < processors; part++) {
            int from = part * share;
            tasks.add(
                    () -> {
                        for (int i = from; i < from + share; i++) {
                            Witness witness = all.get(i).witness();
                            if (!scheme.verify(
                                    witness.keys().orElseThrow().keys().getFirst(),
                                    contents.get(i),
                                    witness.signatures().getFirst().signature())) {
                                throw new IllegalStateException("an invalid signature");
                            }
                        }
                        return true;
                    });
        }
        long processor = processorNanos();
        long started = System.nanoTime();
        for (Future<Boolean> one : threads.invokeAll(tasks)) {
            one.get();
        }
        return Rate.of(
                (long) share * processors,
                System.nanoTime() - started,
                processorNanos() - processor);
    }

    /** Commits a second: each client sends its senders' transfers, a few of each in a batch. */
    private static Rate send(
            ExecutorService threads, URI address, Genesis genesis, List<List<Transaction>> signed)
            throws Exception {
        int perClient = signed.size() / CLIENTS;
        List<List<List<Bytes>>> batches = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            List<List<Transaction>> mine =
                    signed.subList(client * perClient, (client + 1) * perClient);
            batches.add(batches(mine));
        }
        long processor = processorNanos();
        long started = System.nanoTime();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (List<List<Bytes>> mine : batches) {
            tasks.add(
                    () -> {
                        int sent = 0;
                        try (ChainClient client = ChainClient.trusting(genesis, address)) {
                            for (List<Bytes> batch : mine) {
                                sent += commit(client, batch);
                            }
                        }
                        return sent;
                    });
        }
        int sent = 0;
        for (Future<Integer> one : threads.invokeAll(tasks)) {
            sent += one.get();
        }
        return Rate.of(sent, System.nanoTime() - started, processorNanos() - processor);
    }

    private static List<List<Bytes>> batches(List<List<Transaction>> senders) {
        int each = BATCH / senders.size();
        List<List<Bytes>> batches = new ArrayList<>();
        for (int from = 0; from < PER_SENDER; from += each) {
            List<Bytes> batch = new ArrayList<>();
            for (List<Transaction> sender : senders) {
                sender.subList(from, Math.min(from + each, PER_SENDER))
                        .forEach(one -> batch.add(one.encode()));
            }
            batches.add(batch);
        }
        return batches;
    }

    private static int commit(ChainClient client, List<Bytes> batch) {
        for (Answer answer : client.submit(batch, Wait.COMMITTED)) {
            if (!(answer instanceof Answer.Committed committed) || !committed.applied()) {
                throw new IllegalStateException("not committed: " + answer);
            }
        }
        return batch.size();
    }

    private static double median(IntToDoubleFunction figure) {
        double[] sorted = IntStream.range(0, ROUNDS).mapToDouble(figure).sorted().toArray();
        return sorted[ROUNDS / 2];
    }
}
