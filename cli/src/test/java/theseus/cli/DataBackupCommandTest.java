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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.node.Node;
import theseus.node.NodeConfig;

/** {@code theseus data backup}, as an operator uses it. */
@Timeout(120)
final class DataBackupCommandTest {
    @TempDir static Path shared;
    @TempDir Path folder;

    private static StoppedNode node;

    @BeforeAll
    static void make() throws IOException {
        node = StoppedNode.make(shared);
    }

    private Path copy() throws IOException {
        return node.copy(folder.resolve("node"));
    }

    private static String address(Node running) {
        return running.address().orElseThrow().toString();
    }

    @Test
    void whatARunningNodeStoresIsCopied() throws IOException {
        JsonNode made = node.made();
        assertEquals(node.backup().toString(), made.path("backup").asText());
        assertTrue(made.path("height").asLong() >= 3, made::toString);
        assertTrue(made.path("height").asLong() < node.height(), made::toString);
        assertTrue(made.path("stateRoot").asText().matches("[0-9a-f]{64}"), made::toString);
        assertEquals(1, made.path("firstBlockKept").asLong());
        long bytes = 0;
        try (Stream<Path> files = Files.list(node.backup())) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
                assertFalse(file.toString().contains("validator"), file::toString);
            }
        }
        assertEquals(bytes, made.path("bytes").asLong());
        assertTrue(Files.exists(node.backup().resolve("manifest")));
    }

    @Test
    void aStoppedNodeIsCopiedWithoutAskingIt() throws IOException {
        Path to = folder.resolve("deep").resolve("backup");
        String said = Spoken.text("data", "backup", "--data", copy(), "--to", to);
        assertTrue(said.contains("backup: " + to + "\n"), said);
        assertTrue(said.contains("height: " + node.height() + "\n"), said);
        assertTrue(said.contains("chain: " + node.made().path("chain").asText() + "\n"), said);
        assertTrue(Files.exists(to.resolve("manifest")));
    }

    @Test
    void whatIsThereIsNotWrittenOver() throws IOException {
        Path to = Files.createDirectory(folder.resolve("mine"));
        Path file = Files.writeString(to.resolve("manifest"), "mine");
        Path copy = copy();
        String[] words = says(to, "choose another name");
        refused(
                ExitCode.REFUSED,
                "BACKUP_EXISTS",
                words,
                "data",
                "backup",
                "--data",
                copy,
                "--to",
                to);
        try (Node running = Node.start(StoppedNode.config(copy))) {
            refused(
                    ExitCode.REFUSED,
                    "BACKUP_EXISTS",
                    words,
                    "data",
                    "backup",
                    "--to",
                    to,
                    "--node",
                    address(running));
        }
        assertEquals("mine", Files.readString(file));
        assertEquals(List.of(file), content(to));
        Path under = file.resolve("backup");
        refused(
                ExitCode.UNAVAILABLE,
                "BACKUP_FAILED",
                says(under),
                "data",
                "backup",
                "--data",
                copy,
                "--to",
                under);
    }

    @Test
    void whereThereIsNoNodeThereIsNoBackup() throws IOException {
        Path to = folder.resolve("backup");
        assertEquals(ExitCode.USAGE, Spoken.run("data", "backup").exit());
        Path nowhere = folder.resolve("nowhere");
        refused(
                ExitCode.UNAVAILABLE,
                "NO_CHAIN",
                says(nowhere + " is not there", "name the directory of a node"),
                "data",
                "backup",
                "--data",
                nowhere,
                "--to",
                to);
        refused(
                ExitCode.UNAVAILABLE,
                "NO_CHAIN",
                says(folder + " holds no chain", "name the directory of a node"),
                "data",
                "backup",
                "--data",
                folder,
                "--to",
                to);
        refused(
                ExitCode.UNAVAILABLE,
                "UNAVAILABLE",
                says("http://localhost:1", "./theseus up"),
                "data",
                "backup",
                "--node",
                "http://localhost:1",
                "--to",
                to);
        Path copy = copy();
        Files.writeString(copy.resolve("ENGINE"), "steam\n");
        refused(
                ExitCode.REFUSED,
                "DIRECTORY_DAMAGED",
                says(copy.resolve("ENGINE"), "rocksdb or leveldb"),
                "data",
                "backup",
                "--data",
                copy,
                "--to",
                to);
        assertFalse(Files.exists(to));
    }

    @Test
    void aNodeThatRunsIsAskedByItsAddress() throws IOException {
        Path copy = copy();
        Path to = folder.resolve("backup");
        try (Node running = Node.start(StoppedNode.config(copy))) {
            refused(
                    ExitCode.UNAVAILABLE,
                    "DIRECTORY_LOCKED",
                    says(copy, "leave --data out"),
                    "data",
                    "backup",
                    "--data",
                    copy,
                    "--to",
                    to);
            assertFalse(Files.exists(to));
            String said = Spoken.text("data", "backup", "--to", to, "--node", address(running));
            assertTrue(said.contains("height: " + node.height() + "\n"), said);
        }
    }

    @Test
    void aBackupThatBreaksOffIsNone() throws IOException {
        Path to = folder.resolve("backup");
        try (Node running = Node.start(StoppedNode.config(copy()));
                Relay relay = new Relay(address(running))) {
            relay.breaksOff();
            refused(
                    ExitCode.UNAVAILABLE,
                    "BACKUP_FAILED",
                    says("did not arrive whole", "Ask for it again"),
                    "data",
                    "backup",
                    "--to",
                    to,
                    "--node",
                    relay.address());
            assertFalse(Files.exists(to));
            Spoken.text("data", "backup", "--to", to, "--node", address(running));
        }
        assertFalse(Files.exists(folder.resolve("backup.unfinished")), "what was left is gone");
    }

    @Test
    void onlyWhoOperatesTheNodeGetsABackup() throws IOException {
        Path tokens = folder.resolve("tokens");
        Path reader = folder.resolve("reader");
        Path operator = folder.resolve("operator");
        token(tokens, "reader", "read", reader);
        token(tokens, "operator", "read,operate", operator);
        NodeConfig config = StoppedNode.config(copy());
        Path to = folder.resolve("backup");
        try (Node running = Node.start(config.withHttp(config.http().withTokens(tokens)))) {
            String at = address(running);
            refused(
                    ExitCode.REFUSED,
                    "TOKEN_NEEDED",
                    says("--token-file"),
                    "data",
                    "backup",
                    "--to",
                    to,
                    "--node",
                    at);
            refused(
                    ExitCode.REFUSED,
                    "RIGHT_MISSING",
                    says("operate"),
                    "data",
                    "backup",
                    "--to",
                    to,
                    "--node",
                    at,
                    "--token-file",
                    reader);
            assertFalse(Files.exists(to));
            Spoken.text("data", "backup", "--to", to, "--node", at, "--token-file", operator);
        }
    }

    private static void token(Path tokens, String name, String rights, Path secret) {
        Spoken.text(
                "token",
                "new",
                "--name",
                name,
                "--rights",
                rights,
                "--add-to",
                tokens,
                "--out",
                secret);
    }

    private static List<Path> content(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.toList();
        }
    }
}
