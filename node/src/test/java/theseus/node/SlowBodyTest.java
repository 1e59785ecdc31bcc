package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Senders that promise bodies and do not send them keep nobody else out for long. */
@Timeout(60)
final class SlowBodyTest {
    private static final int LARGEST = HttpConfig.DEFAULT.maxBodyBytes();

    @TempDir private Path directory;
    private Node node;
    private Http http;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        TestChain.create(config);
        node = Node.start(config);
        http = new Http(TestChain.address(node));
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        http.close();
        node.close();
    }

    private Socket promise(int bytes) throws IOException {
        URI address = TestChain.address(node);
        Socket socket = new Socket(address.getHost(), address.getPort());
        sockets.add(socket);
        send(
                socket,
                "POST /v1/transactions HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/cbor\r\nContent-Length: "
                        + bytes
                        + "\r\n\r\n");
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private int submit() {
        return http.cbor("/v1/transactions", new byte[] {1}).status();
    }

    @Test
    void memoryIsNotHeldByThem() throws Exception {
        for (int i = 0; i < HttpConfig.DEFAULT.maxInFlightBytes() / LARGEST; i++) {
            send(promise(LARGEST), "x");
        }
        Thread.sleep(Bodies.GRACE_MILLIS + 2_000);
        assertEquals(400, submit());
    }

    @Test
    void placesAreNotHeldByThem() throws Exception {
        for (int i = 0; i < HttpConfig.DEFAULT.maxRequests(); i++) {
            promise(100);
        }
        Thread.sleep(Bodies.GRACE_MILLIS + 2_000);
        assertEquals(400, submit());
    }

    @Test
    void whatComesInPiecesIsTaken() throws Exception {
        Socket socket = promise(4);
        for (int i = 0; i < 4; i++) {
            Thread.sleep(400);
            send(socket, "x");
        }
        var answer =
                new BufferedReader(
                        new InputStreamReader(
                                socket.getInputStream(), StandardCharsets.ISO_8859_1));
        assertTrue(answer.readLine().startsWith("HTTP/1.1 400"));
    }
}
