package theseus.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import theseus.protocol.Genesis;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;

/**
 * One story on one chain, whose node is struck down again and again, and started again each time,
 * until the story is told. Then all that is left is compared with an undisturbed twin.
 */
abstract class Ordeal {
    private static final int MAX_STARTS = 100;
    private static final long MAX_START_SECONDS = 120;

    /** The same seed strikes at the same turns; where in a race is up to the machine. */
    final Random random;

    final Story story;
    final Path directory;
    final NodeConfig config;
    final Map<Hash, Long> acknowledged = new HashMap<>();
    private final Plot plot;

    private Ordeal(
            NodeConfig.StorageKind engine, Story story, boolean twice, long seed, Path directory) {
        this.story = story;
        this.random = new Random(seed);
        this.directory = directory;
        this.config =
                TestChain.config(directory.resolve("node"))
                        .withStorage(engine)
                        .withHttp(CrashProcess.SHUT);
        this.plot = new Plot(story, twice, random);
    }

    /** A process that ends at once: what was written is there. */
    static Ordeal ofProcesses(
            NodeConfig.StorageKind engine, Story story, boolean twice, long seed, Path directory) {
        return new OfProcesses(engine, story, twice, seed, directory);
    }

    /** Struck at every second turn: two engines share them. */
    final Ordeal half() {
        plot.half(config.storage() == NodeConfig.StorageKind.ROCKSDB);
        return this;
    }

    /** A machine that loses power: what was not synced is not there. */
    static Ordeal ofPower(Story story, boolean twice, long seed, Path directory) {
        return new OfPower(story, twice, seed, directory);
    }

    /** Where a start was struck. */
    record Struck(Strike.Target target, String where) {}

    /** What came of a start; nothing was struck when the story was told. */
    record Start(boolean isTold, List<Struck> struck) {}

    /** Where it was struck, in order. */
    final List<String> run() throws Exception {
        Genesis genesis = story.create(config);
        List<String> struck = new ArrayList<>();
        boolean isTold = false;
        for (int start = 0; start < MAX_STARTS && !isTold; start++) {
            Start came = start(plot.next());
            isTold = came.isTold();
            for (Struck one : came.struck()) {
                struck.add(one.where());
                plot.struck(one.target());
            }
        }
        assertTrue(isTold, "after " + struck);
        Crashed.assertWhole(
                story, config, genesis, left(), acknowledged, directory.resolve("twin"));
        return struck;
    }

    abstract Start start(List<Strike.Target> targets) throws Exception;

    /** What the last node left. */
    abstract Storage left();

    private static final class OfPower extends Ordeal {
        private CutStorage disk;

        OfPower(Story story, boolean twice, long seed, Path directory) {
            super(NodeConfig.StorageKind.ROCKSDB, story, twice, seed, directory);
            this.disk = new CutStorage(seed);
        }

        @Override
        Start start(List<Strike.Target> targets) {
            CutStorage own = disk;
            Strike strike = new Strike(targets, own);
            Ground ground =
                    new Ground(
                            new BytecodeRuntime(),
                            (kind, folder) -> strike.over(own),
                            strike::over);
            try (Node node = Node.start(config, ground)) {
                story.tell(
                        new Driver(
                                node,
                                strike.store().orElseThrow(),
                                sent -> acknowledged.put(sent.id(), sent.committed().height())));
            } catch (RuntimeException e) {
                if (strike.struck().isEmpty()) {
                    throw e;
                }
                disk = disk.again();
                return new Start(false, List.of(new Struck(strike.struck().get(), strike.where())));
            }
            // The last blow may have fallen beside the story, which did not notice.
            return new Start(true, List.of());
        }

        @Override
        Storage left() {
            return disk.content();
        }
    }

    private static final class OfProcesses extends Ordeal {
        OfProcesses(
                NodeConfig.StorageKind engine,
                Story story,
                boolean twice,
                long seed,
                Path directory) {
            super(engine, story, twice, seed, directory);
        }

        @Override
        Start start(List<Strike.Target> targets) throws Exception {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx256m",
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "--enable-native-access=ALL-UNNAMED",
                                    // what the native library leaves there goes with the test
                                    "-Djava.io.tmpdir=" + directory,
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    CrashProcess.class.getName(),
                                    config.directory().toString(),
                                    story.name(),
                                    String.valueOf(random.nextDouble()),
                                    config.storage().name()));
            for (Strike.Target target : targets) {
                command.add(target.what());
                command.add(target.moment().name());
                command.add(String.valueOf(target.number()));
            }
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(directory.resolve("errors").toFile())
                            .start();
            try {
                return read(process, targets);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }

        private Start read(Process process, List<Strike.Target> targets)
                throws IOException, InterruptedException {
            boolean isTold = false;
            List<Struck> struck = new ArrayList<>();
            try (BufferedReader out = process.inputReader()) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    String[] words = line.split(" ");
                    switch (words[0]) {
                        case "ACK" ->
                                acknowledged.put(
                                        new Hash(Bytes.fromHex(words[1])),
                                        Long.parseLong(words[2]));
                        case "STRUCK" ->
                                struck.add(
                                        new Struck(
                                                target(targets, words[1], words[2]),
                                                line.substring(words[0].length() + 1)));
                        case "TOLD" -> isTold = true;
                        default -> {}
                    }
                }
            }
            assertTrue(process.waitFor(MAX_START_SECONDS, TimeUnit.SECONDS), "it does not end");
            int status = process.exitValue();
            boolean isExpected =
                    struck.isEmpty() ? status == 0 && isTold : status == Strike.Halt.STATUS;
            assertTrue(
                    isExpected, () -> "status " + status + ", see " + directory.resolve("errors"));
            return new Start(isTold, struck);
        }

        private static Strike.Target target(
                List<Strike.Target> targets, String what, String moment) {
            return targets.stream()
                    .filter(one -> one.toString().equals(what + " " + moment))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        Storage left() {
            return Ground.open(config.storage(), config.directory().resolve("state"));
        }
    }
}
