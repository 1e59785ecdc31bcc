package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.protocol.Header;
import theseus.protocol.SigningKey;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;
import theseus.storage.memory.MemoryStorage;

/** What a copy of the state could make a key attest again is on disk before anybody sees it. */
final class ValidatorGuardTest {
    private static final SigningKey KEY = TestChain.key(1);

    @TempDir Path directory;

    @Test
    void whatFollowsACopyIsSynced() throws Exception {
        Path file = directory.resolve("guard");
        ValidatorGuard.create(file);
        List<Long> synced = new ArrayList<>();
        try (ValidatorGuard guard = ValidatorGuard.open(KEY, file, false)) {
            guard.onSync(() -> synced.add(guard.height()));
            guard.remember(header(1));
            assertEquals(List.of(), synced); // the state is synced, which is enough for itself
            guard.copying();
            assertEquals(List.of(), synced);
            guard.remember(header(2));
            guard.remember(header(3));
            assertEquals(List.of(2L, 3L), synced);
            guard.copied(3);
            assertEquals(List.of(2L, 3L, 3L), synced);
            guard.remember(header(4));
            guard.remember(header(5));
            assertEquals(List.of(2L, 3L, 3L, 4L), synced);
            guard.copied(6); // the block was stored, and is remembered a moment later
            guard.remember(header(6));
            guard.remember(header(7));
            guard.remember(header(8));
            assertEquals(List.of(2L, 3L, 3L, 4L, 5L, 6L, 7L), synced);
        }
    }

    @Test
    void aTryThatFailedCancelsNoSync() throws Exception {
        Path file = directory.resolve("guard");
        ValidatorGuard.create(file);
        List<Long> synced = new ArrayList<>();
        try (ValidatorGuard guard = ValidatorGuard.open(KEY, file, false)) {
            guard.remember(header(1));
            guard.copied(1); // so the first block after it is owed
            Storage full =
                    Intercepted.of(
                            Storage.class,
                            new MemoryStorage(),
                            (method, arguments, call) -> {
                                throw new StorageException(
                                        StorageException.Code.STORAGE_FAILED, method);
                            });
            NodeConfig config = TestChain.config(directory.resolve("node"));
            TestChain.create(config);
            try (DataDirectory data = DataDirectory.open(config.directory())) {
                Backups backups = new Backups(NodeConfig.StorageKind.ROCKSDB, full, data, guard);
                assertThrows(StorageException.class, () -> backups.write((name, content) -> {}));
            }
            guard.onSync(() -> synced.add(guard.height()));
            guard.remember(header(2));
            guard.remember(header(3));
            assertEquals(List.of(2L), synced);
        }
    }

    /** A client that goes interrupts the thread that makes its backup. */
    @Test
    void anInterruptDoesNotKeepItFromRemembering() throws Exception {
        Path file = directory.resolve("guard");
        ValidatorGuard.create(file);
        try (ValidatorGuard guard = ValidatorGuard.open(KEY, file, false)) {
            guard.remember(header(1));
            Thread.currentThread().interrupt();
            try {
                guard.copied(1);
            } finally {
                assertTrue(Thread.interrupted());
            }
            guard.remember(header(2));
        }
        try (ValidatorGuard guard = ValidatorGuard.open(KEY, file, false)) {
            assertEquals(2, guard.height());
        }
    }

    @Test
    void anInterruptIsNoDamage() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        try (DataDirectory data = DataDirectory.open(config.directory())) {
            Thread.currentThread().interrupt();
            try {
                assertFalse(data.artifacts(data.genesis()).isEmpty());
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
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
                KEY.publicKey());
    }
}
