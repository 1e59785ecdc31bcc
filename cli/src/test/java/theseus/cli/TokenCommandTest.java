package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.node.AccessToken;
import theseus.node.TokenFile;

/** What is added to a node's file of tokens leaves it readable. */
final class TokenCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    private int run(String... arguments) {
        return Theseus.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private int add(Path file, String name, Path secret) {
        return run(
                "token",
                "new",
                "--name",
                name,
                "--add-to",
                file.toString(),
                "--out",
                secret.toString());
    }

    private static List<String> names(Path file) {
        return TokenFile.read(file).stream().map(AccessToken::name).toList();
    }

    @Test
    void aLineThatDoesNotEndIsEndedFirst() throws Exception {
        Path file = folder.resolve("tokens");
        assertEquals(ExitCode.OK, add(file, "first", folder.resolve("1")), err.toString());
        String text = Files.readString(file);
        Files.writeString(file, text.stripTrailing(), StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(ExitCode.OK, add(file, "second", folder.resolve("2")), err.toString());
        assertEquals(List.of("first", "second"), names(file));
    }

    @Test
    void aNameThatIsThereIsRefused() throws Exception {
        Path file = folder.resolve("tokens");
        assertEquals(ExitCode.OK, add(file, "ward", folder.resolve("1")), err.toString());
        byte[] before = Files.readAllBytes(file);
        assertEquals(ExitCode.USAGE, add(file, "ward", folder.resolve("2")));
        assertTrue(err.toString().contains("take its line out first"), err.toString());
        assertFalse(Files.exists(folder.resolve("2")));
        assertEquals(new String(before), Files.readString(file));
    }

    @Test
    void aFileThatNoNodeWouldReadIsNotAddedTo() throws Exception {
        Path file = folder.resolve("tokens");
        assertEquals(ExitCode.OK, add(file, "ward", folder.resolve("1")), err.toString());
        Files.writeString(file, "half a li", StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(file);
        assertEquals(ExitCode.REFUSED, add(file, "lab", folder.resolve("2")));
        assertTrue(err.toString().contains("TOKENS_MALFORMED"), err.toString());
        assertFalse(Files.exists(folder.resolve("2")));
        assertEquals(new String(before), Files.readString(file));
    }

    @Test
    void whereTheTokenCannotGoNothingIsAdded() throws Exception {
        Path file = folder.resolve("tokens");
        Path secret = Files.writeString(folder.resolve("1"), "mine");
        assertEquals(ExitCode.USAGE, add(file, "ward", secret));
        assertFalse(Files.exists(file));
        assertEquals("mine", Files.readString(secret));
    }
}
