package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.client.ChainClient;
import theseus.module.assets.Assets;
import theseus.state.spi.Storage;
import theseus.storage.memory.MemoryStorage;

/** A backup is made while blocks go on, and a node that is restored of it attests nothing twice. */
@Timeout(300)
final class BackupTest {
    private static final int LATER = 3;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "LEVELDB"})
    void aRestoredNodeAttestsNothingTwice(NodeConfig.StorageKind engine) throws Exception {
        NodeConfig config =
                TestChain.config(directory.resolve("node"))
                        .withStorage(engine)
                        .withEngine(TestChain.config(directory).engine().withHeartbeatMillis(0));
        TestChain.create(config);
        Path folder = directory.resolve("backup");
        Backup.Made made;
        try (Node node = Node.start(config);
                ChainClient client =
                        ChainClient.trusting(node.genesis(), TestChain.address(node))) {
            pay(client, LATER);
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Backup.Made> backup =
                    CompletableFuture.supplyAsync(
                            () -> receive(TestChain.address(node), folder, begun));
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            pay(client, 1); // a block is made meanwhile
            made = backup.get(60, TimeUnit.SECONDS);
            assertTrue(made.height() >= LATER && made.height() <= LATER + 1, "" + made);
            pay(client, LATER);
        }
        assertNoKey(config, folder);
        long last = 2 * LATER + 1;
        Restore.Validator validator =
                new Restore.Validator(
                        config.directory().resolve("validator.key"),
                        Optional.of(config.directory().resolve("validator.guard")));
        assertEquals(
                "WOULD_SIGN_TWICE",
                refused(order(folder, "twice", Optional.empty(), Optional.of(validator))));
        assertFalse(Files.exists(directory.resolve("twice")));

        observe(config, order(folder, "observer", Optional.empty(), Optional.empty()), made);

        Restore.Outcome current =
                Restore.run(
                        order(
                                folder,
                                "current",
                                Optional.of(config.directory()),
                                Optional.of(validator)),
                        (what, done, of) -> {});
        assertEquals(made.height(), current.backupHeight());
        assertEquals(last, current.height());
        NodeConfig restored = config.withDirectory(directory.resolve("current"));
        assertEquals(DiskContent.of(config), DiskContent.of(restored)); // certificates, too
        try (Node node = Node.start(restored);
                ChainClient client =
                        ChainClient.trusting(node.genesis(), TestChain.address(node))) {
            pay(client, 1);
            assertEquals(last + 1, node.height());
        }
        // What it attested since keeps an older guard's holder from beginning again below it.
        assertEquals(
                "WOULD_SIGN_TWICE",
                refused(
                        order(
                                folder,
                                "again",
                                Optional.empty(),
                                Optional.of(
                                        new Restore.Validator(
                                                validator.key(),
                                                Optional.of(
                                                        restored.directory()
                                                                .resolve("validator.guard")))))));
    }

    /** It answers for what it holds, and takes nothing. */
    private void observe(NodeConfig config, Restore.Order order, Backup.Made made) {
        Restore.Outcome outcome = Restore.run(order, (what, done, of) -> {});
        assertTrue(outcome.observes());
        assertEquals(made.height(), outcome.height());
        try (Node node = Node.start(config.withDirectory(order.to()));
                Http http = new Http(TestChain.address(node));
                ChainClient client =
                        ChainClient.trusting(node.genesis(), TestChain.address(node))) {
            assertEquals("observer", http.get("/v1/status").json().path("role").asText());
            assertEquals(
                    TestChain.SUPPLY - made.height(),
                    client.prove("gold", TestChain.BALANCES, TestChain.account(TestChain.ISSUER))
                            .value()
                            .orElseThrow()
                            .amount());
            Http.Got got = http.json("/v1/transactions", "{\"transaction\": \"00\"}");
            assertEquals("OBSERVER", got.code());
            assertEquals(409, got.status());
            assertEquals(made.height(), node.height());
        }
    }

    @Test
    void aGuardThatIsOlderThanTheBackupIsRefused() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        Path older =
                Files.copy(
                        config.directory().resolve("validator.guard"),
                        directory.resolve("older.guard"));
        DiskContent.live(config, new Random(1));
        Path folder = directory.resolve("backup");
        Backup.Made made = Backup.ofStopped(config, folder, bytes -> {});
        Path key = config.directory().resolve("validator.key");
        assertEquals(
                "GUARD_OLDER",
                refused(
                        order(
                                folder,
                                "new",
                                Optional.empty(),
                                Optional.of(new Restore.Validator(key, Optional.of(older))))));
        // Only who says that nothing later was attested may go on without one.
        Restore.Order newest =
                order(
                        folder,
                        "new",
                        Optional.empty(),
                        Optional.of(new Restore.Validator(key, Optional.empty())));
        assertEquals(made.height(), Restore.run(newest, (what, done, of) -> {}).height());
        NodeConfig restored = config.withDirectory(newest.to());
        DiskContent.live(restored, new Random(2));
    }

    @Test
    void aReaderWhoSleepsLosesTheSnapshot() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Storage.Snapshot snapshot =
                Intercepted.of(
                        Storage.Snapshot.class,
                        new MemoryStorage().snapshot(),
                        (method, arguments, call) -> {
                            if (method.equals("close")) {
                                released.countDown();
                            }
                            return call.make();
                        });
        try (PatientSnapshot patient = new PatientSnapshot(snapshot, 1)) {
            assertTrue(released.await(60, TimeUnit.SECONDS));
            NodeException refused =
                    assertThrows(
                            NodeException.class,
                            () ->
                                    patient.scan(
                                            Storage.Space.META, new byte[0], Optional.empty(), 1));
            assertEquals("BACKUP_TOO_SLOW", refused.code());
        }
    }

    private static void pay(ChainClient client, int blocks) {
        for (int i = 0; i < blocks; i++) {
            client.sender(TestChain.ISSUER)
                    .send("gold", new Assets.Transfer(TestChain.account(TestChain.OTHER), 1));
        }
    }

    private static Backup.Made receive(URI node, Path folder, CountDownLatch begun) {
        try (InputStream stream = node.resolve("/v1/backup").toURL().openStream()) {
            return Backup.receive(stream, folder, bytes -> begun.countDown());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            begun.countDown();
        }
    }

    private static void assertNoKey(NodeConfig config, Path folder) throws Exception {
        byte[] seed =
                java.util.HexFormat.of()
                        .parseHex(
                                Files.readString(config.directory().resolve("validator.key"))
                                        .strip());
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String content =
                        new String(
                                Files.readAllBytes(file),
                                java.nio.charset.StandardCharsets.ISO_8859_1);
                assertFalse(
                        content.contains(
                                new String(seed, java.nio.charset.StandardCharsets.ISO_8859_1)),
                        file.toString());
            }
        }
    }

    private Restore.Order order(
            Path from, String to, Optional<Path> blocks, Optional<Restore.Validator> validator) {
        return new Restore.Order(
                from, directory.resolve(to), Optional.empty(), blocks, validator, Optional.empty());
    }

    private static String refused(Restore.Order order) {
        return assertThrows(NodeException.class, () -> Restore.run(order, (what, done, of) -> {}))
                .code();
    }
}
