package theseus.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.client.PlanStatus;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;

/**
 * How many blocks the candidate still serves anybody in after its gate was hit, under load at half
 * of capacity, and how long the blocks around it take. {@code -Drecords=50000}, {@code -Drounds=5}.
 */
final class RollbackBenchmark implements Benchmark {
    private static final long RECORDS = Long.getLong("records", 50_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int CAPACITY_SECONDS = 5;
    private static final double SHARE_OF_CAPACITY = 0.5;
    private static final long AFTER_MILLIS = 1_000;

    @Override
    public String name() {
        return "rollback";
    }

    @Override
    public String description() {
        return "blocks until the version before serves all, after a trip under load";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        try (Twins twins = Twins.start(RECORDS, progress)) {
            double rate =
                    Twins.saturate(twins.upgraded(), twins.upgradedLoad(), CAPACITY_SECONDS)
                                    .perSecond()
                            * SHARE_OF_CAPACITY;
            double[] blocks = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                blocks[round] = trip(twins, rate, round);
                progress.accept("round %d: %.0f blocks".formatted(round + 1, blocks[round]));
            }
            Watch watch = twins.upgraded().watch();
            Twins.say("the node", watch, progress);
            long[] intervals = watch.intervals();
            return List.of(
                    Figure.atMost(
                            1,
                            "rollback.blocks",
                            java.util.Arrays.stream(blocks).max().orElseThrow(),
                            "",
                            ROUNDS),
                    Figure.of(
                            "rollback.longest",
                            intervals[intervals.length - 1] / 1e6,
                            "ms",
                            ROUNDS),
                    Figure.atMost(0, "rollback.refused", watch.refused(), "", ROUNDS));
        }
    }

    /** From the block of the trip to the first in which nobody is served by the candidate. */
    private static double trip(Twins twins, double rate, int number) throws Exception {
        BenchNode node = twins.upgraded();
        Artifact candidate = BenchModules.faultyNotes(2);
        Plan plan =
                BenchPlans.of(
                        node.chain(),
                        number,
                        BenchModules.notes(1),
                        candidate,
                        BenchPlans.SHORT,
                        Optional.empty(),
                        BenchPlans.ENDLESS);
        Load.Running load = twins.upgradedLoad().constant(rate);
        node.open(candidate, plan);
        node.await(plan.id(), one -> one.phase() == Phase.PROBATION);
        node.watch().begin();
        long tripped = node.put(1, BenchModules.SILENT_VALUE);
        PlanStatus status = node.await(plan.id(), one -> one.phase() == Phase.ROLLED_BACK);
        Thread.sleep(AFTER_MILLIS);
        node.watch().end();
        load.stop();
        if (node.watch().height() <= tripped + 1) {
            throw new IllegalStateException("nobody was served after the trip");
        }
        return Math.max(
                status.sinceHeight() - tripped, node.watch().lastCandidateHeight() + 1 - tripped);
    }
}
