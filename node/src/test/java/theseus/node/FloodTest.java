package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Answer;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.module.assets.Assets;
import theseus.protocol.Genesis;
import theseus.protocol.Message;
import theseus.protocol.SigningKey;
import theseus.protocol.Transaction;
import theseus.sdk.Hash;

/**
 * A node of its own process and little memory, under more than it can do: who is honest is answered
 * all the while, nothing that was acknowledged is lost, and memory stays within its bound. Seconds,
 * or with {@code -Dtheseus.long=true} two minutes.
 */
@Timeout(600)
@EnabledOnOs(OS.LINUX) // all of 127.0.0.0/8 is this machine
final class FloodTest {
    private static final boolean LONG = Boolean.getBoolean("theseus.long");
    private static final long MILLIS = LONG ? 120_000 : 2_000;

    /** Of the connections that only hold on. */
    private static final int PARTS = LONG ? 4 : 1;

    private static final int SENDERS = LONG ? 6 : 3;
    private static final int SIGNED = LONG ? 2_000 : 200;
    private static final long HEAP_MEGABYTES = 256;
    private static final long MEMORY_MEGABYTES = 768;

    /** Far above what is seen; a machine that does other things must not fail the test. */
    private static final long ANSWER_MILLIS = LONG ? 20_000 : 60_000;

    @TempDir Path directory;

    @Test
    void theHonestAreAnsweredAndNothingAcknowledgedIsLost() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = TestChain.create(config);
        Path log = directory.resolve("log");
        Process process = start(config.directory(), log);
        try {
            URI node = address(process);
            List<Hash> acknowledged = new ArrayList<>();
            List<Long> millis = new ArrayList<>();
            Flood flood = new Flood(node);
            try (ChainClient client = ChainClient.trusting(genesis, node)) {
                List<List<Transaction>> signed = signed(client);
                begin(flood, signed);
                honest(client, acknowledged, millis);
            } finally {
                flood.close();
            }
            long memory = memoryMegabytes(process);
            try (ChainClient client = ChainClient.trusting(genesis, node)) {
                settled(client);
                acknowledged.addAll(flood.accepted);
                for (Hash id : some(acknowledged)) {
                    assertTrue(client.transaction(id).isPresent(), "lost: " + id);
                }
                millis.sort(null);
                System.out.printf(
                        "FloodTest: %d s; honest %d sent, median %d ms, 99 %% %d ms, slowest %d ms; offered %d,"
                                + " accepted %d, committed height %d; answers %s, deeds %d; resident at"
                                + " most %d MB, heap %d MB; log %d lines%n",
                        MILLIS / 1_000,
                        millis.size(),
                        millis.get(millis.size() / 2),
                        millis.get(millis.size() * 99 / 100),
                        millis.getLast(),
                        flood.offered.sum(),
                        flood.accepted.size(),
                        client.status().height(),
                        flood.answers,
                        flood.deeds.sum(),
                        memory,
                        HEAP_MEGABYTES,
                        lines(log));
            }
            assertTrue(millis.getLast() < ANSWER_MILLIS, "slowest " + millis.getLast() + " ms");
            assertEquals(0, flood.withoutTime.sum(), "refusals that do not say when");
            assertTrue(memory < MEMORY_MEGABYTES, memory + " MB");
            assertTrue(lines(log) < 200, () -> "the log:\n" + log(log));
            assertTrue(process.isAlive());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Of each sender, all before the flood begins. */
    private static List<List<Transaction>> signed(ChainClient client) {
        List<List<Transaction>> all = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            SigningKey key = TestChain.key(200 + i);
            client.sender(TestChain.ISSUER)
                    .send("gold", new Assets.Transfer(TestChain.account(key), 100_000));
            Sender sender = client.sender(key);
            List<Transaction> signed = new ArrayList<>();
            for (int nonce = 0; nonce < SIGNED; nonce++) {
                signed.add(sender.sign(nonce, List.of(transfer())));
            }
            all.add(signed);
        }
        return all;
    }

    private static void begin(Flood flood, List<List<Transaction>> signed) {
        for (int i = 0; i < signed.size(); i++) {
            flood.submitting(2 + i % 3, signed.get(i));
        }
        String host = " HTTP/1.1\r\nHost: localhost\r\n";
        String chunked = "Content-Type: application/cbor\r\nTransfer-Encoding: chunked\r\n\r\n";
        String huge = "Content-Type: application/cbor\r\nContent-Length: 8388608\r\n\r\n";
        for (int i = 0; i < PARTS; i++) {
            flood.asking(5, "/v1/blocks?limit=100");
            flood.pouring(
                    6,
                    "POST /v1/transactions" + host + chunked,
                    "100\r\n" + "x".repeat(256) + "\r\n");
            flood.pouring(6, "POST /v1/transactions" + host + huge, "x");
            flood.pouring(6, "GET /v1/status" + host, "X: y\r\n");
        }
        flood.holding(7, 25 * PARTS, "GET /v1/sta");
        flood.holding(7, 25 * PARTS, "");
        flood.holding(8, 25 * PARTS, "GET /v1/status" + host + "\r\n");
        flood.holding(8, 12 * PARTS, "POST /v1/transactions" + host + huge);
        flood.holding(9, 10 * PARTS, "GET /v1/events?from=1:0:0" + host + "\r\n");
        flood.holding(10, 10 * PARTS, "GET /openapi.json" + host + "\r\n");
    }

    private static Message transfer() {
        return Message.of("gold", new Assets.Transfer(TestChain.account(TestChain.OTHER), 1));
    }

    /** Sends and asks; what it is told to send again it sends again, and all that counts. */
    private static void honest(ChainClient client, List<Hash> acknowledged, List<Long> millis)
            throws InterruptedException {
        Sender sender = client.sender(TestChain.ISSUER);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        while (System.nanoTime() - end < 0) {
            long started = System.nanoTime();
            Answer.Committed committed = sender.send(List.of(transfer()));
            acknowledged.add(committed.id());
            patiently(() -> client.status());
            patiently(() -> client.account(TestChain.account(TestChain.OTHER)));
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        }
    }

    private static void patiently(Runnable question) throws InterruptedException {
        while (true) {
            try {
                question.run();
                return;
            } catch (ApiException e) {
                if (e.retryAfterMillis() == 0) {
                    throw e;
                }
                Thread.sleep(e.retryAfterMillis()); // the node said how long
            }
        }
    }

    /** Waits for what is queued. */
    private static void settled(ChainClient client) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (client.status().queued() > 0) {
            assertTrue(System.nanoTime() - deadline < 0, "the queue does not empty");
            Thread.sleep(50);
        }
    }

    /** All, or evenly spread ones of very many. */
    private static List<Hash> some(List<Hash> ids) {
        List<Hash> all = List.copyOf(new TreeSet<>(ids));
        int step = LONG ? 1 : Math.max(1, all.size() / 100);
        List<Hash> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    private static long memoryMegabytes(Process process) throws Exception {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024)
                .findFirst()
                .orElseThrow();
    }

    private static Process start(Path directory, Path log) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeProcess.class.getName(),
                        directory.toString())
                .redirectError(log.toFile())
                .start();
    }

    private static URI address(Process process) throws Exception {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("the node did not start: " + process.waitFor());
        }
        return URI.create(line);
    }

    private static long lines(Path log) {
        return log(log).lines().count();
    }

    private static String log(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
