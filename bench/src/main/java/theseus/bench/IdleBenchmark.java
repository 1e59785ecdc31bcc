package theseus.bench;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import theseus.client.ChainClient;

/**
 * Resident memory of {@code ./theseus up} that has nothing to do: the modules that ship, no load,
 * heartbeat blocks. Read when it has made some of these; its greatest value too. {@code -Drounds=}.
 */
final class IdleBenchmark implements Benchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int BLOCKS = Integer.getInteger("blocks", 25);
    private static final long POLL_MILLIS = 250;
    private static final double MEGABYTES_MAX = 250;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return "resident memory of a node process that has nothing to do";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        Path scratch = Files.createTempDirectory("theseus-bench-idle");
        List<Double> resident = new ArrayList<>();
        List<Double> highest = new ArrayList<>();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            for (int round = 1; round <= ROUNDS; round++) {
                try (NodeProcess node = NodeProcess.start(scratch, scratch.resolve("node"))) {
                    node.awaitStatus(http);
                    node.awaitQuery(http, "assets", "Supply", "{}");
                    awaitBlocks(node);
                    resident.add(node.megabytes("VmRSS"));
                    highest.add(node.megabytes("VmHWM"));
                }
                progress.accept(
                        "round %d of %d: %.0f MB, at most %.0f MB"
                                .formatted(round, ROUNDS, resident.getLast(), highest.getLast()));
            }
        } finally {
            Folders.delete(scratch);
        }
        return List.of(
                Figure.atMost(MEGABYTES_MAX, "idle.resident", median(resident), "MB", ROUNDS),
                Figure.of("idle.highest", median(highest), "MB", ROUNDS));
    }

    /** A block a second, so the collector had time to give back what starting took. */
    private static void awaitBlocks(NodeProcess node) throws InterruptedException {
        try (ChainClient client = ChainClient.connect(node.address())) {
            long wanted = client.status().height() + BLOCKS;
            while (client.status().height() < wanted) {
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private static double median(List<Double> figures) {
        return Twins.median(figures.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
