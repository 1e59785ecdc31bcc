package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new state takes the place of an old one, wherever the process is killed. */
final class StateSwapTest {
    @TempDir Path root;

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap", "kept", "moved", "named"})
    void whoOpensItNextEndsWhatWasBrokenOff(String step) throws IOException {
        begin();
        assertThrows(
                Killed.class,
                () ->
                        StateSwap.run(
                                root,
                                NodeConfig.StorageKind.LEVELDB,
                                root.resolve("state.old-1"),
                                reached -> {
                                    if (reached.equals(step)) {
                                        throw new Killed();
                                    }
                                }));
        StateSwap.finish(root);
        assertSwapped();
        StateSwap.finish(root); // nothing is left to do
        assertSwapped();
    }

    @Test
    void aDamagedOrderIsNamed() throws IOException {
        begin();
        Files.writeString(root.resolve("state.swap"), "leveldb to state.old-1\n....");
        NodeException refused = assertThrows(NodeException.class, () -> StateSwap.finish(root));
        assertEquals("DIRECTORY_DAMAGED", refused.code());
    }

    @Test
    void aDirectoryThatDoesNotOpenIsNotHeld() throws IOException {
        NodeConfig config = TestChain.config(root.resolve("node"));
        TestChain.create(config);
        Path swap = config.directory().resolve("state.swap");
        Files.writeString(swap, "leveldb to state.old-1\n....");
        for (int i = 0; i < 2; i++) {
            NodeException refused =
                    assertThrows(NodeException.class, () -> DataDirectory.open(config.directory()));
            assertEquals("DIRECTORY_DAMAGED", refused.code());
        }
        Files.delete(swap);
        DataDirectory.open(config.directory()).close();
    }

    private void begin() throws IOException {
        Files.createDirectory(root.resolve("state"));
        Files.writeString(root.resolve("state/which"), "old");
        Files.createDirectory(root.resolve("state.new"));
        Files.writeString(root.resolve("state.new/which"), "new");
        DataDirectory.wroteState(root, NodeConfig.StorageKind.ROCKSDB);
    }

    private void assertSwapped() throws IOException {
        assertEquals("new", Files.readString(root.resolve("state/which")));
        assertEquals("old", Files.readString(root.resolve("state.old-1/which")));
        assertEquals("leveldb\n", Files.readString(root.resolve("ENGINE")));
        assertFalse(Files.exists(root.resolve("state.new")));
        assertFalse(Files.exists(root.resolve("state.swap")));
    }
}
