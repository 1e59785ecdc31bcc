package theseus.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.client.PlanStatus;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;

/**
 * Upgrades one after another, each from the first piece of its code to FINAL, while transactions
 * come at half the rate that the node can take, the module that is upgraded being a quarter of
 * them. In turn, as long as each upgrade took, the same load on a twin that is never upgraded. What
 * is compared is the time from one durable block to the next. {@code -Dactivations=20}, {@code
 * -Drecords=50000}.
 */
final class ActivationBenchmark implements Benchmark {
    private static final int ACTIVATIONS = Integer.getInteger("activations", 20);
    private static final long RECORDS = Long.getLong("records", 50_000);
    private static final int CAPACITY_SECONDS = 8;
    private static final double SHARE_OF_CAPACITY = 0.5;
    private static final int SIGNED_SECONDS = 10;
    private static final double PERCENTILE = 0.99;
    private static final long AFTER_MILLIS = 500;

    @Override
    public String name() {
        return "activation";
    }

    @Override
    public String description() {
        return "upgrades under load at half of capacity: intervals of blocks, refusals";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        try (Twins twins = Twins.start(RECORDS, progress)) {
            return measure(twins, progress);
        }
    }

    private static List<Figure> measure(Twins twins, Consumer<String> progress) throws Exception {
        twins.twinLoad().prepare(CAPACITY_SECONDS * 15_000L);
        double capacity =
                Twins.saturate(twins.twin(), twins.twinLoad(), CAPACITY_SECONDS).perSecond();
        double rate = capacity * SHARE_OF_CAPACITY;
        progress.accept("capacity %,.0f/s, load %,.0f/s".formatted(capacity, rate));
        Artifact inForce = BenchModules.notes(1);
        double[] seconds = new double[ACTIVATIONS];
        for (int i = 0; i < ACTIVATIONS; i++) {
            Artifact candidate = BenchModules.notes(i + 2);
            seconds[i] = upgrade(twins, rate, i, inForce, candidate);
            idle(twins, rate, seconds[i]);
            inForce = candidate;
            progress.accept(
                    "activation %d took %.1f s; p99 %.1f and %.1f ms, longest %.1f and %.1f ms"
                            .formatted(
                                    i + 1,
                                    seconds[i],
                                    percentileMillis(twins.upgraded().watch()),
                                    percentileMillis(twins.twin().watch()),
                                    longestMillis(twins.upgraded().watch()),
                                    longestMillis(twins.twin().watch())));
        }
        Twins.say("the upgraded node", twins.upgraded().watch(), progress);
        Twins.say("the twin", twins.twin().watch(), progress);
        return figures(twins.upgraded().watch(), twins.twin().watch(), capacity, seconds);
    }

    private static double upgrade(
            Twins twins, double rate, int number, Artifact from, Artifact candidate)
            throws Exception {
        BenchNode node = twins.upgraded();
        Plan plan =
                BenchPlans.of(
                        node.chain(),
                        number,
                        from,
                        candidate,
                        BenchPlans.SHORT,
                        Optional.of(BenchPlans.SHORT),
                        BenchPlans.SHORT);
        twins.upgradedLoad().prepare((long) (rate * SIGNED_SECONDS));
        node.watch().begin();
        long started = System.nanoTime();
        Load.Running load = twins.upgradedLoad().constant(rate);
        node.open(candidate, plan);
        PlanStatus status = node.await(plan.id(), one -> one.phase() == Phase.FINAL);
        if (status.joinedHeight() == 0) {
            throw new IllegalStateException("it never had authority: " + status.json());
        }
        Thread.sleep(AFTER_MILLIS); // what is left to do afterwards counts, too
        double seconds = (System.nanoTime() - started) / 1e9;
        node.watch().end();
        load.stop();
        return seconds;
    }

    private static void idle(Twins twins, double rate, double seconds) throws Exception {
        twins.twinLoad().prepare((long) (rate * SIGNED_SECONDS));
        twins.twin().watch().begin();
        Load.Running load = twins.twinLoad().constant(rate);
        Thread.sleep((long) (seconds * 1000));
        twins.twin().watch().end();
        load.stop();
    }

    private static List<Figure> figures(
            Watch upgraded, Watch twin, double capacity, double[] seconds) {
        int runs = seconds.length;
        return List.of(
                Figure.of("activation.capacity", capacity, "1/s", 1),
                Figure.of("activation.seconds", Twins.median(seconds), "s", runs),
                Figure.of("activation.intervals", upgraded.intervalCount(), "", runs),
                Figure.of("activation.p99", percentileMillis(upgraded), "ms", runs),
                Figure.of("activation.twinP99", percentileMillis(twin), "ms", runs),
                Figure.atMost(
                        1.1,
                        "activation.p99Ratio",
                        percentileMillis(upgraded) / percentileMillis(twin),
                        "",
                        runs),
                Figure.of("activation.longest", longestMillis(upgraded), "ms", runs),
                Figure.of("activation.twinLongest", longestMillis(twin), "ms", runs),
                Figure.atMost(
                        1.25,
                        "activation.longestRatio",
                        longestMillis(upgraded) / longestMillis(twin),
                        "",
                        runs),
                Figure.atMost(0, "activation.refused", upgraded.refused(), "", runs));
    }

    private static double percentileMillis(Watch watch) {
        long[] sorted = watch.intervals();
        return sorted[(int) (sorted.length * PERCENTILE)] / 1e6;
    }

    private static double longestMillis(Watch watch) {
        long[] sorted = watch.intervals();
        return sorted[sorted.length - 1] / 1e6;
    }
}
