package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backup that is damaged or half is named, and a directory is whole or none. */
@Timeout(300)
final class RestoreTest {
    @TempDir static Path shared;
    @TempDir Path directory;

    private static NodeConfig lived;
    private static Path backup;

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void live() {
        NodeConfig config = TestChain.config(shared.resolve("node"));
        lived =
                config.withHttp(CrashProcess.SHUT)
                        .withEngine(config.engine().withHeartbeatMillis(0));
        TestChain.create(lived);
        DiskContent.live(lived, new Random(1));
        backup = shared.resolve("backup");
        Backup.ofStopped(lived, backup, bytes -> {});
    }

    @ParameterizedTest
    @CsvSource({"ROCKSDB", "LEVELDB"})
    void whatIsRestoredIsWhatWas(NodeConfig.StorageKind engine) {
        Restore.Order order =
                new Restore.Order(
                        backup,
                        directory.resolve("new"),
                        Optional.of(engine),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Restore.run(order, (what, done, of) -> {});
        assertEquals(
                DiskContent.of(lived),
                DiskContent.of(lived.withDirectory(order.to()).withStorage(engine)));
        assertEquals(
                "DIRECTORY_IN_USE",
                assertThrows(NodeException.class, () -> Restore.run(order, (what, done, of) -> {}))
                        .code());
    }

    @Test
    void damageIsNamed() throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(backup)) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        assertTrue(names.size() >= 4, names::toString);
        Path copy = directory.resolve("copy");
        Random random = new Random(1);
        for (String name : names) {
            byte[] content = Files.readAllBytes(backup.resolve(name));
            byte[] flipped = content.clone();
            flipped[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
            for (Optional<byte[]> damage :
                    List.of(
                            Optional.of(flipped),
                            Optional.of(Arrays.copyOf(content, random.nextInt(content.length))),
                            Optional.<byte[]>empty())) {
                Copies.copy(backup, copy);
                if (damage.isPresent()) {
                    Files.write(copy.resolve(name), damage.get());
                } else {
                    Files.delete(copy.resolve(name));
                }
                assertNamed(copy, name);
            }
        }
        Copies.copy(backup, copy);
        Files.writeString(copy.resolve("validator.key"), "not of this backup");
        assertNamed(copy, "validator.key");
    }

    private void assertNamed(Path damaged, String name) {
        Restore.Order order = to(damaged);
        NodeException refused =
                assertThrows(NodeException.class, () -> Restore.run(order, (what, done, of) -> {}));
        assertTrue(refused.getMessage().contains(name), refused::getMessage);
        assertTrue(
                List.of("BACKUP_DAMAGED", "BACKUP_UNFINISHED").contains(refused.code()),
                refused::code);
        assertFalse(Files.exists(order.to()));
    }

    @Test
    void whereverItIsKilledTheDirectoryIsWholeOrNone() {
        List<String> steps = new ArrayList<>();
        Restore.run(to(backup), (what, done, of) -> {}, steps::add);
        NodeConfig config = lived.withDirectory(directory.resolve("new"));
        assertTrue(steps.size() > 6, steps::toString);
        delete(config.directory());
        for (String step : steps) { // over what the one before left
            assertThrows(
                    Killed.class,
                    () ->
                            Restore.run(
                                    to(backup),
                                    (what, done, of) -> {},
                                    reached -> {
                                        if (reached.equals(step)) {
                                            throw new Killed();
                                        }
                                    }));
            if (!step.equals("finished")) {
                NodeException refused = assertThrows(NodeException.class, () -> Node.start(config));
                assertEquals("NO_CHAIN", refused.code());
                assertTrue(refused.getMessage().contains("half a backup"), refused::getMessage);
            }
        }
        assertEquals(DiskContent.of(lived), DiskContent.of(config));
    }

