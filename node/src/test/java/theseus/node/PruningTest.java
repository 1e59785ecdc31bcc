package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.kernel.spi.StateStore.Amendment;
import theseus.kernel.spi.StateStore.Space;
import theseus.protocol.Genesis;
import theseus.protocol.Receipt;
import theseus.protocol.Submission;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;
import theseus.storage.memory.MemoryStorage;

/** The content of old blocks is deleted, and nothing else. */
@Timeout(300)
final class PruningTest {
    private static final int HISTORY = 3;

    @TempDir static Path shared;
    @TempDir Path directory;

    private static NodeConfig lived;
    private static Genesis genesis;
    private static List<Replica.Decided> decided;

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void live() {
        NodeConfig config = TestChain.config(shared.resolve("node"));
        lived = config.withEngine(config.engine().withHeartbeatMillis(0));
        genesis = TestChain.create(lived, System.currentTimeMillis(), HISTORY);
        DiskContent.live(lived, new Random(1));
        decided = new ArrayList<>();
        try (VersionedState state =
                VersionedState.open(
                        Ground.open(lived.storage(), lived.directory().resolve("state")),
                        HISTORY)) {
            BlockStore blocks = new BlockStore(state);
            for (long height = 1; height <= state.height(); height++) {
                decided.add(Rebuild.block(blocks, height).orElseThrow());
            }
        }
        assertTrue(decided.size() > 2 * HISTORY, "" + decided.size());
    }

    @Test
    void blocksLeadToTheSameRootsWhileOldOnesAreDeleted() {
        try (DataDirectory data = DataDirectory.open(lived.directory());
                Replica replica = replica(data, new MemoryStorage())) {
            BlockStore blocks = new BlockStore(replica.state());
            Pruner pruner =
                    new Pruner(replica.state(), blocks, () -> replica.tip().height() - HISTORY + 1);
            for (Replica.Decided block : decided) {
                replica.execute(block); // to the same header, or it throws
                pruner.prune();
            }
            assertPruned(blocks, decided.size() - HISTORY + 1);
            StoredChain.check(genesis, replica.tip(), blocks, (done, of) -> {});
        }
    }

    @Test
    void whereverItIsKilledNothingIsTakenForWhole() {
        MemoryStorage storage = new MemoryStorage();
        try (DataDirectory data = DataDirectory.open(lived.directory());
                Replica replica = replica(data, storage)) {
            decided.forEach(replica::execute);
        }
        long first = decided.size() - HISTORY + 1;
        AtomicInteger kills = new AtomicInteger();
        boolean after = false;
        while (kills.get() < 1_000) {
            boolean written = after;
            after = !after;
            Storage killing =
                    Intercepted.of(
                            Storage.class,
                            storage,
                            (method, arguments, call) -> {
                                if (!Set.of("write", "writeLater").contains(method)) {
                                    return call.make();
                                }
                                if (written) {
                                    call.make();
                                }
                                kills.incrementAndGet();
                                throw new Killed();
                            });
            try (VersionedState state = VersionedState.open(killing, HISTORY)) {
                new Pruner(state, new BlockStore(state), () -> first).prune();
                break; // all was done
            } catch (Killed _) {
                try (VersionedState state = VersionedState.open(storage, HISTORY)) {
                    assertEitherWholeOrPruned(new BlockStore(state));
                }
            }
        }
        assertTrue(kills.get() > decided.size(), () -> kills + " kills");
        try (VersionedState state = VersionedState.open(storage, HISTORY)) {
            assertPruned(new BlockStore(state), first);
        }
    }

    /** It reads receipts when it has begun, and they cannot be read now and then. */
    @Test
    void whatFailsIsTriedAgainWithTheNextBlock() throws Exception {
        MemoryStorage storage = new MemoryStorage();
        try (DataDirectory data = DataDirectory.open(lived.directory());
                Replica replica = replica(data, storage)) {
            decided.forEach(replica::execute);
        }
        int times = 3;
        AtomicInteger left = new AtomicInteger(times);
        Semaphore failed = new Semaphore(0);
        Storage failing =
                Intercepted.of(
                        Storage.class,
                        storage,
                        (method, arguments, call) -> {
                            if (method.equals("get")
                                    && arguments[0] == Storage.Space.RECEIPTS
                                    && left.getAndDecrement() > 0) {
                                failed.release();
                                throw new StorageException(
                                        StorageException.Code.STORAGE_FAILED, "a disk's bad day");
                            }
                            return call.make();
                        });
        long first = decided.size() - HISTORY + 1;
        CountDownLatch done = new CountDownLatch(1);
        try (VersionedState state = VersionedState.open(failing, HISTORY)) {
            BlockStore blocks = new BlockStore(state);
            LongSupplier wanted =
                    () -> {
                        if (blocks.kept().equals(new BlockStore.Kept(first, first))) {
                            done.countDown();
                        }
                        return first;
                    };
            try (Pruner pruner = new Pruner(state, blocks, wanted)) {
                pruner.start();
                for (int i = 0; i < times; i++) {
                    assertTrue(failed.tryAcquire(60, TimeUnit.SECONDS), "it has ended");
                    pruner.wake();
                }
                assertTrue(done.await(60, TimeUnit.SECONDS), "it has ended");
            }
            assertPruned(blocks, first);
        }
    }

