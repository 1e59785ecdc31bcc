package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.kernel.spi.StateStore;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;
import theseus.storage.rocksdb.RocksStorage;

/**
 * After many plans, taken back and final, a node holds no more than after the first ones: no code
 * of candidates, no followers, snapshots, tables beside the root, nor much of a heap.
 */
@Timeout(300)
final class LeakTest {
    private static final int HISTORY_BLOCKS = 30;
    private static final int PLANS = 12;

    /** Bounded caches of code that was prepared; what was measured is half a megabyte. */
    private static final long HEAP_SLACK_BYTES = 4L * 1024 * 1024;

    private static final Plan.Window WINDOW = new Plan.Window(2, 0, 1, 1);

    /** What the collector puts where nothing is. */
    private static final String FILLER = "[Ljdk.internal.vm.FillerElement;";

    private static final List<String> COUNTED =
            List.of(
                    "theseus.runtime.SandboxLoader",
                    "theseus.node.Follower",
                    "theseus.node.PlanWork",
                    "theseus.kernel.Planned",
                    "theseus.state.HeldVersion");

    @TempDir Path directory;

    private final AtomicInteger snapshots = new AtomicInteger();
    private final AtomicReference<StateStore> state = new AtomicReference<>();
    private Hash inForce = Hash.ZERO;

    /** What a node holds, by name. */
    private record Held(Map<String, Long> objects, long heapBytes, int sets, int snapshots) {}

    @Test
    void plansThatEndedLeaveNothingBehind() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node")).withHttp(CrashProcess.SHUT);
        config = config.withFollower(new FollowerConfig(80, 20, 2_000, 0));
        create(config);
        inForce = version("1.0.0", "notes-1").hash();
        Ground ground =
                new Ground(
                        new BytecodeRuntime(),
                        (kind, folder) -> counted(RocksStorage.open(folder)),
                        real -> {
                            state.set(real);
                            return real;
                        });
        for (int i = 0; i < 3 + PLANS; i++) {
            candidate(i); // the compiler takes memory, too
        }
        try (Node node = Node.start(config, ground)) {
            Driver driver = new Driver(node, state.get(), sent -> {});
            driver.traffic(20, Notes.NOTES);
            for (int i = 0; i < 3; i++) {
                plan(driver, i);
            }
            Held before = held(driver);
            for (int i = 3; i < 3 + PLANS; i++) {
                plan(driver, i);
            }
            Held after = held(driver);
            System.out.println("before " + before + System.lineSeparator() + "after " + after);
            before.objects()
                    .forEach(
                            (type, count) ->
                                    assertTrue(
                                            after.objects().get(type) <= count,
                                            () -> type + ": " + count + ", then " + after));
            assertEquals(before.sets(), after.sets(), "sets of tables");
            assertEquals(0, after.sets(), "sets of tables");
            assertTrue(after.snapshots() <= before.snapshots(), "snapshots: " + after);
            assertTrue(
                    after.heapBytes() <= before.heapBytes() + HEAP_SLACK_BYTES, "heap: " + after);
        }
    }

    private static void create(NodeConfig config) {
        Node.create(
                config,
                new NewChain(
                        "leaks",
                        System.currentTimeMillis(),
                        new Genesis.Parameters(
                                Genesis.Parameters.DEFAULT.blockGas(),
                                Genesis.Parameters.DEFAULT.routineGas(),
                                HISTORY_BLOCKS),
                        List.of(
                                instance("council", "council", List.of(Capability.PLANS)),
                                instance(Notes.NOTES, "notes-1", List.of()))));
    }

    private static NewChain.NewInstance instance(
            String name, String source, List<Capability> granted) {
        return new NewChain.NewInstance(
                name, Compiled.artifact(source), Bytes.EMPTY, List.of(), granted);
    }

    private static Artifact version(String version, String source) {
        return Compiled.of(
                Compiled.source(source)
                        .replaceAll("version = \"[^\"]*\"", "version = \"" + version + "\""));
    }

    private static boolean isFinal(int number) {
        return number % 3 == 0;
    }

    private static Artifact candidate(int number) {
        return isFinal(number)
                ? version("1.0." + (number + 1), "notes-1")
                : version("2.0." + number, "notes-2");
    }

    /** Each third becomes final; the others are stopped in shadow, or in probation. */
    private void plan(Driver driver, int number) {
        boolean isFinal = isFinal(number);
        Phase stop = number % 3 == 1 ? Phase.SHADOW : Phase.PROBATION;
        Artifact candidate = candidate(number);
        Plan plan = plan(driver.chain(), candidate.hash(), number);
        driver.stage(candidate);
        driver.propose(plan);
        driver.approve(plan.id());
        while (!driver.isOver(plan.id())) {
            driver.traffic(1, Notes.NOTES);
            Phase phase = driver.plan(plan.id()).orElseThrow().phase();
            if (!isFinal && !phase.ended() && phase.compareTo(stop) >= 0) {
                driver.stop(plan.id());
            }
        }
        assertEquals(
                isFinal ? Phase.FINAL : Phase.ROLLED_BACK,
                driver.plan(plan.id()).orElseThrow().phase(),
                () -> "plan " + number + ": " + driver.plan(plan.id()));
        if (isFinal) {
            inForce = candidate.hash();
        }
    }

    private Plan plan(Hash chain, Hash candidate, int number) {
        return new Plan(
                chain,
                "number " + number,
                List.of(
                        new Plan.Action.Upgrade(
                                Notes.NOTES, inForce, candidate, List.of(), List.of())),
                false,
                false,
                new Plan.Schedule(
                        1_000,
                        1_000,
                        10_000,
                        2,
                        120,
                        WINDOW,
                        List.of(new Plan.Step(5_000, WINDOW)),
                        // long enough to be stopped in
                        new Plan.Window(30, 0, 1, 1),
                        4,
                        400),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** Once all that waits for the end of the history has been let go. */
    private Held held(Driver driver) throws Exception {
        long until = driver.state().height() + HISTORY_BLOCKS + 2;
        while (driver.state().height() < until || !driver.state().unlinkedSets().isEmpty()) {
            driver.traffic(1, Notes.NOTES);
            assertTrue(driver.state().height() < until + 200, "tables stay");
        }
        String histogram =
                (String)
                        ManagementFactory.getPlatformMBeanServer()
                                .invoke(
                                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                        "gcClassHistogram",
                                        new Object[] {new String[0]},
                                        new String[] {String[].class.getName()});
        Map<String, Long> objects = new TreeMap<>();
        COUNTED.forEach(type -> objects.put(type, 0L));
        long heapBytes = 0;
        for (String line : histogram.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            boolean isObjects = words.length > 3 && words[0].endsWith(":");
            if (isObjects && !words[3].equals(FILLER)) {
                heapBytes += Long.parseLong(words[2]);
            }
            if (isObjects && COUNTED.contains(words[3])) {
                objects.put(words[3], Long.parseLong(words[1]));
            }
        }
        return new Held(objects, heapBytes, driver.state().unlinkedSets().size(), snapshots.get());
    }

    private Storage counted(Storage real) {
        return Intercepted.of(
                Storage.class,
                real,
                (method, arguments, call) -> {
                    if (!method.equals("snapshot")) {
                        return call.make();
                    }
                    snapshots.incrementAndGet();
                    return Intercepted.of(
                            Storage.Snapshot.class,
                            (Storage.Snapshot) call.make(),
                            (inner, with, closing) -> {
                                if (inner.equals("close")) {
                                    snapshots.decrementAndGet();
                                }
                                return closing.make();
                            });
                });
    }
}
