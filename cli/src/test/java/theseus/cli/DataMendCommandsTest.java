package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.cli.Spoken.refused;
import static theseus.cli.Spoken.says;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.node.Node;
import theseus.node.NodeConfig;

/** {@code theseus data guard} and {@code data rebuild}: where something of a node was lost. */
@Timeout(120)
final class DataMendCommandsTest {
    @TempDir static Path shared;
    @TempDir Path folder;

    private static StoppedNode node;
    private Path damaged;

    @BeforeAll
    static void make() throws IOException {
        node = StoppedNode.make(shared);
    }

    @BeforeEach
    void copy() throws IOException {
        damaged = node.copy(folder.resolve("node"));
    }

    private Path guardFile() {
        return damaged.resolve("validator.guard");
    }

    private static Object[] guard(Path of) {
        return new Object[] {"data", "guard", "--state-is-newest", "--data", of};
    }

    private static Object[] rebuild(Path of) {
        return new Object[] {"data", "rebuild", "--data", of};
    }

    private void assertGoesOn(NodeConfig config) {
        try (Node running = Node.start(config)) {
            assertEquals(node.height(), running.height());
        }
    }

    @Test
    void aLostGuardIsMadeAgain() throws IOException {
        Files.delete(guardFile());
        JsonNode made = Spoken.json(guard(damaged));
        assertEquals(node.height(), made.path("attestedHeight").asLong());
        assertGoesOn(StoppedNode.config(damaged));
        refused(
                ExitCode.REFUSED,
                "GUARD_WHOLE",
                says(guardFile(), "nothing to do"),
                guard(damaged));
    }

    @Test
    void aDamagedGuardIsMadeAgain() throws IOException {
        Files.write(guardFile(), new byte[7]);
        assertEquals("attestedHeight: " + node.height() + "\n", Spoken.text(guard(damaged)));
        assertGoesOn(StoppedNode.config(damaged));
    }

    @Test
    void nobodyMakesAGuardUnawares() throws IOException {
        Files.delete(guardFile());
        Spoken told = Spoken.run("data", "guard", "--data", damaged);
        assertEquals(ExitCode.USAGE, told.exit(), told::toString);
        assertTrue(told.err().contains("--state-is-newest"), told::toString);
        refused(
                ExitCode.USAGE,
                "USAGE",
                says("--state-is-newest"),
                "data",
                "guard",
                "--state-is-newest=false",
                "--data",
                damaged);
        assertFalse(Files.exists(guardFile()));
    }

    @Test
    void aGuardIsNotMadeOfAStateThatIsNotWhole() throws IOException {
        Files.delete(guardFile());
        Path state = damaged.resolve("state");
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        refused(ExitCode.REFUSED, "STORAGE_CORRUPT", says(state), guard(damaged));
        assertFalse(Files.exists(guardFile()));
    }

    @Test
    void aStateIsMadeAgainOfItsBlocks() throws IOException {
        String said = Spoken.text(rebuild(damaged));
        assertTrue(said.contains("  block " + node.height() + " of " + node.height()), said);
        assertTrue(said.contains("height: " + node.height() + "\n"), said);
        assertTrue(said.contains("oldState: " + damaged.resolve("state.old-1") + "\n"), said);
        assertTrue(Files.isDirectory(damaged.resolve("state.old-1")));
        assertGoesOn(StoppedNode.config(damaged));
    }

    @Test
    void aStateMovesToAnotherEngine() throws IOException {
        Path config = folder.resolve("node.conf");
        Files.writeString(config, "directory = node\nstorage = leveldb\n");
        JsonNode made = Spoken.json("data", "rebuild", "--config", config, "--storage", "leveldb");
        assertEquals("leveldb", made.path("storage").asText());
        assertEquals(node.height(), made.path("height").asLong());
        assertEquals(damaged.toString(), made.path("directory").asText());
        assertGoesOn(StoppedNode.config(damaged).withStorage(NodeConfig.StorageKind.LEVELDB));
    }

    @Test
    void whereBlocksAreLostTheStateIsNotMade() throws IOException {
        Path state = damaged.resolve("state");
        Files.move(state, folder.resolve("elsewhere"));
        refused(
                ExitCode.REFUSED,
                "BLOCKS_MISSING",
                says("Block 1 is not stored", "up to " + node.height(), "backup"),
                rebuild(damaged));
        assertFalse(Files.exists(damaged.resolve("state.old-1")));
    }

    @Test
    void aDirectoryMustBeThereAndFree() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        for (Object[] command : List.of(guard(nowhere), rebuild(nowhere))) {
            refused(
                    ExitCode.UNAVAILABLE,
                    "NO_CHAIN",
                    says(nowhere + " is not there", "name the directory of a node"),
                    command);
        }
        try (Node _ = Node.start(StoppedNode.config(damaged))) {
            for (Object[] command : List.of(guard(damaged), rebuild(damaged))) {
                refused(
                        ExitCode.UNAVAILABLE,
                        "DIRECTORY_LOCKED",
                        says(damaged, "stop it"),
                        command);
            }
        }
        assertFalse(Files.exists(damaged.resolve("state.old-1")));
    }

    @Test
    void whatIsConfiguredWronglyIsSaid() throws IOException {
        Path absent = folder.resolve("absent.conf");
        Path wrong = Files.writeString(folder.resolve("wrong.conf"), "storag = leveldb\n");
        for (String command : List.of("rebuild", "guard")) {
            String newest = command.equals("guard") ? "--state-is-newest" : "--storage=rocksdb";
            refused(
                    ExitCode.USAGE,
                    "CONFIGURATION_UNREADABLE",
                    says(absent),
                    "data",
                    command,
                    newest,
                    "--config",
                    absent);
            refused(
                    ExitCode.USAGE,
                    "CONFIGURATION_KEY_UNKNOWN",
                    says(wrong, "did you mean 'storage'"),
                    "data",
                    command,
                    newest,
                    "--config",
                    wrong);
        }
        refused(
                ExitCode.USAGE,
                "USAGE",
                says("rocksdb or leveldb", "'lmdb'"),
                "data",
                "rebuild",
                "--storage",
                "lmdb",
                "--data",
                damaged);
    }
}
