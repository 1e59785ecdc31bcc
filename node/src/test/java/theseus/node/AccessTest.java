package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Access;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.module.assets.Assets;

/** Who gets in: beyond this machine with TLS and a token only. */
@Timeout(120)
@EnabledOnOs({OS.LINUX, OS.MAC})
final class AccessTest {
    private static final Patience PATIENCE = new Patience(30_000, 30_000, 30_000, 30_000);
    private static final String SECRET = AccessToken.secret(new SecureRandom());
    private static final String READER = AccessToken.secret(new SecureRandom());

    @TempDir static Path directory;
    private static Certificates tls;
    private static Path tokens;

    @BeforeAll
    static void make() throws Exception {
        tls = Certificates.make(directory, "EC", 30);
        tokens =
                Certificates.own(
                        directory.resolve("tokens"),
                        "# who may\n\n"
                                + AccessToken.of("all", EnumSet.allOf(Right.class), SECRET).line()
                                + "\n"
                                + AccessToken.of("reader", Set.of(Right.READ), READER).line()
                                + "\n");
    }

    private static String code(HttpConfig config) {
        return assertThrows(NodeException.class, () -> new TestDoor(config, PATIENCE)).code();
    }

    private static String ask(TestDoor door, String path, String header) throws Exception {
        try (Socket socket = door.from(1)) {
            TestDoor.say(
                    socket, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n");
            return TestDoor.answer(socket);
        }
    }

    private static String bearer(String secret) {
        return "Authorization: Bearer " + secret + "\r\n";
    }

    @Test
    void beyondLoopbackNeedsTlsAndTokens() throws Exception {
        HttpConfig open = HttpConfig.DEFAULT.withHost("0.0.0.0");
        assertEquals("NOT_LOOPBACK", code(open));
        assertEquals("NOT_LOOPBACK", code(open.withTokens(tokens)));
        HttpConfig encrypted = open.withTls(tls.certificate(), tls.key());
        NodeException refused =
                assertThrows(NodeException.class, () -> new TestDoor(encrypted, PATIENCE));
        assertTrue(String.valueOf(refused.getMessage()).contains("needs http.tokens in"));
        new TestDoor(encrypted.withTokens(tokens), PATIENCE).close();
    }

    @Test
    void aTokenIsAskedForAndItsRightsCount() throws Exception {
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT.withTokens(tokens), PATIENCE)) {
            String nobody = ask(door, "/v1/hello", "");
            assertTrue(nobody.startsWith("HTTP/1.1 401"), nobody);
            assertTrue(nobody.contains("WWW-Authenticate: Bearer"), nobody);
            assertTrue(nobody.contains("TOKEN_NEEDED"), nobody);
            for (String wrong :
                    new String[] {
                        bearer(""),
                        bearer("x"),
                        bearer(SECRET + "x"),
                        bearer("y".repeat(500)),
                        "Authorization: Basic abc\r\n",
                        "Authorization: " + SECRET + "\r\n"
                    }) {
                String answer = ask(door, "/v1/hello", wrong);
                assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
                assertFalse(answer.contains(SECRET), answer);
            }
            String hello = ask(door, "/v1/hello", bearer(READER));
            assertTrue(hello.contains("token reader"), hello);
            String operate = ask(door, "/v1/operate", bearer(READER));
            assertTrue(operate.startsWith("HTTP/1.1 403"), operate);
            assertTrue(operate.contains("RIGHT_MISSING"), operate);
            assertTrue(ask(door, "/v1/operate", bearer(SECRET)).startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void aFileThatChangesIsReadAgain() throws Exception {
        String late = AccessToken.secret(new SecureRandom());
        String first = AccessToken.of("first", Set.of(Right.READ), SECRET).line() + "\n";
        String second = AccessToken.of("late", Set.of(Right.READ), late).line() + "\n";
        Path file = Certificates.own(directory.resolve("changing"), first);
        try (TestDoor door = new TestDoor(HttpConfig.DEFAULT.withTokens(file), PATIENCE)) {
            assertTrue(ask(door, "/v1/hello", bearer(late)).startsWith("HTTP/1.1 401"));
            change(file, second, 1);
            TestDoor.await(() -> answers(door, late, 200));
            assertTrue(answers(door, SECRET, 401), "what was taken away no longer opens");
            change(file, "half a li", 2);
            Thread.sleep(1_100); // it is looked at once a second
            assertTrue(answers(door, late, 200), "what cannot be read changes nothing");
            change(file, first, 3);
            TestDoor.await(() -> answers(door, SECRET, 200));
        }
    }

    @Test
    void whatIsMendedWithoutAChangeCountsToo() throws Exception {
        String gone = AccessToken.secret(new SecureRandom());
        String first = AccessToken.of("first", Set.of(Right.READ), SECRET).line() + "\n";
        String second = AccessToken.of("gone", Set.of(Right.READ), gone).line() + "\n";
        Path file = Certificates.own(directory.resolve("mended"), first + second);
        Tokens tokens = new Tokens(file, 0);
        assertEquals("gone", tokens.check("Bearer " + gone, Right.READ).name());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        change(file, first, 1);
        assertEquals("gone", tokens.check("Bearer " + gone, Right.READ).name(), "it is not read");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        HttpError refused =
                assertThrows(HttpError.class, () -> tokens.check("Bearer " + gone, Right.READ));
        assertEquals("TOKEN_NEEDED", refused.code());
        assertEquals("first", tokens.check("Bearer " + SECRET, Right.READ).name());
    }

    /** Also where the clock of the file system is coarse. */
    private static void change(Path file, String text, int seconds) throws Exception {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
    }

    private static boolean answers(TestDoor door, String secret, int status) {
        try {
            return ask(door, "/v1/hello", bearer(secret)).startsWith("HTTP/1.1 " + status);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void filesThatAreNotAsTheyShouldBeAreRefused() throws Exception {
        HttpConfig door = HttpConfig.DEFAULT;
        assertEquals("FILE_UNREADABLE", code(door.withTokens(directory.resolve("none"))));
        String good = AccessToken.of("all", Set.of(Right.READ), SECRET).line();
        for (String wrong :
                new String[] {
                    "",
                    "# none",
                    "all read",
                    good + " ",
                    " " + good,
                    good.replace(" ", "  "),
                    good.replace("read", "reed"),
                    good.replace("read", "read,read"),
                    good.replace("all", "ALL"),
                    good.replaceAll(".$", ""),
                    good + "\n" + good,
                    "name read " + SECRET
                }) {
            Path file = Certificates.own(directory.resolve("wrong"), wrong);
            NodeException refused =
                    assertThrows(
                            NodeException.class,
                            () -> new TestDoor(door.withTokens(file), PATIENCE),
                            wrong);
            assertEquals("TOKENS_MALFORMED", refused.code(), wrong);
            assertFalse(String.valueOf(refused.getMessage()).contains(SECRET));
        }
        Path exposed = Certificates.own(directory.resolve("exposed"), good);
        Files.setPosixFilePermissions(exposed, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals("FILE_EXPOSED", code(door.withTokens(exposed)));

        Certificates other = Certificates.make(directory, "EC", 30);
        assertEquals("TLS_UNUSABLE", code(door.withTls(tls.certificate(), other.key())));
        assertEquals("TLS_UNUSABLE", code(door.withTls(tls.key(), tls.key())));
        Certificates ended = Certificates.make(directory, "EC", -10);
        assertEquals("TLS_UNUSABLE", code(door.withTls(ended.certificate(), ended.key())));
        Path old =
                Certificates.own(
                        directory.resolve("old"), Certificates.pem("EC PRIVATE KEY", new byte[9]));
        assertEquals("TLS_UNUSABLE", code(door.withTls(tls.certificate(), old)));
        new TestDoor(door.withTls(other.certificate(), other.key()), PATIENCE).close();
    }

    @Test
    void aClientSendsAndReadsOverTls() {
        NodeConfig plain = TestChain.config(directory.resolve("node"));
        NodeConfig config =
                plain.withHttp(
                        plain.http().withTls(tls.certificate(), tls.key()).withTokens(tokens));
        TestChain.create(config);
        Access trusting = Access.OPEN.trusting(tls.certificate());
        try (Node node = Node.start(config)) {
            URI address = TestChain.address(node);
            assertEquals("https", address.getScheme());
            try (ChainClient client = ChainClient.connect(address, trusting.withToken(SECRET))) {
                client.sender(TestChain.ISSUER)
                        .send("gold", new Assets.Transfer(TestChain.account(TestChain.OTHER), 1));
                try (var events = client.events("1:0:0", "gold", "Transferred")) {
                    assertEquals("Transferred", events.next().orElseThrow().name());
                }
            }
            try (ChainClient client = ChainClient.connect(address, trusting.withToken(READER))) {
                assertTrue(client.status().height() >= 1);
                ApiException refused =
                        assertThrows(
                                ApiException.class,
                                () ->
                                        client.sender(TestChain.ISSUER)
                                                .send(
                                                        "gold",
                                                        new Assets.Transfer(
                                                                TestChain.account(TestChain.OTHER),
                                                                1)));
                assertEquals("RIGHT_MISSING", refused.code());
            }
            ApiException unknown =
                    assertThrows(ApiException.class, () -> ChainClient.connect(address, trusting));
            assertEquals("TOKEN_NEEDED", unknown.code());
            ApiException distrusted =
                    assertThrows(ApiException.class, () -> ChainClient.connect(address));
            assertEquals(ApiException.UNREACHABLE, distrusted.code());
            assertTrue(String.valueOf(distrusted.getMessage()).contains("No trust"));
        }
    }

    @Test
    void aTokenIsNotSentInTheClearNorShown() {
        Access access = Access.OPEN.withToken(SECRET);
        assertThrows(
                IllegalArgumentException.class,
                () -> ChainClient.connect(URI.create("http://10.1.2.3:4747"), access));
        assertFalse(access.toString().contains(SECRET));
        assertThrows(IllegalArgumentException.class, () -> Access.OPEN.withToken("two words"));
    }

    @Test
    void aHandshakeThatDoesNotGoOnIsClosed() throws Exception {
        HttpConfig config = HttpConfig.DEFAULT.withTls(tls.certificate(), tls.key());
        try (TestDoor door = new TestDoor(config, new Patience(400, 400, 400, 400))) {
            Socket silent = door.from(1);
            Socket half = door.from(1);
            half.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
            assertTrue(TestDoor.isClosed(silent));
            assertTrue(TestDoor.isClosed(half));
            TestDoor.await(() -> door.server.connections().count() == 0);
        }
    }
}
