package theseus.node;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Everything at once that clients do to a node which means it no good, each kind from an address of
 * its own, until it is closed.
 */
final class Flood implements AutoCloseable {
    private static final int BATCH = 200;

    /** Something that an attacker does again and again; each time it may fail. */
    @FunctionalInterface
    private interface Deed {
        void run() throws IOException, InterruptedException;
    }

    private final URI node;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** Transactions that were sent, and what the node acknowledged as queued. */
    final LongAdder offered = new LongAdder();

    final Queue<Hash> accepted = new ConcurrentLinkedQueue<>();

    /** Answers by status, and those that say to come again but not when. */
    final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();

    final LongAdder withoutTime = new LongAdder();
    final LongAdder deeds = new LongAdder();

    Flood(URI node) {
        this.node = node;
    }

    /** Batches of good transactions, each sent over and over, whatever the node says. */
    void submitting(int from, List<Transaction> signed) {
        HttpClient client = client(from);
        List<byte[]> batches = new ArrayList<>();
        for (int i = 0; i < signed.size(); i += BATCH) {
            List<Transaction> part = signed.subList(i, Math.min(signed.size(), i + BATCH));
            CborWriter out = new CborWriter(part.size() * 400).arrayHeader(part.size());
            part.forEach(one -> out.bytes(one.encode()));
            batches.add(out.toBytes().toArray());
        }
        int[] next = {0};
        again(
                () -> {
                    int which = next[0]++ % batches.size();
                    offered.add(BATCH);
                    HttpResponse<byte[]> answer =
                            send(
                                    client,
                                    "/v1/transactions/batch?wait=accepted",
                                    batches.get(which));
                    if (answer.statusCode() == 200) {
                        keep(Bytes.wrap(answer.body()));
                    }
                });
    }

    private void keep(Bytes body) {
        CborReader in = new CborReader(body);
        int count = in.arrayHeader();
        for (int i = 0; i < count; i++) {
            in.arrayHeader(5);
            if (in.position(3) == 0) {
                accepted.add(in.hash());
            } else {
                in.hash();
                in.text();
                in.text();
                if (in.integer(Long.SIZE) < 0) {
                    withoutTime.increment();
                }
            }
        }
    }

    /** Requests that cost the node something, as fast as they are answered. */
    void asking(int from, String path) {
        HttpClient client = client(from);
        again(() -> send(client, path, new byte[0]));
    }

    /** Connections that stay at this for ever, again whenever they are closed. */
    void holding(int from, int count, String said) {
        for (int i = 0; i < count; i++) {
            again(
                    () -> {
                        try (Socket socket = open(from)) {
                            say(socket, said);
                            byte[] some = new byte[64];
                            while (!over && socket.getInputStream().read(some) >= 0) {
                                Thread.sleep(200); // reads hardly anything
                            }
                        }
                        Thread.sleep(50);
                    });
        }
    }

    /** Sends this and then more without end. */
    void pouring(int from, String begin, String more) {
        byte[] piece = more.repeat(1 + 16_384 / more.length()).getBytes(StandardCharsets.US_ASCII);
        again(
                () -> {
                    try (Socket socket = open(from)) {
                        say(socket, begin);
                        OutputStream out = socket.getOutputStream();
                        while (!over) {
                            out.write(piece);
                        }
                    }
                });
    }

    private HttpResponse<byte[]> send(HttpClient client, String path, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node + path));
        HttpRequest made =
                body.length == 0
                        ? request.GET().build()
                        : request.header("Content-Type", Reply.CBOR)
                                .header("Accept", Reply.CBOR)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build();
        HttpResponse<byte[]> answer = client.send(made, HttpResponse.BodyHandlers.ofByteArray());
        int status = answer.statusCode();
        answers.computeIfAbsent(status, any -> new LongAdder()).increment();
        if ((status == 429 || status == 503)
                && answer.headers().firstValue("Retry-After").isEmpty()) {
            withoutTime.increment();
        }
        return answer;
    }

    private void again(Deed deed) {
        threads.add(
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (!over) {
                                        try {
                                            deed.run();
                                        } catch (IOException e) {
                                            pause(); // closed, which is what it asked for
                                        } catch (InterruptedException e) {
                                            return;
                                        }
                                        deeds.increment();
                                    }
                                }));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpClient client(int from) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(address(from))
                .build();
    }

    private Socket open(int from) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4 * 1024);
        socket.bind(new InetSocketAddress(address(from), 0));
        socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static InetAddress address(int from) {
        try {
            return InetAddress.getByName("127.0.0." + from);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws InterruptedException, IOException {
        over = true;
        for (Socket socket : sockets) {
            socket.close();
        }
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
