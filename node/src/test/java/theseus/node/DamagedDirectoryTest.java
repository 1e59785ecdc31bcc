package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happened to a node's files is found when it starts, and named. */
@Timeout(60)
final class DamagedDirectoryTest {
    @TempDir private Path directory;
    private NodeConfig config;

    @BeforeEach
    void makeBlocks() throws Exception {
        config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        try (Node node = Node.start(config)) {
            for (int i = 0; i < 300 && node.height() < 3; i++) {
                Thread.sleep(20);
            }
            assertTrue(node.height() >= 3);
        }
    }

    private void change(Path file, UnaryOperator<byte[]> how) throws IOException {
        Files.write(file, how.apply(Files.readAllBytes(file)));
    }

    private Path stateFile(String prefix, String suffix) throws IOException {
        try (var files = Files.list(config.directory().resolve("state"))) {
            return files.filter(
                            file -> {
                                String name = file.getFileName().toString();
                                return name.startsWith(prefix) && name.endsWith(suffix);
                            })
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private void refused(String code) {
        assertEquals(code, refusal());
    }

    private String refusal() {
        return assertThrows(NodeException.class, () -> Node.start(config).close()).code();
    }

    private static byte[] flipped(byte[] content) {
        byte[] changed = content.clone();
        changed[changed.length / 2] ^= 1;
        return changed;
    }

    @Test
    void untouchedItStarts() {
        Node.start(config).close();
    }

    @Test
    void aFlippedGuard() throws IOException {
        change(config.directory().resolve("validator.guard"), DamagedDirectoryTest::flipped);
        refused("GUARD_UNUSABLE");
    }

    @Test
    void aTruncatedGuard() throws IOException {
        change(config.directory().resolve("validator.guard"), it -> Arrays.copyOf(it, 20));
        refused("GUARD_UNUSABLE");
    }

    @Test
    void aLostOrEmptyGuard() throws IOException {
        // With the end of the state lost as well, nobody would know.
        Path guard = config.directory().resolve("validator.guard");
        Files.write(guard, new byte[0]);
        refused("GUARD_UNUSABLE");
        Files.delete(guard);
        refused("GUARD_UNUSABLE");
    }

    @Test
    void aLostGuardIsMadeAgainByWhoKnowsThatTheStateIsTheNewest() throws IOException {
        Files.delete(config.directory().resolve("validator.guard"));
        assertTrue(TrustedState.run(config) >= 3);
        Node.start(config).close();
        assertEquals(
                "GUARD_WHOLE",
                assertThrows(NodeException.class, () -> TrustedState.run(config)).code());
    }

    @Test
    void aFlippedGenesisIsNotBlamedOnAnArtifact() throws IOException {
        byte[] genesis = Files.readAllBytes(config.directory().resolve("genesis.cbor"));
        for (int at = 0; at < genesis.length; at += 7) {
            byte[] changed = genesis.clone();
            changed[at] ^= 4;
            Files.write(config.directory().resolve("genesis.cbor"), changed);
            NodeException refusal =
                    assertThrows(NodeException.class, () -> Node.start(config).close());
            assertTrue(refusal.getMessage().contains("genesis.cbor is"), refusal.getMessage());
        }
    }

    @Test
    void anotherEngineThanTheOneThatWroteIt() {
        config = config.withStorage(NodeConfig.StorageKind.LEVELDB);
        refused("STORAGE_OF_ANOTHER_ENGINE");
    }

    @Test
    void aLostLogOfTheStorage() throws IOException {
        Files.delete(stateFile("", ".log"));
        refused("WOULD_SIGN_TWICE");
    }

    @Test
    void aFlippedLogOfTheStorage() throws IOException {
        change(stateFile("", ".log"), DamagedDirectoryTest::flipped);
        refused("WOULD_SIGN_TWICE");
    }

    @Test
    void anotherKey() throws IOException {
        Path key = config.directory().resolve("validator.key");
        String seed = Files.readString(key);
        Files.writeString(key, (seed.charAt(0) == '0' ? '1' : '0') + seed.substring(1));
        refused("KEY_OF_NO_VALIDATOR");
    }

    @Test
    void aTruncatedManifest() throws IOException {
        // Cut between two records it is an older state, which the guard knows; else it is damage.
        change(stateFile("MANIFEST", ""), it -> Arrays.copyOf(it, it.length * 2 / 3));
        Set<String> codes = Set.of("STORAGE_CORRUPT", "WOULD_SIGN_TWICE");
        assertTrue(codes.contains(refusal()));
        assertTrue(codes.contains(refusal())); // and not that a lock is held
    }
}
