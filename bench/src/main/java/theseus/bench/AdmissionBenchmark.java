package theseus.bench;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Sandbox;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.Packager;
import theseus.sdk.Bytes;

/**
 * What it costs to take a module of ordinary size that nobody has seen before: verify, instrument,
 * link, derive its descriptor, load. Warm; the module's version differs each time, since what was
 * prepared once is kept. The modules that ship, one after the other. {@code -Drounds=}.
 */
final class AdmissionBenchmark implements Benchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 15);
    private static final int WARM_UPS = 15;
    private static final double MILLIS_MAX = 200;
    private static final List<String> MODULES =
            List.of("assets", "records", "consent", "governance");
    private static final String VERSION = "1.0.0";

    private int number;

    private record Shipped(String name, SortedMap<String, Bytes> files, double[] millis) {}

    @Override
    public String name() {
        return "admission";
    }

    @Override
    public String description() {
        return "verifying, instrumenting and loading a module that nobody has seen before";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        List<Shipped> modules = new ArrayList<>();
        for (String module : MODULES) {
            modules.add(new Shipped(module, files(module), new double[ROUNDS]));
        }
        progress.accept("admission: each of " + MODULES + " again and again");
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            for (Shipped module : modules) {
                SortedMap<String, Bytes> unseen = renamed(module.files());
                long started = System.nanoTime();
                open(unseen);
                double taken = (System.nanoTime() - started) / 1e6;
                if (round >= 0) {
                    module.millis()[round] = taken;
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        double slowest = 0;
        for (Shipped module : modules) {
            double median = Twins.median(module.millis());
            slowest = Math.max(slowest, median);
            figures.add(Figure.of("admission." + module.name(), median, "ms", ROUNDS));
        }
        figures.add(Figure.atMost(MILLIS_MAX, "admission.slowest", slowest, "ms", ROUNDS));
        return figures;
    }

    private static Sandbox open(SortedMap<String, Bytes> files) {
        return switch (new BytecodeRuntime().admit(Packager.pack(files).orThrow().artifact())) {
            case Admission.Admitted admitted -> admitted.loader().open();
            case Admission.Rejected rejected ->
                    throw new IllegalStateException(rejected.findings().toString());
        };
    }

    /** With another version of the same length, where the class says it. */
    private SortedMap<String, Bytes> renamed(SortedMap<String, Bytes> files) {
        int next = number++;
        String version = (char) ('2' + next / 100) + "." + next / 10 % 10 + "." + next % 10;
        SortedMap<String, Bytes> renamed = new TreeMap<>();
        boolean[] found = new boolean[1];
        files.forEach(
                (path, content) -> {
                    String text = new String(content.toArray(), StandardCharsets.ISO_8859_1);
                    found[0] |= text.contains(VERSION);
                    renamed.put(
                            path,
                            Bytes.of(
                                    text.replace(VERSION, version)
                                            .getBytes(StandardCharsets.ISO_8859_1)));
                });
        if (!found[0]) {
            throw new IllegalStateException("no class says version " + VERSION);
        }
        return renamed;
    }

    private static SortedMap<String, Bytes> files(String module) throws Exception {
        Path target = Path.of(System.getProperty("theseus.home", "."), "modules", module, "target");
        Path jar;
        try (Stream<Path> files = Files.list(target)) {
            jar =
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("no JAR in " + target));
        }
        SortedMap<String, Bytes> entries = new TreeMap<>();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(jar)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".class")) {
                    entries.put(entry.getName(), Bytes.wrap(zip.readAllBytes()));
                }
            }
        }
        return entries;
    }
}
