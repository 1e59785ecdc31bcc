package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Metered code gives the same results, costs the same gas and ends in the same traps whatever JVM
 * runs it: thousands of programs made of seeds, in processes with other flags, and beside a count
 * that is taken in the plainest way. {@code -Dtheseus.seed} says where to begin.
 */
@Timeout(1800)
final class SameEverywhereTest {
    private static final boolean LONG = Boolean.getBoolean("theseus.long");
    private static final int PROGRAMS = LONG ? 5000 : 1500;
    private static final int COUNTED = LONG ? 5000 : 500;
    private static final int PLANTED = 150;
    private static final int OF_A_MODULE = 500;

    /** So many programs at the least end in each of the ways there are. */
    private static final int FEWEST = 5;

    /** The same each time, unless the run is a long one or says otherwise. */
    private static final long FIRST =
            Long.getLong("theseus.seed", LONG ? System.nanoTime() >>> 20 : 20_261_121L);

    private static final List<List<String>> FLAGS = flags();

    @TempDir private Path folder;

    private static List<List<String>> flags() {
        List<List<String>> flags = new ArrayList<>();
        flags.add(List.of("-Xint", "-XX:+UseSerialGC"));
        flags.add(
                List.of(
                        "-XX:-TieredCompilation",
                        "-XX:CompileThreshold=100",
                        "-XX:+UseZGC",
                        "-XX:+UseCompactObjectHeaders"));
        if (LONG) {
            flags.add(List.of("-XX:TieredStopAtLevel=1", "-XX:-UseCompactObjectHeaders"));
            flags.add(List.of("-XX:TieredStopAtLevel=3", "-XX:+UseParallelGC"));
            flags.add(List.of("-XX:-TieredCompilation", "-XX:CompileThreshold=20", "-Xbatch"));
            flags.add(List.of("-XX:+UseG1GC", "-XX:-DoEscapeAnalysis", "-XX:-Inline"));
        }
        return flags;
    }

    private static SortedMap<String, byte[]> programs(int count) {
        System.out.println("seed " + FIRST);
        SortedMap<String, byte[]> programs = new TreeMap<>();
        for (long seed = FIRST; seed < FIRST + count; seed++) {
            programs.putAll(RandomProgram.of(seed));
        }
        return programs;
    }

    @Test
    void everyJvmGivesTheSame() throws IOException, InterruptedException {
        SortedMap<String, byte[]> programs = programs(PROGRAMS);
        assertValid();
        SortedMap<String, byte[]> instrumented = Instrumenter.instrument(programs);
        Path classes = folder.resolve("classes");
        RandomRuns.write(classes, instrumented);
        List<Process> others = new ArrayList<>();
        for (int i = 0; i < FLAGS.size(); i++) {
            Process other = start(classes, i);
            others.add(other);
            if (LONG) {
                other.waitFor(); // so many at once would only wait for each other
            }
        }
        List<String> here = new RandomRuns(instrumented).lines(FIRST, PROGRAMS);
        assertManyEnds(here);
        for (int i = 0; i < FLAGS.size(); i++) {
            int status = others.get(i).waitFor();
            assertEquals(0, status, () -> "a JVM ended: " + read(folder.resolve("err")));
            List<String> there = Files.readAllLines(folder.resolve("lines" + i));
            for (int line = 0; line < PROGRAMS; line++) {
                assertEquals(here.get(line), there.get(line), "with " + FLAGS.get(i));
            }
        }
    }

    /** A few at a time: together they would be too large for one module. */
    private static void assertValid() {
        for (long from = FIRST; from < FIRST + PROGRAMS; from += OF_A_MODULE) {
            SortedMap<String, byte[]> some = new TreeMap<>();
            for (long seed = from; seed < from + OF_A_MODULE; seed++) {
                some.putAll(RandomProgram.of(seed));
            }
            assertEquals(List.of(), Verifier.verify(some));
        }
    }

