package theseus.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether a state of ten million records takes updates as fast as one of a million: a process for
 * each, that take turns, so that each one's memory can be told. Takes some minutes. {@code
 * -Drecords=}, {@code -Drounds=}, {@code -Dheap=} in megabytes.
 */
final class LargeStateBenchmark implements Benchmark {
    private static final long RECORDS = Long.getLong("records", 10_000_000);
    private static final long FEW_RECORDS = RECORDS / 10;
    private static final int ROUNDS = Integer.getInteger("rounds", 9);
    private static final double RATIO_MIN = 0.667;
    private static final double MEGABYTES_MAX = 2_048;

    /** Leaves hold about 93 bytes each in memory; the rest is the collector's room. */
    private static final int HEAP_MEGABYTES = Integer.getInteger("heap", 1_400);

    @Override
    public String name() {
        return "state10m";
    }

    @Override
    public String description() {
        return "updates a second at 10 M records beside 1 M, and memory; takes minutes";
    }

    /** Only when it is named. */
    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        Path directory = Files.createTempDirectory("theseus-bench-state10m");
        try (Worker few = Worker.start(directory.resolve("few"), FEW_RECORDS);
                Worker many = Worker.start(directory.resolve("many"), RECORDS)) {
            progress.accept("loading %,d records, then %,d".formatted(FEW_RECORDS, RECORDS));
            few.round();
            many.round();
            return measure(few, many, progress);
        } finally {
            Folders.delete(directory);
        }
    }

    private static List<Figure> measure(Worker few, Worker many, Consumer<String> progress)
            throws Exception {
        double[] fewRates = new double[ROUNDS];
        double[] manyRates = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            fewRates[round] = few.round();
            manyRates[round] = many.round();
            ratios[round] = manyRates[round] / fewRates[round];
            progress.accept(
                    "round %d of %d: %,.0f updates/s at %,d records, %,.0f at %,d, %.0f MB"
                            .formatted(
                                    round + 1,
                                    ROUNDS,
                                    fewRates[round],
                                    FEW_RECORDS,
                                    manyRates[round],
                                    RECORDS,
                                    many.megabytes("VmRSS")));
        }
        return List.of(
                Figure.of("state10m.fewer", Twins.median(fewRates), "1/s", ROUNDS),
                Figure.of("state10m.updates", Twins.median(manyRates), "1/s", ROUNDS),
                Figure.atLeast(RATIO_MIN, "state10m.ratio", Twins.median(ratios), "", ROUNDS),
                Figure.atMost(MEGABYTES_MAX, "state10m.resident", many.megabytes("VmRSS"), "MB", 1),
                Figure.atMost(MEGABYTES_MAX, "state10m.highest", many.megabytes("VmHWM"), "MB", 1));
    }

    /** A state in a process of its own. */
    private record Worker(Process process, BufferedReader says, BufferedWriter told)
            implements AutoCloseable {
        static Worker start(Path directory, long records) throws Exception {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process =
                    new ProcessBuilder(
                                    java,
                                    "-XX:+UseCompactObjectHeaders",
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-XX:-UsePerfData",
                                    "-XX:+UseSerialGC", // needs the least room beside the leaves
                                    "-Xmx" + HEAP_MEGABYTES + "m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    StateWorker.class.getName(),
                                    directory.toString(),
                                    Long.toString(records))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            return new Worker(process, process.inputReader(), process.outputWriter());
        }

        /** Updates a second. */
        double round() throws Exception {
            told.write("round\n");
            told.flush();
            String line = says.readLine();
            if (line == null) {
                throw new IllegalStateException("the process ended: " + process.waitFor());
            }
            return Double.parseDouble(line);
        }

        double megabytes(String what) throws Exception {
            return NodeProcess.megabytes(process.pid(), what);
        }

        /** Its input ends, and so does it. */
        @Override
        public void close() throws Exception {
            told.close();
            process.waitFor();
        }
    }
}