    /** Whoever wakes it makes blocks. */
    @Test
    @Timeout(60)
    void wakingItWaitsForNothingThatItReads() throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (VersionedState state = VersionedState.open(new MemoryStorage(), HISTORY)) {
            LongSupplier slow =
                    () -> {
                        reads.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        return 1;
                    };
            try (Pruner pruner = new Pruner(state, new BlockStore(state), slow)) {
                pruner.start();
                reads.await();
                pruner.wake();
                goOn.countDown();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "LEVELDB"})
    void theRoomIsGivenBack(NodeConfig.StorageKind engine) throws IOException {
        Path folder = directory.resolve("state");
        try (VersionedState state = VersionedState.open(Ground.open(engine, folder), HISTORY)) {
            BlockStore blocks = new BlockStore(state);
            byte[] noise = new byte[1 << 20];
            List<Amendment> all = new ArrayList<>();
            for (int height = 1; height <= 24; height++) {
                new Random(height).nextBytes(noise);
                all.add(
                        new Amendment(
                                Space.BLOCKS,
                                BlockStore.from(height),
                                Optional.empty(),
                                Optional.of(Bytes.of(noise))));
            }
            state.amend(all);
            state.giveBack(Space.BLOCKS, BlockStore.from(0), BlockStore.from(100));
            long before = size(folder);
            state.amend(
                    all.stream()
                            .map(
                                    one ->
                                            new Amendment(
                                                    one.space(),
                                                    one.key(),
                                                    Optional.empty(),
                                                    Optional.empty()))
                            .toList());
            state.giveBack(Space.BLOCKS, BlockStore.from(0), BlockStore.from(100));
            assertTrue(blocks.block(1).isEmpty());
            assertTrue(before > 20 << 20, () -> before + " bytes before");
        }
        // An engine may drop files only when it is opened again.
        VersionedState.open(Ground.open(engine, folder), HISTORY).close();
        long left = size(folder);
        assertTrue(left < 2 << 20, () -> left + " bytes are left");
    }

    @Test
    void aNodeSaysWhatItKeeps() throws Exception {
        Path copy = directory.resolve("node");
        Copies.copy(lived.directory(), copy);
        NodeConfig config = lived.withDirectory(copy).withKeepBlocks(HISTORY).withPort(0);
        long first = decided.size() - HISTORY + 1;
        Hash old = id(decided.getFirst());
        try (Node node = Node.start(config);
                Http http = new Http(TestChain.address(node))) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (http.get("/v1/status").json().path("firstBlockKept").asLong() < first) {
                assertTrue(System.nanoTime() < deadline, "it is not pruned");
                Thread.sleep(5); // it happens once; there is nothing to await it by
            }
            assertRefused(410, "BLOCK_PRUNED", http.get("/v1/blocks/1"));
            assertRefused(410, "BLOCK_PRUNED", http.get("/v1/blocks/1/content"));
            assertRefused(410, "BLOCK_PRUNED", http.get("/v1/events?from=1:0:0"));
            assertRefused(404, "NO_KEPT_TRANSACTION", http.get("/v1/transactions/" + old));
            assertEquals(200, http.get("/v1/blocks/1/certificate").status());
            assertEquals(200, http.get("/v1/blocks?from=1").status());
            assertEquals(200, http.get("/v1/blocks/" + decided.size() + "/content").status());
        }
        NodeException refused =
                assertThrows(
                        NodeException.class,
                        () -> Rebuild.run(config, Optional.empty(), (block, of) -> {}));
        assertEquals("BLOCK_PRUNED", refused.code());
        Node.start(config).close(); // all is as it was
    }

    @Test
    void whatTheHistoryNeedsIsNotPruned() {
        NodeException refused =
                assertThrows(
                        NodeException.class, () -> Node.start(lived.withKeepBlocks(HISTORY - 1)));
        assertEquals("CONFIGURATION_VALUE", refused.code());
    }

    private static void assertRefused(int status, String code, Http.Got got) {
        assertEquals(code, got.code(), got.body());
        assertEquals(status, got.status());
    }

    private Replica replica(DataDirectory data, Storage storage) {
        return new Replica(
                genesis,
                data.artifacts(genesis),
                VersionedState.open(storage, HISTORY),
                directory.resolve("statements"));
    }

    private static void assertPruned(BlockStore blocks, long first) {
        assertEquals(new BlockStore.Kept(first, first), blocks.kept());
        for (long height = 1; height <= decided.size(); height++) {
            Replica.Decided block = decided.get((int) height - 1);
            assertEquals(block.certificate(), blocks.block(height).orElseThrow().certificate());
            Hash id = id(block);
            assertEquals(height >= first, blocks.find(id).isPresent(), "block " + height);
        }
        assertEitherWholeOrPruned(blocks);
    }

    private static void assertEitherWholeOrPruned(BlockStore blocks) {
        for (long height = 1; height <= decided.size(); height++) {
            long at = height;
            if (height < blocks.first()) {
                assertTrue(blocks.block(height).isPresent());
            } else {
                BlockStore.Stored stored = blocks.block(height).orElseThrow();
                assertEquals(
                        decided.get((int) height - 1), Replica.Decided.read(blocks, stored, at));
                Receipt receipt = blocks.receipt(at, 0);
                assertEquals(at, blocks.find(receipt.submission()).orElseThrow().height());
            }
        }
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
            return size;
        }
    }

    /** Of the first submission. */
    private static Hash id(Replica.Decided block) {
        return Submission.decode(block.submissions().getFirst()).id();
    }
}
