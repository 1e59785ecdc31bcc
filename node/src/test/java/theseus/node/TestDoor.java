package theseus.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The HTTP door without a chain behind it, and sockets from several addresses of this machine. */
final class TestDoor implements AutoCloseable {
    static final int LARGE_BYTES = 8 * 1024 * 1024;
    private static final long AWAIT_SECONDS = 20;

    /** Lets those go that ask for {@code /v1/wait}. */
    final CountDownLatch release = new CountDownLatch(1);

    final ClientQuota streams = new ClientQuota(64, 16);
    final HttpServer server;
    private final List<Socket> sockets = new ArrayList<>();

    TestDoor(HttpConfig config, Patience patience) {
        server = new HttpServer(config.withPort(0), operations(), new HttpMetrics(), patience);
        server.start();
    }

    private List<Operation> operations() {
        return List.of(
                Operation.get("/v1/hello", "hello", "Answers at once")
                        .handledBy(request -> Reply.json(Map.of("hello", request.client()))),
                Operation.get("/v1/large", "large", "A large answer")
                        .handledBy(
                                request ->
                                        new Reply.Content(
                                                200, "text/plain", new byte[LARGE_BYTES])),
                Operation.get("/v1/wait", "wait", "Answers when it is let go")
                        .handledBy(
                                request -> {
                                    release.await();
                                    return Reply.json(Map.of());
                                }),
                Operation.get("/v1/stop", "stop", "Is stopped by the node")
                        .handledBy(
                                request -> {
                                    throw new InterruptedException();
                                }),
                Operation.get("/v1/quiet", "quiet", "A stream in which nothing happens")
                        .handledBy(request -> stream(request, true)),
                Operation.get("/v1/flood", "flood", "A stream in which much happens")
                        .handledBy(request -> stream(request, false)),
                Operation.get("/v1/operate", "operate", "For operators")
                        .needs(Right.OPERATE)
                        .handledBy(request -> Reply.json(Map.of())),
                Operation.post("/v1/echo", "echo", "How long the body was")
                        .needs(Right.SUBMIT)
                        .body(Reply.CBOR, Shape.binary())
                        .handledBy(
                                request ->
                                        Reply.json(Map.of("bytes", request.body().get().length))));
    }

    private Reply stream(Request request, boolean quiet) {
        return new Reply.Stream(
                "text/event-stream",
                () -> {
                    if (streams.take(request.client(), 1) != ClientQuota.Outcome.TAKEN) {
                        throw HttpError.quota("too many", 1_000);
                    }
                    return () -> streams.release(request.client(), 1);
                },
                out -> {
                    byte[] line = ": line\n\n".repeat(100).getBytes(StandardCharsets.UTF_8);
                    do {
                        out.write(line);
                        out.flush();
                    } while (!quiet);
                    release.await();
                });
    }

    /** A connection from {@code 127.0.0.from}, with the least of buffers. */
    Socket from(int from) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(AWAIT_SECONDS));
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0." + from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port()));
        sockets.add(socket);
        return socket;
    }

    int port() {
        return server.address().getPort();
    }

    /** A connection from there that has asked for this. */
    Socket asking(int from, String path) throws IOException {
        return ask(from(from), path);
    }

    static Socket ask(Socket socket, String path) throws IOException {
        return say(socket, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    static Socket say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    /** Of the next answer, headers and what of the body has come with them. */
    static String answer(Socket socket) throws IOException {
        var answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int one = in.read();
            if (one < 0) {
                break;
            }
            answer.append((char) one);
        }
        int length =
                answer.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        if (length >= 0) {
            String from = answer.substring(length + "content-length: ".length());
            int bytes = Integer.parseInt(from.substring(0, from.indexOf('\r')));
            answer.append(new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
        }
        return answer.toString();
    }

    /** Whether the door has closed it; reads whatever still comes. */
    static boolean isClosed(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // to the end
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    /** Waits until it is so; fails after a while. */
    static void await(BooleanSupplier state) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS);
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it never came to that");
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() throws IOException {
        release.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }
}
