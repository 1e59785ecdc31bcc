package theseus.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Single signed submissions over HTTP, from when each was to be sent until its receipt is back:
 * what the node takes at most first, then half of it, at fixed times whatever comes back (so a
 * pause counts for everybody who would have sent during it). Client on the same processors. {@code
 * -Drounds=}, {@code -Dseconds=}.
 */
final class LatencyBenchmark implements Benchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int SECONDS = Integer.getInteger("seconds", 10);
    private static final int CAPACITY_SECONDS = 5;
    private static final int WARM_UP_SECONDS = 15;
    private static final long RECORDS = 50_000;
    private static final double P50_MILLIS_MAX = 10;
    private static final double P99_MILLIS_MAX = 60;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return "single submissions at half of capacity, from send to committed receipt";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        Path directory = Files.createTempDirectory("theseus-bench-latency");
        try (ShelfNode node = ShelfNode.start(directory.resolve("node"), RECORDS);
                Singles singles = new Singles(node, RECORDS)) {
            progress.accept("warming up");
            singles.saturate(WARM_UP_SECONDS);
            singles.offered(singles.saturate(CAPACITY_SECONDS) / 2, WARM_UP_SECONDS);
            double[] capacity = new double[ROUNDS];
            List<long[]> latencies = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                capacity[round] = singles.saturate(CAPACITY_SECONDS);
                latencies.add(singles.offered(capacity[round] / 2, SECONDS));
                progress.accept(
                        "round %d of %d: capacity %,.0f submissions/s; at half of it p50 %.1f ms, p99 %.1f ms, longest %.1f ms"
                                .formatted(
                                        round + 1,
                                        ROUNDS,
                                        capacity[round],
                                        Percentiles.millis(latencies.getLast(), 0.5),
                                        Percentiles.millis(latencies.getLast(), 0.99),
                                        Percentiles.millis(latencies.getLast(), 1)));
            }
            if (singles.refused() > 0) {
                progress.accept("told to try again: " + singles.refused());
            }
            return figures(capacity, latencies);
        } finally {
            Folders.delete(directory);
        }
    }

    private static List<Figure> figures(double[] capacity, List<long[]> latencies) {
        return List.of(
                Figure.of("latency.capacity", Twins.median(capacity), "1/s", ROUNDS),
                Figure.atMost(
                        P50_MILLIS_MAX,
                        "latency.p50",
                        Percentiles.median(latencies, 0.5),
                        "ms",
                        ROUNDS),
                Figure.atMost(
                        P99_MILLIS_MAX,
                        "latency.p99",
                        Percentiles.median(latencies, 0.99),
                        "ms",
                        ROUNDS),
                Figure.of("latency.p999", Percentiles.median(latencies, 0.999), "ms", ROUNDS),
                Figure.of("latency.longest", Percentiles.median(latencies, 1), "ms", ROUNDS));
    }
}