    @Test
    void whereverABackupIsKilledItIsNone() throws IOException {
        Path folder = directory.resolve("backup");
        int parts;
        try (Stream<Path> files = Files.list(backup)) {
            parts = (int) files.count();
        }
        for (int part = 1; part <= parts; part++) {
            int[] left = {part};
            assertThrows(
                    Killed.class,
                    () ->
                            Backup.ofStopped(
                                    lived,
                                    folder,
                                    bytes -> {
                                        if (--left[0] == 0) {
                                            throw new Killed();
                                        }
                                    }));
            assertFalse(Files.exists(folder));
        }
        Backup.ofStopped(lived, folder, bytes -> {}); // what was left is not in the way
        assertFalse(Files.exists(directory.resolve("backup.unfinished")));
        Restore.run(to(folder), (what, done, of) -> {});
        assertEquals(
                "BACKUP_EXISTS",
                assertThrows(
                                NodeException.class,
                                () -> Backup.ofStopped(lived, folder, bytes -> {}))
                        .code());
    }

    @Test
    void aStreamThatBreaksOffIsNoBackup() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        BackupSink out = BackupStream.to(whole);
        BackupManifest manifest = BackupFiles.open(backup).manifest();
        for (BackupManifest.Part part : manifest.parts()) {
            out.part(part.name(), Files.readAllBytes(backup.resolve(part.name())));
        }
        out.part(BackupManifest.NAME, manifest.encode());
        byte[] stream = whole.toByteArray();
        Path folder = directory.resolve("backup");
        Backup.receive(new ByteArrayInputStream(stream), folder, bytes -> {});
        DurableFile.delete(folder);
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            byte[] damaged =
                    i % 2 == 0
                            ? Arrays.copyOf(stream, random.nextInt(stream.length))
                            : stream.clone();
            if (damaged.length == stream.length) {
                damaged[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
            }
            NodeException refused =
                    assertThrows(
                            NodeException.class,
                            () ->
                                    Backup.receive(
                                            new ByteArrayInputStream(damaged),
                                            folder,
                                            bytes -> {}));
            assertEquals("BACKUP_FAILED", refused.code());
            assertFalse(Files.exists(folder));
        }
    }

    @Test
    void aFileThatComesTwiceIsRefused() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        BackupSink out = BackupStream.to(stream);
        BackupManifest manifest = BackupFiles.open(backup).manifest();
        out.part(BackupManifest.GENESIS, new byte[] {1});
        for (BackupManifest.Part part : manifest.parts()) {
            out.part(part.name(), Files.readAllBytes(backup.resolve(part.name())));
        }
        out.part(BackupManifest.NAME, manifest.encode());
        Path folder = directory.resolve("backup");
        NodeException refused =
                assertThrows(
                        NodeException.class,
                        () ->
                                Backup.receive(
                                        new ByteArrayInputStream(stream.toByteArray()),
                                        folder,
                                        bytes -> {}));
        assertTrue(refused.getMessage().contains("came twice"), refused::getMessage);
        assertFalse(Files.exists(folder));
    }

    /** It may be where a disk is mounted. */
    @Test
    void aFolderThatWasThereStays() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("new"), real);
        Path damaged = directory.resolve("damaged");
        Copies.copy(backup, damaged);
        try (Stream<Path> files = Files.list(damaged)) {
            Path rows =
                    files.filter(file -> file.toString().contains("rows-")).findAny().orElseThrow();
            Files.write(rows, new byte[] {1});
        }
        assertThrows(NodeException.class, () -> Restore.run(to(damaged), (what, done, of) -> {}));
        assertTrue(Files.isSymbolicLink(link));
        try (Stream<Path> left = Files.list(real)) {
            assertEquals(List.of(), left.toList());
        }
        Restore.run(to(backup), (what, done, of) -> {});
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(DataDirectory.exists(real));
    }

    private Restore.Order to(Path from) {
        return new Restore.Order(
                from,
                directory.resolve("new"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void delete(Path folder) {
        try {
            DurableFile.delete(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
