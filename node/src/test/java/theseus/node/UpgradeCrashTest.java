package theseus.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.client.PlanStatus;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.rocksdb.RocksStorage;

/**
 * A node that is stopped or killed in every phase of an upgrade ends where an undisturbed one does.
 */
@Timeout(600)
final class UpgradeCrashTest {
    private static final Plan.Window WINDOW = TestPlans.LONG;

    @TempDir Path directory;

    @Test
    void aRestartInEveryPhaseChangesNothing() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Notes.create(config);
        Artifact candidate = Compiled.artifact("notes-2");
        Set<Phase> stoppedIn = EnumSet.noneOf(Phase.class);
        Hash id = Hash.ZERO;
        boolean isOver = false;
        for (int start = 0; start < 40 && !isOver; start++) {
            try (Node node = Node.start(config);
                    ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
                Notes notes = new Notes(client);
                if (start == 0) {
                    notes.traffic();
                    Plan plan = Notes.plan(client, candidate, WINDOW);
                    id = plan.id();
                    notes.open(candidate, plan);
                    continue;
                }
                PlanStatus status = notes.status(id);
                stoppedIn.add(status.phase());
                notes.traffic();
                status = notes.trafficWhile(id, notes.status(id).phase());
                isOver = status.phase().ended();
                assertTrue(status.phase() != Phase.ROLLED_BACK, status.json().toString());
            }
        }
        assertTrue(isOver && stoppedIn.contains(Phase.CANARY), "" + stoppedIn);
        assertSameAsTwin(config, genesis);
    }

    @Test
    void killedInEveryPhaseItComesToTheRootsOfAnUndisturbedTwin() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Notes.create(config);
        Artifact candidate = Compiled.artifact("notes-2");
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Phase> killedIn = new ArrayList<>();
        Hash id = Hash.ZERO;
        boolean isOver = false;
        for (int start = 0; start < 40 && !isOver; start++) {
            Process process = start(config.directory());
            try (ChainClient client = ChainClient.trusting(genesis, address(process))) {
                Notes notes = new Notes(client);
                if (start == 0) {
                    notes.traffic();
                    Plan plan = Notes.plan(client, candidate, WINDOW);
                    id = plan.id();
                    notes.open(candidate, plan);
                }
                PlanStatus status = notes.status(id);
                Phase phase = status.phase();
                if (random.nextBoolean()) {
                    // at the moment in which it enters the next phase
                    status = notes.trafficWhile(id, phase);
                } else {
                    for (int i = random.nextInt(4); i > 0; i--) {
                        notes.burst(1 + random.nextInt(20));
                    }
                    status = notes.status(id);
                }
                killedIn.add(status.phase());
                isOver = status.phase().ended();
                assertTrue(status.phase() != Phase.ROLLED_BACK, status.json().toString());
                Thread load =
                        Thread.startVirtualThread(
                                () -> {
                                    try {
                                        new Notes(client).burst(200);
                                    } catch (ApiException e) {
                                        // the node was killed
                                    }
                                });
                Thread.sleep(random.nextInt(100)); // any moment will do
                process.destroyForcibly().waitFor();
                load.join();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        System.out.println("killed in " + killedIn);
        assertTrue(isOver, "" + killedIn);
        assertSameAsTwin(config, genesis);
    }

    private void assertSameAsTwin(NodeConfig config, Genesis genesis) {
        try (DataDirectory data = DataDirectory.open(config.directory());
                VersionedState decided =
                        VersionedState.open(RocksStorage.open(data.state()), 1_000);
                Twin twin =
                        new Twin(
                                genesis, data.artifacts(genesis), data.validatorKey(), directory)) {
            twin.follow(decided);
        }
    }

    private static Process start(Path directory) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static URI address(Process process) throws Exception {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("the node did not start: " + process.waitFor());
        }
        return URI.create(line);
    }
}
