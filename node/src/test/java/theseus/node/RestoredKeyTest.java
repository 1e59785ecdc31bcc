package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.protocol.Header;
import theseus.sdk.Hash;

/** Whose validator a restored directory is, and what that key attested. */
@Timeout(300)
final class RestoredKeyTest {
    private static final long FIRST = 6;

    @TempDir static Path shared;
    @TempDir Path directory;

    private static Path node;
    private static Path backup;
    private static Path newest;
    private Path old;

    @BeforeAll
    static void live() {
        node = shared.resolve("node");
        NodeConfig config = TestChain.config(node);
        NodeConfig lived = config.withEngine(config.engine().withHeartbeatMillis(0));
        TestChain.create(lived);
        DiskContent.live(lived, new Random(1));
        backup = shared.resolve("backup");
        Backup.Made made = Backup.ofStopped(lived, backup, bytes -> {});
        assertTrue(made.height() >= FIRST, made::toString);
        DiskContent.live(lived, new Random(2));
        newest = shared.resolve("newest");
        Backup.ofStopped(lived, newest, bytes -> {});
    }

    @BeforeEach
    void copy() throws IOException {
        old = directory.resolve("old");
        Copies.copy(node, old);
    }

    @Test
    void theGuardOfANodeThatRunsIsNotTaken() throws IOException {
        Path usb = Files.createDirectories(directory.resolve("usb"));
        Path key = Files.copy(key(), usb.resolve("key"), StandardCopyOption.COPY_ATTRIBUTES);
        Path link = Files.createSymbolicLink(usb.resolve("link"), key());
        Path guard = Files.copy(guard(), usb.resolve("guard"));
        try (DirectoryLock _ = DirectoryLock.take(old)) {
            assertEquals("DIRECTORY_LOCKED", refused(order(newest, key, guard(), false)));
            assertEquals("DIRECTORY_LOCKED", refused(order(newest, link, guard, false)));
        }
        assertFalse(Files.exists(usb.resolve("LOCK")));
        Restore.run(order(newest, key, guard(), false), (what, done, of) -> {});
    }

    @Test
    void whatElseIsDamagedBesideTheKeyDoesNotMatter() throws IOException {
        Files.writeString(old.resolve("FORMAT"), "gone");
        Restore.Outcome made =
                Restore.run(order(newest, key(), guard(), false), (what, done, of) -> {});
        assertFalse(made.observes());
        assertEquals(Optional.empty(), made.warning());
    }

    @Test
    void aGuardOfOtherBlocksIsRefused() throws IOException {
        long height = BackupFiles.open(backup).manifest().height();
        Path other = directory.resolve("other.guard");
        ValidatorGuard.create(other);
        try (ValidatorGuard guard =
                ValidatorGuard.open(DataDirectory.readKey(key()), other, false)) {
            guard.remember(header(height));
        }
        assertEquals("WOULD_SIGN_TWICE", refused(order(backup, key(), other, true)));
        Restore.run(order(backup, key(), guard(), true), (what, done, of) -> {});
    }

    @Test
    void whoLeavesTheStatementsBehindIsTold() throws IOException {
        Path alone =
                Files.copy(
                        guard(),
                        Files.createDirectories(directory.resolve("alone")).resolve("guard"));
        Restore.Outcome made =
                Restore.run(order(newest, key(), alone, false), (what, done, of) -> {});
        assertTrue(made.warning().orElseThrow().contains("statements"), made::toString);
    }

    private Path key() {
        return old.resolve("validator.key");
    }

    private Path guard() {
        return old.resolve("validator.guard");
    }

    private Restore.Order order(Path from, Path key, Path guard, boolean later) {
        return new Restore.Order(
                from,
                directory.resolve("new"),
                Optional.empty(),
                later ? Optional.of(old) : Optional.empty(),
                Optional.of(new Restore.Validator(key, Optional.of(guard))),
                Optional.empty());
    }

    private static String refused(Restore.Order order) {
        String code =
                assertThrows(NodeException.class, () -> Restore.run(order, (what, done, of) -> {}))
                        .code();
        assertFalse(Files.exists(order.to()));
        return code;
    }

    private static Header header(long height) {
        return new Header(
                Hash.ZERO,
                height,
                height,
                Hash.ZERO,
                Hash.ZERO,
                Hash.ZERO,
                Hash.ZERO,
                0,
                TestChain.key(1).publicKey());
    }
}
