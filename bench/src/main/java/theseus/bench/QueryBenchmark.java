package theseus.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import theseus.client.ChainClient;
import theseus.client.ProvenAnswer;
import theseus.protocol.StateProof;
import theseus.sdk.Bytes;
import theseus.sdk.Query;

/**
 * One client asks for random records over HTTP, one after the other, of a node of a million records
 * in this process: without proof, and in turn with one, until the client has verified it. {@code
 * -Drecords=}, {@code -Drounds=}.
 */
final class QueryBenchmark implements Benchmark {
    private static final long RECORDS = Long.getLong("records", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int QUERIES = 2_000;
    private static final int WARM_UPS = 3;
    private static final double PLAIN_MILLIS_MAX = 1;
    private static final double PROVEN_MILLIS_MAX = 2;

    /** The module's own, by name and shape. */
    record Look(long key) implements Query<Found> {}

    record Found(long amount, Bytes note) {}

    private final SplittableRandom random = new SplittableRandom(4747);

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String description() {
        return "a query over HTTP, without proof and with one, at 1 M records";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        Path directory = Files.createTempDirectory("theseus-bench-query");
        progress.accept("making a chain of %,d records".formatted(RECORDS));
        try (ShelfNode node = ShelfNode.start(directory.resolve("node"), RECORDS);
                ChainClient client = ChainClient.trusting(node.genesis(), node.address())) {
            return measure(client, progress);
        } finally {
            Folders.delete(directory);
        }
    }

    private List<Figure> measure(ChainClient client, Consumer<String> progress) {
        List<long[]> plain = new ArrayList<>();
        List<long[]> proven = new ArrayList<>();
        for (int round = 1 - WARM_UPS; round <= ROUNDS; round++) {
            long[] without = timed(() -> plain(client));
            long[] with = timed(() -> proven(client));
            if (round > 0) {
                plain.add(without);
                proven.add(with);
                progress.accept(
                        "round %d of %d: p50 %.3f ms without proof, %.3f ms with"
                                .formatted(
                                        round,
                                        ROUNDS,
                                        Percentiles.millis(without, 0.5),
                                        Percentiles.millis(with, 0.5)));
            }
        }
        return List.of(
                Figure.atMost(
                        PLAIN_MILLIS_MAX,
                        "query.p50",
                        Percentiles.median(plain, 0.5),
                        "ms",
                        ROUNDS),
                Figure.of("query.p99", Percentiles.median(plain, 0.99), "ms", ROUNDS),
                Figure.atMost(
                        PROVEN_MILLIS_MAX,
                        "query.provenP50",
                        Percentiles.median(proven, 0.5),
                        "ms",
                        ROUNDS),
                Figure.of("query.provenP99", Percentiles.median(proven, 0.99), "ms", ROUNDS));
    }

    private void plain(ChainClient client) {
        long key = random.nextLong(RECORDS);
        check(key, client.query(ShelfNode.SHELF, new Look(key), Found.class));
    }

    private void proven(ChainClient client) {
        long key = random.nextLong(RECORDS);
        ProvenAnswer<Found> answer =
                client.provenQuery(ShelfNode.SHELF, new Look(key), Found.class);
        check(key, answer.answer());
        if (answer.reads().stream().map(StateProof::value).filter(one -> one.isPresent()).count()
                != 1) {
            throw new IllegalStateException("not one record was proven: " + answer.reads());
        }
    }

    private static void check(long key, Found found) {
        if (found.amount() != key) {
            throw new IllegalStateException("record " + key + " is said to be " + found);
        }
    }

    /** Nanoseconds, ascending. */
    private static long[] timed(Runnable query) {
        long[] nanos = new long[QUERIES];
        for (int i = 0; i < QUERIES; i++) {
            long started = System.nanoTime();
            query.run();
            nanos[i] = System.nanoTime() - started;
        }
        Arrays.sort(nanos);
        return nanos;
    }
}
