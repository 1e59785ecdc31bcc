package theseus.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Two nodes of the same content in one process: one is upgraded, its twin is not. They never work
 * at the same time but for the heartbeat of the idle one.
 */
final class Twins implements AutoCloseable {
    private static final int WARM_UP_SECONDS = 5;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Path directory;
    private final BenchNode upgraded;
    private final BenchNode twin;
    private final Load upgradedLoad;
    private final Load twinLoad;

    private Twins(Path directory, long keys) throws Exception {
        this.directory = directory;
        this.upgraded = BenchNode.start(directory.resolve("upgraded"));
        this.twin = BenchNode.start(directory.resolve("twin"));
        this.upgradedLoad = upgraded.load(keys);
        this.twinLoad = twin.load(keys);
    }

    /**
     * Two nodes that ran for a while.
     *
     * @param records how many the module has that is upgraded; its senders write to these
     */
    static Twins start(long records, Consumer<String> progress) throws Exception {
        Twins twins = new Twins(Files.createTempDirectory("theseus-bench-twins"), records);
        try {
            progress.accept("filling both nodes with %,d records".formatted(records));
            twins.upgraded.fill(records);
            twins.twin.fill(records);
            Rate first = saturate(twins.upgraded, twins.upgradedLoad, WARM_UP_SECONDS);
            Rate second = saturate(twins.twin, twins.twinLoad, WARM_UP_SECONDS);
            progress.accept(
                    "warmed up: %,.0f and %,.0f transactions/s"
                            .formatted(first.perSecond(), second.perSecond()));
            return twins;
        } catch (Exception | Error e) {
            twins.close();
            throw e;
        }
    }

    BenchNode upgraded() {
        return upgraded;
    }

    BenchNode twin() {
        return twin;
    }

    Load upgradedLoad() {
        return upgradedLoad;
    }

    Load twinLoad() {
        return twinLoad;
    }

    /** Sends as many transactions as the node takes. */
    static Rate saturate(BenchNode node, Load load, double seconds) throws Exception {
        Meter meter = Meter.start(() -> node.watch().applied());
        Load.Running running = load.saturating();
        Thread.sleep((long) (seconds * 1000));
        Rate rate = meter.stop();
        running.stop();
        return rate;
    }

    /**
     * How fast, and how much processor time of this process each transaction took: the second says
     * what the first would be on processors that nobody else uses.
     */
    record Rate(double perSecond, double processorMicros) {
        /** This rate to that of {@code twin}. */
        double to(Rate twin) {
            return perSecond / twin.perSecond;
        }

        /** What the ratio is when all processors are busy with this process alone. */
        double processorTimeTo(Rate twin) {
            return twin.processorMicros / processorMicros;
        }
    }

    /** Counts from its start. */
    record Meter(LongSupplier counter, long count, long nanos, long processorNanos) {
        static Meter start(LongSupplier counter) {
            return new Meter(
                    counter, counter.getAsLong(), System.nanoTime(), PROCESS.getProcessCpuTime());
        }

        Rate stop() {
            double many = counter.getAsLong() - count;
            return new Rate(
                    many * 1e9 / (System.nanoTime() - nanos),
                    (PROCESS.getProcessCpuTime() - processorNanos) / 1e3 / many);
        }
    }

    static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** What the node refused, which no benchmark expects, is said. */
    static void say(String who, Watch watch, Consumer<String> progress) {
        if (watch.refused() > 0) {
            progress.accept(
                    who + " refused " + watch.refused() + ", among them " + watch.refusals());
        }
    }

    @Override
    public void close() throws Exception {
        upgraded.close();
        twin.close();
        Folders.delete(directory);
    }
}
