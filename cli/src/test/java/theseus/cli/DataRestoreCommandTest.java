package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.cli.Spoken.says;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ChainClient;
import theseus.node.Node;

/** {@code theseus data restore}, as an operator uses it who has lost a machine. */
@Timeout(120)
final class DataRestoreCommandTest {
    @TempDir static Path shared;
    @TempDir Path folder;

    private static StoppedNode node;

    @BeforeAll
    static void make() throws IOException {
        node = StoppedNode.make(shared);
    }

    private Path to() {
        return folder.resolve("new");
    }

    private static Path key() {
        return node.directory().resolve("validator.key");
    }

    private static Path guard() {
        return node.directory().resolve("validator.guard");
    }

    private Object[] restore(Object... more) {
        return restoreOf(node.backup(), more);
    }

    private Object[] restoreOf(Path backup, Object... more) {
        List<Object> all =
                new ArrayList<>(List.of("data", "restore", "--from", backup, "--directory", to()));
        all.addAll(List.of(more));
        return all.toArray();
    }

    /** And there is no directory then. */
    private void refused(int exit, String code, String[] words, Object... arguments) {
        Spoken.refused(exit, code, words, arguments);
        assertFalse(Files.exists(to()));
    }

    @Test
    void withoutAKeyItIsAnObserver() throws IOException {
        String said = Spoken.text(restore());
        assertTrue(said.contains("role: observer\n"), said);
        assertTrue(said.contains("directory: " + to() + "\n"), said);
        assertFalse(said.contains("delete"), said);
        try (Node running = Node.start(StoppedNode.config(to()));
                ChainClient client = ChainClient.connect(running.address().orElseThrow())) {
            assertEquals(node.made().path("height").asLong(), running.height());
            assertEquals("observer", client.get("/v1/status").path("role").asText());
        }
        Spoken.refused(
                ExitCode.REFUSED, "DIRECTORY_IN_USE", says(to(), "another directory"), restore());
        Spoken.refused(
                ExitCode.REFUSED,
                "OBSERVER",
                says(to(), "needs no guard"),
                "data",
                "guard",
                "--state-is-newest",
                "--data",
                to());
    }

    @Test
    void withKeyGuardAndBlocksItIsTheValidatorAgain() throws IOException {
        JsonNode made =
                Spoken.json(
                        restore(
                                "--key",
                                key(),
                                "--guard",
                                guard(),
                                "--blocks",
                                node.directory(),
                                "--storage",
                                "leveldb",
                                "--trusted-header",
                                header(node.backup())));
        assertEquals("validator", made.path("role").asText());
        assertEquals(node.made().path("height").asLong(), made.path("backupHeight").asLong());
        assertEquals(node.height(), made.path("height").asLong());
        assertEquals("leveldb", made.path("storage").asText());
        assertEquals(node.made().path("chain").asText(), made.path("chain").asText());
    }

    @Test
    void whoTakesTheKeyIsToldToDeleteTheOld() throws IOException {
        Path newest = folder.resolve("newest");
        Spoken.text("data", "backup", "--data", node.copy(folder.resolve("copy")), "--to", newest);
        String said = Spoken.text(restoreOf(newest, "--key", key(), "--state-is-newest"));
        assertTrue(said.contains("role: validator\n"), said);
        assertTrue(said.contains("height: " + node.height() + "\n"), said);
        assertTrue(said.contains("Never start another directory that has this key"), said);
        assertTrue(said.contains("delete " + key() + " now"), said);
        Node.start(StoppedNode.config(to())).close();
    }

    @Test
    void whatMustBeSaidTogetherIsSaid() {
        String[] words = says("--key with --guard", "--state-is-newest");
        for (Object[] wrong :
                List.of(
                        restore("--key", key()),
                        restore("--guard", guard()),
                        restore("--state-is-newest"),
                        restore("--guard", guard(), "--state-is-newest"),
                        restore("--key", key(), "--guard", guard(), "--state-is-newest"))) {
            refused(ExitCode.USAGE, "USAGE", words, wrong);
        }
        refused(
                ExitCode.USAGE,
                "USAGE",
                says("64 hexadecimal digits", "'12zz'"),
                restore("--trusted-header", "12zz"));
        refused(
                ExitCode.USAGE,
                "USAGE",
                says("rocksdb or leveldb", "'memory'"),
                restore("--storage", "memory"));
        assertEquals(ExitCode.USAGE, Spoken.run("data", "restore", "--directory", to()).exit());
        assertEquals(ExitCode.USAGE, Spoken.run("data", "restore", "--from", node.backup()).exit());
    }

    @Test
    void aKeyThatAttestedMoreIsNotRestored() {
        refused(
                ExitCode.REFUSED,
                "WOULD_SIGN_TWICE",
                says(guard(), "attested block " + node.height(), "--blocks"),
                restore("--key", key(), "--guard", guard()));
    }

