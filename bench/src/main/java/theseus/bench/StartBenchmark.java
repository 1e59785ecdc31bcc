package theseus.bench;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Wait;
import theseus.protocol.CborWriter;
import theseus.protocol.Message;
import theseus.sdk.Bytes;

/**
 * From the start of the process {@code ./theseus up} on a chain that exists until its API answers:
 * {@code /v1/status}, then a query, then a submission that is committed. A small chain of the
 * modules that ship, and in turn one of a million records. {@code -Drecords=}, {@code -Drounds=}.
 */
final class StartBenchmark implements Benchmark {
    private static final long RECORDS = Long.getLong("records", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final double SMALL_MILLIS_MAX = 1_500;
    private static final double LARGE_MILLIS_MAX = 4_000;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long GAS_LIMIT = 300_000;

    /** A chain, what to ask it, and what to send it. */
    private record Chain(
            String name,
            Path directory,
            String instance,
            String query,
            String asked,
            Message sent) {}

    /** Milliseconds since the process began. */
    private record Started(double status, double query, double submission) {}

    private int sender;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String description() {
        return "from the start of the process to the first answers, small chain and 1 M records";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        Path scratch = Files.createTempDirectory("theseus-bench-start");
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            return run(scratch, http, progress);
        } finally {
            Folders.delete(scratch);
        }
    }

    private List<Figure> run(Path scratch, HttpClient http, Consumer<String> progress)
            throws Exception {
        Bytes nothing =
                new CborWriter().arrayHeader(2).bytes(Bytes.of(new byte[32])).integer(1).toBytes();
        Bytes put = new CborWriter().arrayHeader(2).integer(1).integer(1).toBytes();
        Chain small =
                new Chain(
                        "small",
                        scratch.resolve("small"),
                        "assets",
                        "Supply",
                        "{}",
                        new Message("assets", "Transfer", 1, nothing));
        Chain large =
                new Chain(
                        "large",
                        scratch.resolve("large"),
                        ShelfNode.SHELF,
                        "Look",
                        "{\"key\": 7}",
                        new Message(ShelfNode.SHELF, "Put", 1, put));
        progress.accept("making a chain of %,d records".formatted(RECORDS));
        ShelfNode.start(large.directory(), RECORDS).close();
        start(scratch, small, http); // begins the chain
        List<Started> ofSmall = new ArrayList<>();
        List<Started> ofLarge = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            ofSmall.add(start(scratch, small, http));
            ofLarge.add(start(scratch, large, http));
            progress.accept(
                    "round %d of %d, milliseconds: small %s, large %s"
                            .formatted(round, ROUNDS, ofSmall.getLast(), ofLarge.getLast()));
        }
        List<Figure> figures = new ArrayList<>();
        figures(figures, small, ofSmall, SMALL_MILLIS_MAX);
        figures(figures, large, ofLarge, LARGE_MILLIS_MAX);
        return figures;
    }

    private Started start(Path scratch, Chain chain, HttpClient http) throws Exception {
        try (NodeProcess node = NodeProcess.start(scratch, chain.directory())) {
            double status = node.awaitStatus(http);
            double query = node.awaitQuery(http, chain.instance(), chain.query(), chain.asked());
            double asked = node.millisSinceStart();
            try (ChainClient client = ChainClient.connect(node.address())) {
                Bytes one = new Caller(client.chain(), sender++).sign(GAS_LIMIT, chain.sent());
                double sent = node.millisSinceStart();
                Answer answer = client.submit(one, Wait.COMMITTED);
                if (!(answer instanceof Answer.Committed)) {
                    throw new IllegalStateException(answer.toString());
                }
                // What the client took to get ready is not the node's.
                return new Started(status, query, asked + node.millisSinceStart() - sent);
            }
        }
    }

    private static void figures(
            List<Figure> figures, Chain chain, List<Started> runs, double millisMax) {
        String name = "start." + chain.name();
        figures.add(
                Figure.atMost(
                        millisMax, name, median(runs.stream().map(Started::query)), "ms", ROUNDS));
        figures.add(
                Figure.of(
                        name + "Status", median(runs.stream().map(Started::status)), "ms", ROUNDS));
        figures.add(
                Figure.of(
                        name + "Committed",
                        median(runs.stream().map(Started::submission)),
                        "ms",
                        ROUNDS));
    }

    private static double median(java.util.stream.Stream<Double> figures) {
        return Twins.median(figures.mapToDouble(Double::doubleValue).toArray());
    }
}
