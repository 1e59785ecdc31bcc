package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.client.ChainClient;
import theseus.crypto.Signatures;
import theseus.kernel.Kernel;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.Outcome;
import theseus.module.assets.Assets;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.RecordCodec;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/** Code in force is opened beside a node's start: nobody waits for that, nor for its failure. */
@Timeout(60)
final class WarmingTest {
    private static final String THREAD = "theseus-warming";
    private static final Artifact COUNCIL = Compiled.artifact("council");
    private static final Artifact NOTES = Compiled.artifact("notes-1");

    @TempDir Path directory;

    private final ModuleRuntime real = new BytecodeRuntime();
    private final List<Hash> opened = Collections.synchronizedList(new ArrayList<>());
    private final List<Kernel.Warm> handedOn = Collections.synchronizedList(new ArrayList<>());
    private VersionedState state;

    @BeforeEach
    void genesis() {
        NewChain chain =
                new NewChain(
                        "warm",
                        1,
                        Genesis.Parameters.DEFAULT,
                        List.of(
                                instance("council", COUNCIL, List.of(Capability.PLANS)),
                                instance("notes", NOTES, List.of()),
                                instance("others", NOTES, List.of())));
        Genesis genesis = chain.genesis(TestChain.key(1).publicKey());
        Map<Hash, Artifact> code = Map.of(COUNCIL.hash(), COUNCIL, NOTES.hash(), NOTES);
        state = VersionedState.open(new MemoryStorage(), 1);
        state.commit(state.stage(0, kernel(real).genesis(genesis, code)), List.of());
    }

    @AfterEach
    void close() {
        state.close();
    }

    private static NewChain.NewInstance instance(
            String name, Artifact code, List<Capability> granted) {
        return new NewChain.NewInstance(name, code, Bytes.EMPTY, List.of(), granted);
    }

    private static Kernel kernel(ModuleRuntime runtime) {
        return new Kernel(runtime, Signatures.best());
    }

    /** Says which sandboxes are opened; {@code before} may refuse or wait on the warming thread. */
    private ModuleRuntime watched(Consumer<Artifact> before) {
        return artifact -> {
            if (Thread.currentThread().getName().equals(THREAD)) {
                before.accept(artifact);
            }
            return switch (real.admit(artifact)) {
                case ModuleRuntime.Admission.Admitted admitted ->
                        new ModuleRuntime.Admission.Admitted(
                                admitted.descriptor(),
                                () -> {
                                    opened.add(artifact.hash());
                                    return admitted.loader().open();
                                });
                case ModuleRuntime.Admission.Rejected rejected -> rejected;
            };
        };
    }

    /** Until so many were handed on; then it is closed. */
    private void warm(Supplier<Kernel> kernels, int count) throws InterruptedException {
        CountDownLatch all = new CountDownLatch(count);
        try (Warming _ =
                new Warming(
                        state.head(),
                        kernels,
                        one -> {
                            handedOn.add(one);
                            all.countDown();
                        })) {
            all.await();
        }
    }

    @Test
    void eachCodeInForceIsOpenedOnceAndHandedOn() throws Exception {
        ModuleRuntime runtime = watched(artifact -> {});
        warm(() -> kernel(runtime), 2);
        assertEquals(2, handedOn.size());
        assertEquals(List.of(COUNCIL.hash(), NOTES.hash()), opened); // by name of the instance

        Kernel cold = kernel(runtime);
        ask(cold);
        assertEquals(List.of(COUNCIL.hash(), NOTES.hash(), NOTES.hash()), opened);
        Kernel blocks = kernel(runtime);
        handedOn.forEach(blocks::adopt);
        ask(blocks);
        assertEquals(3, opened.size(), "it had been opened for this one");
    }

    private void ask(Kernel kernel) {
        Bytes query = RecordCodec.encodeRecord(new Notes.ValueOf(1));
        assertInstanceOf(
                Outcome.Returned.class,
                kernel.query(state.head(), 0, 1, "others", "ValueOf", query));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCannotBeOpenedKeepsNoOtherWaiting(boolean isLinkage) throws Exception {
        ModuleRuntime runtime =
                watched(
                        artifact -> {
                            if (artifact.equals(COUNCIL)) {
                                throw failure(isLinkage);
                            }
                        });
        warm(() -> kernel(runtime), 1);
        assertEquals(1, handedOn.size());
        assertEquals(List.of(NOTES.hash()), opened);
        handedOn.clear();
        warm(
                () -> {
                    throw failure(isLinkage);
                },
                0);
        assertEquals(List.of(), handedOn);
    }

    /** It reads a state that is closed afterwards. */
    @Test
    void closingWaitsForWhatIsBeingOpenedAndOpensNoMore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ModuleRuntime runtime =
                watched(
                        artifact -> {
                            begun.countDown();
                            await(goOn);
                        });
        Warming warming = new Warming(state.head(), () -> kernel(runtime), handedOn::add);
        begun.await();
        Thread closing = Thread.ofPlatform().start(() -> close(warming));
        while (closing.getState() != Thread.State.WAITING) {
            assertNotEquals(Thread.State.TERMINATED, closing.getState(), "it did not wait");
            Thread.onSpinWait();
        }
        goOn.countDown();
        closing.join();
        assertEquals(List.of(COUNCIL.hash()), opened);
        assertEquals(1, handedOn.size());
    }

    @Test
    void aNodeAnswersAndMakesBlocksMeanwhile() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ModuleRuntime runtime =
                watched(
                        artifact -> {
                            begun.countDown();
                            await(goOn);
                        });
        Node node = Node.start(config, runtime);
        try (Http http = new Http(TestChain.address(node));
                ChainClient client =
                        ChainClient.trusting(node.genesis(), TestChain.address(node))) {
            begun.await();
            assertEquals(200, http.get("/v1/status").status());
            pay(client);
        } finally {
            goOn.countDown();
            node.close();
        }
        assertTrue(node.stopped().toCompletableFuture().isDone());
    }

    @Test
    void aNodeWhoseWarmingFailsGoesOn() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        CountDownLatch failed = new CountDownLatch(1);
        ModuleRuntime runtime =
                watched(
                        artifact -> {
                            failed.countDown();
                            throw failure(true);
                        });
        Node node = Node.start(config, runtime);
        try (ChainClient client = ChainClient.trusting(node.genesis(), TestChain.address(node))) {
            failed.await();
            pay(client);
        } finally {
            node.close();
        }
        assertFalse(node.stopped().toCompletableFuture().isCompletedExceptionally());
    }

    private static void pay(ChainClient client) {
        client.sender(TestChain.ISSUER)
                .send("gold", new Assets.Transfer(TestChain.account(TestChain.OTHER), 1));
    }

    private static RuntimeException failure(boolean isLinkage) {
        if (isLinkage) {
            throw new NoClassDefFoundError("a class that this JDK lacks");
        }
        return new IllegalStateException("a disk's bad day");
    }

    private static void close(Warming warming) {
        try {
            warming.close();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
