package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/** What is special about a directory on disk. */
final class RocksStorageTest {
    @TempDir Path directory;

    @Test
    void aDirectoryInUseIsRefusedAndFreeOnceClosed() {
        try (RocksStorage first = RocksStorage.open(directory)) {
            StorageException refused =
                    assertThrows(StorageException.class, () -> RocksStorage.open(directory));
            assertEquals(StorageException.Code.STORAGE_IN_USE, refused.code());
            assertTrue(
                    refused.getMessage()
                            .contains("in use by process " + ProcessHandle.current().pid()),
                    refused.getMessage());
            assertTrue(first.get(Storage.Space.BLOCKS, new byte[] {1}).isEmpty());
        }
        RocksStorage.open(directory).close();
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        try (RocksStorage first = RocksStorage.open(directory)) {
            Process second = ChildProcess.start(OpenChild.class, directory.toString());
            String said =
                    new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, second.waitFor(), said);
            assertTrue(said.contains("STORAGE_IN_USE"), said);
            assertTrue(first.get(Storage.Space.BLOCKS, new byte[] {1}).isEmpty());
        }
    }

    /** Tries to open a directory and prints the code of the refusal. */
    static final class OpenChild {
        private OpenChild() {}

        public static void main(String[] arguments) {
            try (RocksStorage storage = RocksStorage.open(Path.of(arguments[0]))) {
                System.out.println("opened " + storage);
            } catch (StorageException refused) {
                System.out.println(refused.code() + " " + refused.getMessage());
            }
        }
    }

    @Test
    void anotherFormatIsRefused() {
        try (RocksStorage storage = RocksStorage.open(directory)) {
            byte[] key = "\u0002format".getBytes(StandardCharsets.UTF_8);
            storage.write(
                    List.of(
                            new Storage.Write(
                                    Storage.Space.META, key, Optional.of(new byte[] {9}))));
        }
        for (int i = 0; i < 2; i++) {
            StorageException refused =
                    assertThrows(StorageException.class, () -> RocksStorage.open(directory));
            assertEquals(StorageException.Code.STORAGE_FORMAT, refused.code());
            assertTrue(refused.getMessage().contains("0x09"), refused.getMessage());
        }
    }

    @Test
    void aPlaceThatIsNoDirectoryIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        StorageException refused =
                assertThrows(StorageException.class, () -> RocksStorage.open(file));
        assertEquals(StorageException.Code.STORAGE_FAILED, refused.code());
    }

    @Test
    void aClosedStorageSaysSo() {
        RocksStorage storage = RocksStorage.open(directory);
        storage.close();
        storage.close();
        assertThrows(StorageException.class, () -> storage.get(Storage.Space.META, new byte[] {1}));
    }
}
