package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Bytes;
import theseus.storage.rocksdb.RocksStorage;

/**
 * A follower that fails is started again; one that goes on failing ends its plan, not the chain.
 */
@Timeout(120)
final class FailingFollowerTest {
    private static final int ALWAYS = Integer.MAX_VALUE;

    @TempDir Path directory;

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicReference<StateStore> state = new AtomicReference<>();
    private volatile boolean isHandOverAlone;

    @Test
    void oneThatFailsNowAndThenIsStartedAgain() {
        NodeConfig config = config();
        Story.FORWARD.create(config);
        failures.set(2);
        try (Node node = start(config)) {
            Story.FORWARD.tell(driver(node));
            assertTrue(failures.get() <= 0, "it did not fail");
            assertEquals(Phase.FINAL, record(node).phase());
        }
    }

    @Test
    void oneThatGoesOnFailingTripsItsPlanWhateverRestarts() {
        NodeConfig config = config();
        Story.FORWARD.create(config);
        failures.set(ALWAYS);
        try (Node node = start(config)) {
            Driver driver = driver(node);
            Plan plan = plan(node);
            driver.traffic(5, Notes.NOTES);
            driver.stage(Story.FORWARD.artifact());
            driver.propose(plan);
            driver.approve(plan.id());
            while (record(node).phase() != Phase.BACKFILL || failures.get() == ALWAYS) {
                driver.traffic(1, Notes.NOTES);
            }
        }
        try (Node node = start(config)) {
            Driver driver = driver(node);
            while (!record(node).phase().ended()) {
                driver.traffic(1, Notes.NOTES);
            }
            PlanRecord record = record(node);
            assertEquals(Gate.TRIPPED, record.gate().orElseThrow());
            String why = record.ended().orElseThrow().explanation();
            assertTrue(why.contains("a follower failed"), why);
            driver.traffic(1, Notes.NOTES);
        }
    }

    /** There the block waits for it. */
    @Test
    void oneThatFailsOnceAtTheHandOverIsStartedAgain() {
        NodeConfig config = config();
        Story.FORWARD.create(config);
        isHandOverAlone = true;
        failures.set(1);
        try (Node node = start(config)) {
            Story.FORWARD.tell(driver(node));
            assertTrue(failures.get() <= 0, "it did not fail");
            assertEquals(Phase.FINAL, record(node).phase());
        }
    }

    /** The block cannot go on without it: the node stops, and goes on when it is back. */
    @Test
    void oneThatGoesOnFailingAtTheHandOverStopsTheNodeUntilItStartsAgain() {
        NodeConfig config = config();
        Story.FORWARD.create(config);
        isHandOverAlone = true;
        failures.set(ALWAYS);
        try (Node node = start(config)) {
            assertThrows(RuntimeException.class, () -> Story.FORWARD.tell(driver(node)));
            CompletionException stopped =
                    assertThrows(
                            CompletionException.class,
                            () -> node.stopped().toCompletableFuture().join());
            NodeException why = (NodeException) stopped.getCause();
            assertEquals("FOLLOWER_FAILED", why.code());
            assertTrue(String.valueOf(why.getMessage()).contains("Start the node again"));
            assertEquals(Phase.CANARY, record(node).phase());
        }
        failures.set(0);
        try (Node node = start(config)) {
            Story.FORWARD.tell(driver(node));
            assertEquals(Phase.FINAL, record(node).phase());
        }
    }

    private NodeConfig config() {
        return TestChain.config(directory.resolve("node")).withHttp(CrashProcess.SHUT);
    }

    private Driver driver(Node node) {
        return new Driver(node, state.get(), sent -> {});
    }

    private static Plan plan(Node node) {
        return Story.FORWARD.plans(node.chain(), Story.FORWARD.artifact().hash()).getFirst();
    }

    private PlanRecord record(Node node) {
        return driver(node).plan(plan(node).id()).orElseThrow();
    }

    private Node start(NodeConfig config) {
        return Node.start(
                config,
                new Ground(
                        new BytecodeRuntime(),
                        (kind, folder) -> RocksStorage.open(folder),
                        this::failing));
    }

    private StateStore failing(StateStore real) {
        state.set(real);
        return Intercepted.of(
                StateStore.class,
                real,
                (method, arguments, call) ->
                        method.equals("unlinked")
                                ? Intercepted.of(
                                        UnlinkedTables.class,
                                        (UnlinkedTables) call.make(),
                                        this::tables)
                                : call.make());
    }

    private Object tables(String method, Object[] arguments, Intercepted.Call call)
            throws Throwable {
        boolean isMeant =
                method.equals("write")
                        && (!isHandOverAlone
                                || FollowerMark.decode((Bytes) arguments[2]).handedOver());
        if (isMeant && failures.getAndDecrement() > 0) {
            throw new IllegalStateException("a follower's bad day");
        }
        return call.make();
    }
}
