package theseus.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import theseus.client.PlanStatus;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;

/**
 * What blocks lose while a follower fills new tables: as many transactions as the node takes, from
 * the beginning of BACKFILL to its end, and in turn, just as long, on a twin. A quarter of the
 * transactions write to the records that are carried. {@code -Drecords=1000000}, {@code
 * -Drounds=3}; {@code -Dseconds} measures only so much of the beginning.
 */
final class BackfillBenchmark implements Benchmark {
    private static final long RECORDS = Long.getLong("records", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final double TARGET = 0.8;

    private static final long MAX_SECONDS = Long.getLong("seconds", 3_600);

    /** Transactions are signed for so slow a follower; signing later would slow the load down. */
    private static final double SLOW_RECORDS_PER_SECOND = 7_000;

    private static final double CAPACITY_SECONDS = 8;
    private static final long MAX_SIGNED = 1_500_000;
    private static final double MEGABYTE = 1 << 20;

    @Override
    public String name() {
        return "backfill";
    }

    @Override
    public String description() {
        return "throughput of blocks while a million records are carried, beside a twin";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        double[] ratios = new double[ROUNDS];
        double[] speeds = new double[ROUNDS];
        double[] heaps = new double[ROUNDS];
        double[] byProcessor = new double[ROUNDS];
        try (Twins twins = Twins.start(RECORDS, progress)) {
            double twinRate =
                    Twins.saturate(twins.twin(), twins.twinLoad(), CAPACITY_SECONDS).perSecond();
            for (int round = 0; round < ROUNDS; round++) {
                double heap = liveHeap();
                Filled filled = fill(twins, round, signed(twinRate));
                twins.twinLoad().prepare(Math.min(signed(twinRate), filled.transactions() * 2));
                Twins.Rate twin = Twins.saturate(twins.twin(), twins.twinLoad(), filled.seconds());
                twinRate = twin.perSecond();
                ratios[round] = filled.rate().to(twin);
                byProcessor[round] = filled.rate().processorTimeTo(twin);
                speeds[round] = filled.records() / filled.seconds();
                heaps[round] = filled.liveHeap() - heap;
                progress.accept(
                        ("round %d: %,d records in %.1f s; %,.0f transactions/s, twin %,.0f; by"
                                        + " processor time %.2f")
                                .formatted(
                                        round + 1,
                                        filled.records(),
                                        filled.seconds(),
                                        filled.rate().perSecond(),
                                        twinRate,
                                        byProcessor[round]));
            }
            Twins.say("the upgraded node", twins.upgraded().watch(), progress);
            return List.of(
                    Figure.of("backfill.records", RECORDS, "", 1),
                    Figure.of("backfill.recordsPerSecond", Twins.median(speeds), "1/s", ROUNDS),
                    Figure.of("backfill.twin", twinRate, "1/s", 1),
                    Figure.of("backfill.heapGrowth", Twins.median(heaps), "MB", ROUNDS),
                    Figure.of("backfill.processorTimeRatio", Twins.median(byProcessor), "", ROUNDS),
                    Figure.atLeast(TARGET, "backfill.ratio", Twins.median(ratios), "", ROUNDS));
        }
    }

    private static long signed(double perSecond) {
        double seconds = Math.min(MAX_SECONDS, RECORDS / SLOW_RECORDS_PER_SECOND);
        return Math.min(MAX_SIGNED, (long) (perSecond * seconds));
    }

    private record Filled(
            long records, double seconds, Twins.Rate rate, long transactions, double liveHeap) {}

    private static Filled fill(Twins twins, int number, long signed) throws Exception {
        BenchNode node = twins.upgraded();
        Artifact candidate = BenchModules.notes(2);
        Plan plan =
                BenchPlans.of(
                        node.chain(),
                        number,
                        BenchModules.notes(1),
                        candidate,
                        BenchPlans.ENDLESS,
                        Optional.empty(),
                        BenchPlans.ENDLESS);
        twins.upgradedLoad().prepare(signed);
        Load.Running load = twins.upgradedLoad().saturating();
        node.open(candidate, plan);
        node.await(plan.id(), one -> one.startHeight() > 0);
        long before = node.watch().applied();
        long started = System.nanoTime();
        Twins.Meter meter = Twins.Meter.start(() -> node.watch().applied());
        long until = started + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
        PlanStatus status =
                node.await(
                        plan.id(),
                        one -> one.phase() == Phase.SHADOW || System.nanoTime() - until > 0);
        Twins.Rate rate = meter.stop();
        long records = status.phase() == Phase.SHADOW ? RECORDS : node.carried(plan.id());
        long transactions = node.watch().applied() - before;
        double seconds = (System.nanoTime() - started) / 1e9;
        load.stop();
        double heap = liveHeap() - twins.upgradedLoad().preparedBytes() / MEGABYTE;
        node.stop(plan.id());
        return new Filled(records, seconds, rate, transactions, heap);
    }

    /** After a collection. */
    private static double liveHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed() / MEGABYTE;
    }
}