    private Process start(Path classes, int number) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(FLAGS.get(number));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), RandomRuns.class.getName()));
        command.addAll(
                List.of(
                        classes.toString(),
                        folder.resolve("lines" + number).toString(),
                        Long.toString(FIRST),
                        Integer.toString(PROGRAMS)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()))
                .start();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Programs that all end alike would show nothing. */
    private static void assertManyEnds(List<String> lines) {
        for (String end : List.of("returned", "threw", "OUT_OF_GAS", "CALL_DEPTH")) {
            long count = lines.stream().filter(line -> line.contains(end)).count();
            assertTrue(count >= FEWEST, "only " + count + " " + end);
        }
    }

    @Test
    void nothingCostsLessThanItDoesPlainly() {
        SortedMap<String, byte[]> programs = programs(COUNTED);
        var metered = new RandomRuns(Instrumenter.instrument(programs));
        var plain = new Plain(PlainCount.counting(programs), true);
        assertEquals(Optional.empty(), plain.firstDifference(metered, COUNTED));
    }

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void aPlantedBugIsFound(PlantedBug bug) {
        SortedMap<String, byte[]> programs = programs(PLANTED);
        var metered = new RandomRuns(bug.in(Instrumenter.instrument(programs)));
        var plain = new Plain(PlainCount.counting(programs), false);
        assertTrue(plain.firstDifference(metered, PLANTED).isPresent());
    }

    /** The programs without a meter, counting. */
    private static final class Plain extends ClassLoader {
        private final SortedMap<String, byte[]> classes;

        private final boolean trustsTheMeter;

        Plain(SortedMap<String, byte[]> classes, boolean trustsTheMeter) {
            super(Plain.class.getClassLoader());
            this.trustsTheMeter = trustsTheMeter;
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] content = classes.get(name.replace('.', '/'));
            if (content == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, content, 0, content.length);
        }

        Optional<String> firstDifference(RandomRuns runs, int count) {
            return RandomRuns.asOnANode(
                    () ->
                            LongStream.range(FIRST, FIRST + count)
                                    .mapToObj(seed -> difference(seed, runs))
                                    .flatMap(Optional::stream)
                                    .findFirst());
        }

        /** How the metered run is not what it must be; empty when it is. */
        private Optional<String> difference(long seed, RandomRuns runs) {
            PlainCount.count = 0;
            PlainCount.limit = RandomRuns.gasLimit(seed);
            // The runtime's list says more exactly than the JDK's what was wrong with an index.
            String end =
                    RandomRuns.end(RandomRuns.start(this, seed), seed)
                            .replace(".IndexOutOf", ".ArrayIndexOutOf");
            long counted = PlainCount.count;
            if (end.contains("StackOverflowError")) {
                return Optional.empty();
            }
            if (end.contains("PlainCount$Over")) {
                return isTrapped(seed, runs, counted);
            }
            RandomRuns.Run metered = runs.run(seed);
            boolean isTrap =
                    metered.end().startsWith("OUT_OF_GAS")
                            || metered.end().startsWith("CALL_DEPTH");
            boolean isRight =
                    isTrap
                            || (end.equals(metered.end().replace(".IndexOutOf", ".ArrayIndexOutOf"))
                                    && counted <= metered.gas()
                                    && (!end.startsWith("returned")
                                            || metered.stack() == GasAccount.STACK_BYTES));
            return isRight
                    ? Optional.empty()
                    : Optional.of(
                            "seed %d: plainly %s for %d, metered %s"
                                    .formatted(seed, end, counted, metered));
        }

        /** What costs too much in the plain way may never end in a meter that is broken. */
        private Optional<String> isTrapped(long seed, RandomRuns runs, long counted) {
            if (!trustsTheMeter) {
                return Optional.empty();
            }
            RandomRuns.Run metered = runs.run(seed);
            return metered.end().startsWith("OUT_OF_GAS") || metered.end().startsWith("CALL_DEPTH")
                    ? Optional.empty()
                    : Optional.of(
                            "seed %d: plainly more than %d, metered %s"
                                    .formatted(seed, counted, metered));
        }
    }
}
