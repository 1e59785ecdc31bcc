package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Answer;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.module.assets.Assets;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.Message;
import theseus.protocol.SigningKey;

/** A node that is killed under load loses nothing that it acknowledged, and starts by itself. */
@Timeout(300)
final class KillTest {
    private static final int ROUNDS = 3;
    private static final int SENDERS = 3;
    private static final int BATCH = 50;

    @TempDir Path directory;

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = TestChain.create(config);
        ConcurrentLinkedQueue<Answer.Committed> acknowledged = new ConcurrentLinkedQueue<>();
        long seed = System.nanoTime();
        System.out.println("KillTest seed " + seed);
        Random random = new Random(seed);
        fund(config, genesis);
        for (int round = 0; round < ROUNDS; round++) {
            int before = acknowledged.size();
            Process process = start(config.directory());
            try (ChainClient client = ChainClient.trusting(genesis, address(process))) {
                CountDownLatch enough = new CountDownLatch(3 + random.nextInt(10));
                List<Thread> senders = new ArrayList<>();
                for (int i = 0; i < SENDERS; i++) {
                    SigningKey key = TestChain.key(100 + i);
                    senders.add(
                            Thread.startVirtualThread(
                                    () -> load(client, key, acknowledged, enough)));
                }
                assertTrue(enough.await(60, TimeUnit.SECONDS), "no load");
                process.destroyForcibly().waitFor();
                for (Thread sender : senders) {
                    sender.join();
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertTrue(acknowledged.size() > before);
        }
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            for (Answer.Committed one : acknowledged) {
                assertEquals(one, client.transaction(one.id()).orElseThrow());
            }
            Header header = client.header(1);
            for (long height = 2; height <= node.height(); height++) {
                Header next = client.header(height);
                assertEquals(header.hash(), next.parent(), "height " + height);
                header = next;
            }
            client.sender(TestChain.ISSUER)
                    .send("gold", new Assets.Transfer(TestChain.account(TestChain.OTHER), 1));
        }
    }

    private static void fund(NodeConfig config, Genesis genesis) {
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            for (int i = 0; i < SENDERS; i++) {
                client.sender(TestChain.ISSUER)
                        .send(
                                "gold",
                                new Assets.Transfer(
                                        TestChain.account(TestChain.key(100 + i)), 100_000));
            }
        }
    }

    private static void load(
            ChainClient client,
            SigningKey key,
            ConcurrentLinkedQueue<Answer.Committed> acknowledged,
            CountDownLatch enough) {
        Sender sender = client.sender(key);
        List<List<Message>> batch = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            batch.add(
                    List.of(
                            Message.of(
                                    "gold",
                                    new Assets.Transfer(TestChain.account(TestChain.OTHER), 1))));
        }
        try {
            while (true) {
                for (Answer answer : sender.sendAll(batch, Wait.COMMITTED)) {
                    if (answer instanceof Answer.Committed committed) {
                        acknowledged.add(committed);
                    }
                }
                enough.countDown();
            }
        } catch (ApiException e) {
            // the node was killed
        }
    }

    private static Process start(Path directory) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
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
}
