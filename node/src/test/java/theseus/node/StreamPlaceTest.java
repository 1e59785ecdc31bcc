package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.state.spi.Storage;

/** The one place for a backup is taken as long as a backup is being sent, however that ends. */
@Timeout(60)
final class StreamPlaceTest {
    @TempDir static Path root;

    private static DataDirectory directory;
    private static Storage storage;

    private final List<String> said = new ArrayList<>();
    private final Backups backups = Backups.ofStopped(directory, storage);

    @BeforeAll
    static void open() {
        NodeConfig config = TestChain.config(root.resolve("node"));
        TestChain.create(config);
        Node.start(config.withHttp(CrashProcess.SHUT)).close(); // there is a genesis to be copied
        directory = DataDirectory.open(config.directory());
        storage = Ground.open(directory.engine(), directory.state());
    }

    @AfterAll
    static void close() {
        storage.close();
        directory.close();
    }

    @Test
    void whatIsNeverSentTakesNoPlace() throws Exception {
        reply();
        reply();
        assertFree();
    }

    @Test
    void anAnswerThatCannotBeginGivesItsPlaceBack() throws Exception {
        assertThrows(
                UncheckedIOException.class,
                () ->
                        send(
                                () -> {
                                    assertFalse(backups.take(), "it must have the place by now");
                                    throw new UncheckedIOException(new IOException("gone"));
                                }));
        assertFree();
    }

    @Test
    void aClientThatGoesGivesItsPlaceBack() throws Exception {
        OutputStream gone =
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("gone");
                    }
                };
        assertThrows(IOException.class, () -> send(() -> gone));
        assertFalse(said.toString().contains("commit"), "it would be taken for whole");
        assertFree();
    }

    /** Who has read the end of one may ask for another at once. */
    @Test
    void thePlaceIsFreeBeforeTheEndGoesOut() throws Exception {
        send(ByteArrayOutputStream::new);
        assertEquals(1, Collections.frequency(said, "commit, and the place is free"));
        assertFree();
    }

    @Test
    void whereThePlaceIsTakenNothingIsAnsweredButThat() throws Exception {
        assertTrue(backups.take());
        HttpError refused =
                assertThrows(HttpError.class, () -> send(() -> OutputStream.nullOutputStream()));
        assertEquals(503, refused.status());
        assertEquals(List.of(), said);
        backups.release();
        assertFree();
    }

    private boolean isFree() {
        boolean taken = backups.take();
        if (taken) {
            backups.release();
        }
        return taken;
    }

    private void assertFree() {
        assertTrue(backups.take(), "the place is still taken");
        assertFalse(backups.take(), "it was given back twice");
        backups.release();
    }

    private Reply reply() throws Exception {
        Operation operation = new BackupApi(backups).operations().getFirst();
        Request request = new Request(Map.of(), Map.of(), "", "", "", "me", () -> new byte[0]);
        return assertInstanceOf(Reply.Stream.class, operation.handler().handle(request));
    }

    private void send(Supplier<OutputStream> out) throws Exception {
        Reply reply = reply();
        try (SocketChannel channel = SocketChannel.open()) {
            Connection connection =
                    new Connection(
                            channel,
                            new InetSocketAddress("10.0.0.1", 1),
                            true,
                            new Patience(60_000, 60_000, 60_000, 60_000));
            new Sending(response(out), connection).send(reply);
        }
    }

    /** Remembers what is said through it, and hands out that stream. */
    private ServerResponse response(Supplier<OutputStream> out) {
        return (ServerResponse)
                Proxy.newProxyInstance(
                        RoutingResponse.class.getClassLoader(),
                        new Class<?>[] {RoutingResponse.class},
                        (self, method, arguments) -> {
                            said.add(
                                    method.getName() + (isFree() ? ", and the place is free" : ""));
                            return switch (method.getName()) {
                                case "outputStream" -> out.get();
                                case "isSent" -> false;
                                case "status" ->
                                        arguments == null ? io.helidon.http.Status.OK_200 : self;
                                default -> self;
                            };
                        });
    }
}
