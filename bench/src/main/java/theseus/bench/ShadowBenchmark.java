package theseus.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;

/**
 * What blocks lose while a follower runs a quarter of the transactions in a second world: as many
 * as the node takes, in turn with a twin. {@code -Drecords=50000}, {@code -Drounds=5}, {@code
 * -Dseconds=10} of each slice.
 */
final class ShadowBenchmark implements Benchmark {
    private static final long RECORDS = Long.getLong("records", 50_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int SECONDS = Integer.getInteger("seconds", 10);
    private static final double TARGET = 0.9;

    /** What is signed ahead must last when the node turns out to be faster. */
    private static final double MORE_SIGNED = 1.5;

    @Override
    public String name() {
        return "shadow";
    }

    @Override
    public String description() {
        return "throughput of blocks while a candidate is shadowed, beside a twin";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        try (Twins twins = Twins.start(RECORDS, progress)) {
            BenchNode node = twins.upgraded();
            Artifact candidate = BenchModules.notes(2);
            Plan plan =
                    BenchPlans.of(
                            node.chain(),
                            1,
                            BenchModules.notes(1),
                            candidate,
                            BenchPlans.ENDLESS,
                            Optional.empty(),
                            BenchPlans.ENDLESS);
            node.open(candidate, plan);
            node.await(plan.id(), one -> one.phase() == Phase.SHADOW);
            double[] ratios = new double[ROUNDS];
            double[] byProcessor = new double[ROUNDS];
            double[] rates = new double[ROUNDS];
            double[] lags = new double[ROUNDS];
            // Compiles the candidate and what runs it.
            Twins.saturate(node, twins.upgradedLoad(), SECONDS);
            double perSecond = Twins.saturate(twins.twin(), twins.twinLoad(), SECONDS).perSecond();
            for (int round = 0; round < ROUNDS; round++) {
                long signed = (long) (perSecond * SECONDS * MORE_SIGNED);
                twins.upgradedLoad().prepare(signed);
                Twins.Rate mine = Twins.saturate(node, twins.upgradedLoad(), SECONDS);
                rates[round] = mine.perSecond();
                lags[round] = node.awaitFollower(plan.id());
                twins.twinLoad().prepare(signed);
                Twins.Rate twin = Twins.saturate(twins.twin(), twins.twinLoad(), SECONDS);
                ratios[round] = mine.to(twin);
                byProcessor[round] = mine.processorTimeTo(twin);
                progress.accept(
                        ("round %d: %,.0f transactions/s, twin %,.0f; by processor time %.2f; the"
                                        + " follower was %,.0f blocks behind")
                                .formatted(
                                        round + 1,
                                        mine.perSecond(),
                                        twin.perSecond(),
                                        byProcessor[round],
                                        lags[round]));
            }
            if (node.status(plan.id()).phase() != Phase.SHADOW) {
                throw new IllegalStateException("not in SHADOW: " + node.status(plan.id()).json());
            }
            Twins.say("the upgraded node", node.watch(), progress);
            return List.of(
                    Figure.of("shadow.committed", Twins.median(rates), "1/s", ROUNDS),
                    Figure.of("shadow.lag", Twins.median(lags), "blocks", ROUNDS),
                    Figure.of("shadow.processorTimeRatio", Twins.median(byProcessor), "", ROUNDS),
                    Figure.atLeast(TARGET, "shadow.ratio", Twins.median(ratios), "", ROUNDS));
        }
    }
}
