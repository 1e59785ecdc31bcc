package theseus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code ./theseus bench [NAME…] [--json]}: runs the named benchmarks, or all that are not long.
 */
public final class Bench {
    private static final List<Benchmark> BENCHMARKS =
            List.of(
                    new StateBenchmark(),
                    new LargeStateBenchmark(),
                    new EndToEndBenchmark(),
                    new LatencyBenchmark(),
                    new QueryBenchmark(),
                    new CallsBenchmark(),
                    new MeterBenchmark(),
                    new AdmissionBenchmark(),
                    new StartBenchmark(),
                    new IdleBenchmark(),
                    new ActivationBenchmark(),
                    new BackfillBenchmark(),
                    new ShadowBenchmark(),
                    new AuthorityBenchmark(),
                    new RollbackBenchmark(),
                    new RehearsalBenchmark());

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        boolean json = false;
        Set<String> wanted = new TreeSet<>();
        for (String argument : arguments) {
            switch (argument) {
                case "bench" -> {}
                case "--json" -> json = true;
                case "--help", "-h" -> {
                    help();
                    return;
                }
                default -> wanted.add(argument);
            }
        }
        List<Figure> figures = new ArrayList<>();
        int failed = 0;
        for (Benchmark benchmark : chosen(wanted)) {
            try {
                figures.addAll(benchmark.run(System.err::println));
            } catch (Exception | Error failure) {
                failed++;
                System.err.println("The benchmark " + benchmark.name() + " failed:");
                failure.printStackTrace();
            }
        }
        print(figures, json);
        // A load that a failed benchmark left must not keep the process.
        System.exit(failed == 0 ? 0 : 1);
    }

    private static List<Benchmark> chosen(Set<String> wanted) {
        for (String name : wanted) {
            if (BENCHMARKS.stream().noneMatch(benchmark -> benchmark.name().equals(name))) {
                System.err.println(
                        "No benchmark is called '" + name + "'; see ./theseus bench --help");
                System.exit(2);
            }
        }
        return BENCHMARKS.stream()
                .filter(
                        benchmark ->
                                wanted.isEmpty()
                                        ? !benchmark.isLong()
                                        : wanted.contains(benchmark.name()))
                .toList();
    }

    private static void help() {
        System.out.println("Usage: theseus bench [NAME...] [--json]\n");
        System.out.println("Runs the named benchmarks, or all of them but state10m:");
        for (Benchmark benchmark : BENCHMARKS) {
            System.out.printf("  %-10s %s%n", benchmark.name(), benchmark.description());
        }
    }

    private static void print(List<Figure> figures, boolean json) throws Exception {
        if (json) {
            System.out.println(
                    new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(figures));
            return;
        }
        for (Figure figure : figures) {
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %14.3f %-10s %-10s %s (%d runs)%n",
                    figure.name(),
                    figure.figure(),
                    figure.unit(),
                    figure.target(),
                    figure.target().isEmpty() ? "" : figure.met() ? "met" : "MISSED",
                    figure.runs());
        }
    }
}