    @Test
    void theGuardMustBeTheNewestAndThere() throws IOException {
        Path older = node.other().resolve("validator.guard"); // of a key that attested nothing
        refused(
                ExitCode.REFUSED,
                "GUARD_OLDER",
                says(older, "Give the newest"),
                restore("--key", key(), "--guard", older));
        Path absent = folder.resolve("absent.guard");
        refused(
                ExitCode.REFUSED,
                "GUARD_UNUSABLE",
                says("no file " + absent, "--state-is-newest"),
                restore("--key", key(), "--guard", absent));
        Path damaged = Files.write(folder.resolve("damaged.guard"), new byte[72]);
        refused(
                ExitCode.REFUSED,
                "GUARD_UNUSABLE",
                says(damaged, "--state-is-newest"),
                restore("--key", key(), "--guard", damaged));
    }

    @Test
    void theKeyMustBeThatOfAValidator() throws IOException {
        Path others = node.other().resolve("validator.key");
        refused(
                ExitCode.REFUSED,
                "KEY_OF_NO_VALIDATOR",
                says(others, "validator.key of the node that was lost"),
                restore("--key", others, "--guard", guard()));
        Path absent = folder.resolve("absent.key");
        refused(
                ExitCode.REFUSED,
                "KEY_UNUSABLE",
                says(absent, "as an observer"),
                restore("--key", absent, "--guard", guard()));
        Path exposed = Files.copy(key(), folder.resolve("exposed.key"));
        Files.setPosixFilePermissions(exposed, PosixFilePermissions.fromString("rw-r--r--"));
        refused(
                ExitCode.REFUSED,
                "KEY_EXPOSED",
                says(exposed, "chmod 600"),
                restore("--key", exposed, "--guard", guard()));
    }

    @Test
    void blocksComeFromAStoppedNodeOfTheChain() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        refused(
                ExitCode.UNAVAILABLE,
                "NO_CHAIN",
                says(nowhere + " is not there", "name the directory of a node"),
                restore("--blocks", nowhere));
        refused(
                ExitCode.REFUSED,
                "ANOTHER_CHAIN",
                says(node.other(), node.made().path("chain").asText()),
                restore("--blocks", node.other()));
        Path copy = node.copy(folder.resolve("copy"));
        try (Node _ = Node.start(StoppedNode.config(copy))) {
            refused(
                    ExitCode.UNAVAILABLE,
                    "DIRECTORY_LOCKED",
                    says(copy, "stop it"),
                    restore("--blocks", copy));
        }
    }

    @Test
    void whatIsNoWholeBackupIsNotRestored() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        refused(
                ExitCode.UNAVAILABLE,
                "BACKUP_UNFINISHED",
                says(nowhere + " is no folder"),
                restoreOf(nowhere));
        Path half = StoppedNode.copy(node.backup(), folder.resolve("half"));
        Files.delete(half.resolve("manifest"));
        refused(
                ExitCode.UNAVAILABLE,
                "BACKUP_UNFINISHED",
                says(half, "manifest", "take another"),
                restoreOf(half));
        Path damaged = StoppedNode.copy(node.backup(), folder.resolve("damaged"));
        Path rows = damaged.resolve("rows-00000001");
        byte[] content = Files.readAllBytes(rows);
        content[content.length / 2] ^= 1;
        Files.write(rows, content);
        refused(
                ExitCode.REFUSED,
                "BACKUP_DAMAGED",
                says(damaged, "rows-00000001 has another checksum", "Take another backup"),
                restoreOf(damaged));
        refused(
                ExitCode.REFUSED,
                "HEADER_NOT_TRUSTED",
                says("0".repeat(64), header(node.backup()), "Take another backup"),
                restore("--trusted-header", "0".repeat(64)));
    }

    @Test
    void whatIsThereStaysThere() throws IOException {
        Files.createDirectory(to());
        Path mine = Files.writeString(to().resolve("mine"), "mine");
        Spoken.refused(
                ExitCode.REFUSED,
                "DIRECTORY_NOT_EMPTY",
                says(to(), "choose an empty one"),
                restore());
        assertEquals("mine", Files.readString(mine));
        Files.move(mine, folder.resolve("mine"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(to());
        Files.writeString(to(), "a file");
        Spoken.refused(
                ExitCode.UNAVAILABLE, "RESTORE_FAILED", says(to() + " is no folder"), restore());
        assertEquals("a file", Files.readString(to()));
    }

    private static String header(Path backup) throws IOException {
        try (Stream<String> lines = Files.lines(backup.resolve("manifest"))) {
            return lines.filter(line -> line.startsWith("headerHash "))
                    .map(line -> line.substring("headerHash ".length()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
