package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/** A record that the engine would skip in silence. */
final class LogTypesTest {
    private static final int TYPE = 6;

    @TempDir Path directory;

    @Test
    void aRecordThatWouldBeSkippedIsNamed() throws Exception {
        for (int round = 0; round < 2; round++) {
            try (RocksStorage storage = RocksStorage.open(directory)) {
                for (byte i = 0; i < 100; i++) {
                    storage.write(
                            List.of(
                                    new Storage.Write(
                                            Storage.Space.BLOCKS,
                                            new byte[] {i},
                                            Optional.of(new byte[1_000]))));
                }
            }
        }
        List<Path> logs;
        try (var files = Files.list(directory)) {
            logs =
                    files.filter(
                                    file ->
                                            file.toString().endsWith(".log")
                                                    || file.toString().contains("MANIFEST-"))
                            .toList();
        }
        assertTrue(logs.size() >= 2);
        for (Path log : logs) {
            byte[] content = Files.readAllBytes(log);
            byte[] damaged = content.clone();
            damaged[TYPE] ^= (byte) 0x80;
            Files.write(log, damaged);
            StorageException refused =
                    assertThrows(StorageException.class, () -> RocksStorage.open(directory));
            assertEquals(StorageException.Code.STORAGE_CORRUPT, refused.code());
            assertTrue(refused.getMessage().contains(log.getFileName().toString()));
            Files.write(log, content);
        }
        RocksStorage.open(directory).close();
    }
}
