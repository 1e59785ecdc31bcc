package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs every command of the guides as it stands there, in order, in one shell. */
final class GuideTest {
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final long TIMEOUT_MINUTES = 10;

    @TempDir Path folder;

    @Execution(ExecutionMode.CONCURRENT) // each has a folder, a home and a port of its own
    @ParameterizedTest
    @ValueSource(
            strings = {"first-module.md", "operator.md", "upgrade-a-module.md", "upgrade-day.md"})
    void everyCommandWorks(String guide) throws Exception {
        Checkout.assumePackaged();
        Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Checkout.launcher(checkout);
        Files.createSymbolicLink(checkout.resolve("modules"), Checkout.root().resolve("modules"));
        Path script = folder.resolve("guide.sh");
        Files.writeString(script, script(guide));
        Path log = folder.resolve("log");
        ProcessBuilder bash =
                new ProcessBuilder("bash", script.toString())
                        .directory(checkout.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        String port = Integer.toString(freePort());
        bash.environment().put("THESEUS_HOME", folder.resolve("home").toString());
        bash.environment().put("THESEUS_PORT", port);
        bash.environment().put("THESEUS_NODE", "http://localhost:" + port);
        Process process = bash.start();
        boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        assertTrue(ended, () -> "did not end:\n" + read(log));
        assertEquals(0, process.exitValue(), () -> read(log));
    }

    private static String script(String guide) throws IOException {
        String text = Files.readString(Checkout.root().resolve("docs/guides").resolve(guide));
        List<String> blocks =
                COMMANDS.matcher(text).results().map((MatchResult m) -> m.group(1)).toList();
        assertTrue(blocks.size() >= 4, "the guide has lost its commands");
        return "set -eux -o pipefail\ntrap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n"
                + String.join("\n", blocks);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
