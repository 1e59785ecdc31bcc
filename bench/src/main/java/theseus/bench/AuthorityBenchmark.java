package theseus.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;

/**
 * What other modules lose while a candidate has authority and both worlds run in each block: the
 * module that is upgraded gets a tenth of what the node can take, at a constant rate, the others as
 * much as fits, in turn with a twin. {@code -Drecords=50000}, {@code -Drounds=5}, {@code
 * -Dseconds=10} of each slice.
 */
final class AuthorityBenchmark implements Benchmark {
    private static final long RECORDS = Long.getLong("records", 50_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int SECONDS = Integer.getInteger("seconds", 10);
    private static final double SHARE = 0.1;

    /** What is signed ahead must last when the node turns out to be faster. */
    private static final double MORE_SIGNED = 1.5;

    private static final double TARGET = 0.95;

    @Override
    public String name() {
        return "authority";
    }

    @Override
    public String description() {
        return "throughput of other modules in CANARY and PROBATION, beside a twin";
    }

    /** A node with the load of the module and that of the others. */
    private record Side(BenchNode node, Load notes, Load others) {
        static Side of(BenchNode node) {
            return new Side(
                    node, node.load(BenchNode.NOTES, RECORDS), node.load(BenchNode.OTHER, RECORDS));
        }

        /** Of the others, a second. */
        Twins.Rate slice(double notesPerSecond, double othersPerSecond) throws Exception {
            notes.prepare((long) (notesPerSecond * SECONDS));
            others.prepare((long) (othersPerSecond * SECONDS * MORE_SIGNED));
            Load.Running constant = notes.constant(notesPerSecond);
            Load.Running saturating = others.saturating();
            Twins.Meter meter = Twins.Meter.start(() -> node.watch().applied(BenchNode.OTHER));
            Thread.sleep(SECONDS * 1000L);
            Twins.Rate rate = meter.stop();
            saturating.stop();
            constant.stop();
            return rate;
        }
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        try (Twins twins = Twins.start(RECORDS, progress)) {
            Side upgraded = Side.of(twins.upgraded());
            Side twin = Side.of(twins.twin());
            double capacity = Twins.saturate(twins.twin(), twins.twinLoad(), 5).perSecond();
            Plan canary = plan(twins, 1, Optional.of(BenchPlans.ENDLESS));
            double inCanary =
                    ratio(twins, canary, Phase.CANARY, upgraded, twin, capacity, progress);
            Plan probation = plan(twins, 2, Optional.empty());
            double inProbation =
                    ratio(twins, probation, Phase.PROBATION, upgraded, twin, capacity, progress);
            Twins.say("the upgraded node", twins.upgraded().watch(), progress);
            return List.of(
                    Figure.of("authority.capacity", capacity, "1/s", 1),
                    Figure.atLeast(TARGET, "authority.canaryRatio", inCanary, "", ROUNDS),
                    Figure.atLeast(TARGET, "authority.probationRatio", inProbation, "", ROUNDS));
        }
    }

    private static Plan plan(Twins twins, int number, Optional<Plan.Window> canary)
            throws Exception {
        return BenchPlans.of(
                twins.upgraded().chain(),
                number,
                BenchModules.notes(1),
                BenchModules.notes(2),
                BenchPlans.SHORT,
                canary,
                BenchPlans.ENDLESS);
    }

    private static double ratio(
            Twins twins,
            Plan plan,
            Phase phase,
            Side upgraded,
            Side twin,
            double capacity,
            Consumer<String> progress)
            throws Exception {
        Artifact candidate = BenchModules.notes(2);
        Load.Running load = upgraded.notes().constant(capacity * SHARE);
        upgraded.node().open(candidate, plan);
        upgraded.node().await(plan.id(), one -> one.phase() == phase);
        load.stop();
        double[] ratios = new double[ROUNDS];
        upgraded.slice(capacity * SHARE, capacity); // compiles the candidate and what runs it
        twin.slice(capacity * SHARE, capacity);
        for (int round = 0; round < ROUNDS; round++) {
            Twins.Rate mine = upgraded.slice(capacity * SHARE, capacity);
            Twins.Rate others = twin.slice(capacity * SHARE, capacity);
            ratios[round] = mine.to(others);
            progress.accept(
                    "%s, round %d: %,.0f transactions/s of others, twin %,.0f; by processor time %.2f"
                            .formatted(
                                    phase,
                                    round + 1,
                                    mine.perSecond(),
                                    others.perSecond(),
                                    mine.processorTimeTo(others)));
        }
        if (twins.upgraded().status(plan.id()).phase() != phase) {
            throw new IllegalStateException("not in " + phase + " any more");
        }
        twins.upgraded().stop(plan.id());
        return Twins.median(ratios);
    }
}
