package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    private int run(String... arguments) {
        return Theseus.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private static List<String> commands(CommandLine command, String path) {
        List<String> paths = new ArrayList<>();
        command.getSubcommands()
                .forEach(
                        (name, subcommand) -> {
                            paths.add(path + name);
                            paths.addAll(commands(subcommand, path + name + " "));
                        });
        return paths;
    }

    @Test
    void everyCommandHasHelp() {
        List<String> all = commands(Theseus.commandLine(), "");
        assertTrue(all.size() >= 20, all.toString());
        for (String path : all) {
            int exit =
                    run(
                            Stream.of(path.split(" "), new String[] {"--help"})
                                    .flatMap(Stream::of)
                                    .toArray(String[]::new));
            assertEquals(ExitCode.OK, exit, path + err);
        }
    }

    @Test
    void wrongUsageSaysSo() {
        assertEquals(ExitCode.USAGE, run("sail"));
        assertEquals(ExitCode.USAGE, run("block", "high"));
        assertEquals(ExitCode.USAGE, run("tx", "show", "what"));
        assertEquals(ExitCode.USAGE, run("module", "new", "Not-A-Name"));
        assertEquals(ExitCode.USAGE, run("up", "--ephemeral", "--port", "99999"));
        assertEquals(ExitCode.USAGE, run("status", "--node", "localhost:4747"));
        assertEquals(ExitCode.USAGE, run("status", "--node", "ftp://localhost"));
    }

    @Test
    void noNodeIsToldWithWhatToDo() {
        int exit = run("status", "--node", "http://localhost:1");
        assertEquals(ExitCode.UNAVAILABLE, exit);
        assertTrue(err.toString().contains("./theseus up"), err.toString());
    }

    @Test
    void theOtherSchemeIsNamed() throws Exception {
        byte[] alert = {0x15, 3, 3, 0, 2, 2, 80}; // what TLS says to plain HTTP
        assertToldToUse("https", askingOver("http", alert));
        byte[] plain = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertToldToUse("http", askingOver("https", plain));
    }

    private void assertToldToUse(String scheme, int port) {
        String address = "--node " + scheme + "://localhost:" + port;
        assertTrue(err.toString().contains(address), err.toString());
        err.getBuffer().setLength(0);
    }

    /** Asks a port that answers so, whatever it is asked; the port. */
    private int askingOver(String scheme, byte[] answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try (Socket socket = server.accept()) {
                                            socket.getInputStream().read();
                                            socket.getOutputStream().write(answer);
                                            socket.shutdownOutput();
                                            socket.getInputStream().readAllBytes();
                                        } catch (IOException e) {
                                            // the client is gone
                                        }
                                    });
            String node = scheme + "://localhost:" + server.getLocalPort();
            assertEquals(ExitCode.UNAVAILABLE, run("status", "--node", node));
            answering.join();
            return server.getLocalPort();
        }
    }

    @Test
    void withJsonAFailureIsADocument() {
        int exit = run("status", "--json", "--node", "http://localhost:1");
        assertEquals(ExitCode.UNAVAILABLE, exit);
        assertTrue(out.toString().contains("\"code\" : \"UNAVAILABLE\""), out.toString());
    }

    @Test
    void whatIsShownAndWhyItFailedAreOneDocument() throws Exception {
        Path file = folder.resolve("b.jar");
        Files.writeString(file, "not a jar");
        assertEquals(ExitCode.REFUSED, run("module", "check", "--json", file.toString()));
        ObjectMapper strict =
                new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        JsonNode document = strict.readTree(out.toString());
        assertEquals("NOT_ADMITTED", document.path("error").path("code").asText());
        assertEquals(1, document.path("findings").size());
    }

    @Test
    void whatIsNoJarIsNoModule() throws Exception {
        Path file = folder.resolve("a.jar");
        Files.writeString(file, "not a jar");
        assertEquals(ExitCode.REFUSED, run("module", "check", file.toString()));
        assertTrue(out.toString().contains("no JAR"), out.toString());
        assertEquals(
                ExitCode.UNAVAILABLE,
                run("module", "check", folder.resolve("absent.jar").toString()));
    }
}
