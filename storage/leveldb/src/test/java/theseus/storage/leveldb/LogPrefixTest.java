package theseus.storage.leveldb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.iq80.leveldb.impl.LogWriter;
import org.iq80.leveldb.util.Slice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is the end of a log or manifest, and what is damage. */
final class LogPrefixTest {
    private static final int BLOCK_BYTES = 32 * 1_024;
    private static final int HEADER_BYTES = 7;

    @TempDir Path directory;

    @Test
    void aManifestMayEndInItsLastRecord() throws IOException {
        Path manifest = written("MANIFEST-000001", 100, 200);
        byte[] content = Files.readAllBytes(manifest);
        int whole = HEADER_BYTES + 100;
        for (int size = whole; size < content.length; size++) {
            Files.write(manifest, Arrays.copyOf(content, size));
            assertArrayEquals(Arrays.copyOf(content, whole), read(manifest));
        }
    }

    /** Where the record before fills its block but for a few bytes, zeros lie between the two. */
    @Test
    void aManifestMayEndBehindTheZerosOfABlock() throws IOException {
        for (int zeros = 0; zeros < HEADER_BYTES; zeros++) {
            int first = BLOCK_BYTES - HEADER_BYTES - zeros;
            Path manifest = written("MANIFEST-00000" + (zeros + 1), first, 300);
            byte[] content = Files.readAllBytes(manifest);
            Files.write(manifest, Arrays.copyOf(content, content.length - 100));
            byte[] read = read(manifest);
            assertArrayEquals(Arrays.copyOf(content, HEADER_BYTES + first), read);
        }
    }

    @Test
    void aManifestWhoseRecordsAreDamagedIsRefused() throws IOException {
        Path manifest = written("MANIFEST-000001", 100, 200, 50);
        byte[] content = Files.readAllBytes(manifest);
        for (int bit = 0; bit < 8 * content.length; bit++) {
            byte[] damaged = content.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(manifest, damaged);
            DamagedFile refused = assertThrows(DamagedFile.class, () -> read(manifest));
            assertTrue(refused.getMessage().contains("MANIFEST-000001"));
        }
    }

    @Test
    void theNewestLogEndsAtDamageAndAnEarlierOneIsRefused() throws IOException {
        Path log = written("000003.log", 100, 200, 50);
        byte[] content = Files.readAllBytes(log);
        content[HEADER_BYTES + 100 + HEADER_BYTES] ^= 1;
        Files.write(log, content);
        assertEquals(HEADER_BYTES + 100, read(log).length);
        written("000004.log", 10);
        assertThrows(DamagedFile.class, () -> read(log));
    }

    private static byte[] read(Path file) throws IOException {
        try (var in = LogPrefix.of(file)) {
            return in.readAllBytes();
        }
    }

    /** Records of so many bytes each, as the engine writes them. */
    private Path written(String name, int... sizes) throws IOException {
        Path file = directory.resolve(name);
        LogWriter writer =
                LogWriter.createWriter(1, new AppendedFile(new FileOutputStream(file.toFile())));
        for (int size : sizes) {
            byte[] content = new byte[size];
            Arrays.fill(content, (byte) size);
            writer.addRecord(new Slice(content), false);
        }
        writer.close();
        return file;
    }
}
