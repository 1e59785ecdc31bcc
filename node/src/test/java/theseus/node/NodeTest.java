package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.consensus.solo.SoloConfig;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.module.assets.Assets;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.Message;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/** The life of a node and of its directory. */
@Timeout(120)
final class NodeTest {
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

    @TempDir Path root;
    private NodeConfig config;
    private Genesis genesis;
    private final AccountId other = TestChain.account(TestChain.OTHER);

    @BeforeEach
    void create() {
        config = TestChain.config(root.resolve("node"));
        genesis = TestChain.create(config);
    }

    private static String code(Runnable action) {
        return assertThrows(NodeException.class, action::run).code();
    }

    @Test
    void restartContinuesAtTheNextHeight() {
        long height;
        Header last;
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            Answer.Committed sent =
                    client.sender(TestChain.ISSUER).send("gold", new Assets.Transfer(other, 7));
            last = client.header(sent.height());
            height = sent.height();
        }
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            assertTrue(node.height() >= height);
            assertEquals(last, client.header(height));
            Answer.Committed sent =
                    client.sender(TestChain.ISSUER).send("gold", new Assets.Transfer(other, 1));
            Header next = client.header(sent.height());
            assertEquals(
                    client.header(sent.height() - 1).hash(), next.parent(), "the chain goes on");
            assertEquals(
                    Optional.of(new Assets.Balance(8)),
                    client.prove("gold", TestChain.BALANCES, other).value());
        }
    }

    /** A clock that jumped once leaves block time ahead of everybody's clock. */
    @Test
    void whoseClockIsBehindTheChainsSendsAllTheSame() {
        NodeConfig ahead = TestChain.config(root.resolve("ahead"));
        sendOn(ahead, TestChain.create(ahead, System.currentTimeMillis() + DAY_MILLIS));
    }

    /** Without a block there is no block time, and without a transaction there is no block. */
    @Test
    void aChainThatWasIdleForDaysWakesUp() {
        NodeConfig idle = TestChain.config(root.resolve("idle"));
        NodeConfig quiet = idle.withEngine(idle.engine().withHeartbeatMillis(0));
        sendOn(quiet, TestChain.create(quiet, System.currentTimeMillis() - 3 * DAY_MILLIS));
    }

    private void sendOn(NodeConfig config, Genesis genesis) {
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            client.sender(TestChain.ISSUER).send("gold", new Assets.Transfer(other, 7));
            assertEquals(
                    Optional.of(new Assets.Balance(7)),
                    client.prove("gold", TestChain.BALANCES, other).value());
        }
    }

    @Test
    void aThousandInSequenceAreCommittedInOrder() {
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            List<List<Message>> thousand = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                thousand.add(List.of(Message.of("gold", new Assets.Transfer(other, 1))));
            }
            List<Answer> answers =
                    client.sender(TestChain.ISSUER).sendAll(thousand, Wait.COMMITTED);
            long height = 0;
            for (Answer answer : answers) {
                Answer.Committed committed = assertInstanceOf(Answer.Committed.class, answer);
                assertTrue(committed.applied());
                assertTrue(committed.height() >= height);
                height = committed.height();
            }
            assertEquals(
                    new Assets.Balance(1_000),
                    client.query("gold", new Assets.BalanceOf(other), Assets.Balance.class));
        }
    }

    @Test
    void aFloodedNodeRefusesAndLosesNothing() {
        NodeConfig narrow =
                config.withEngine(new SoloConfig(10, 1 << 20, 5, 1 << 20, 4_000_000_000L, 0, 100));
        try (Node node = Node.start(narrow);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            List<List<Message>> flood = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                flood.add(List.of(Message.of("gold", new Assets.Transfer(other, 1))));
            }
            Sender sender = client.sender(TestChain.ISSUER);
            List<Bytes> unheeding = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                unheeding.add(sender.sign(i, flood.get(i)).encode());
            }
            List<Answer> answers = client.submit(unheeding, Wait.COMMITTED);
            int committed = 0;
            while (committed < 300 && answers.get(committed) instanceof Answer.Committed) {
                committed++;
            }
            for (Answer answer : answers.subList(committed, 300)) {
                Answer.Refused refused = assertInstanceOf(Answer.Refused.class, answer);
                assertTrue(refused.code().endsWith("BUSY"), refused.code());
                assertTrue(refused.retryAfterMillis() > 0);
            }
            for (Answer answer : sender.sendAll(flood, Wait.COMMITTED)) {
                assertInstanceOf(Answer.Committed.class, answer);
            }
            assertEquals(
                    new Assets.Balance(300 + committed),
                    client.query("gold", new Assets.BalanceOf(other), Assets.Balance.class));
        }
    }

    @Test
    void embeddedWithoutHttp() throws Exception {
        NodeConfig embedded =
                config.withStorage(NodeConfig.StorageKind.MEMORY).withHttp(config.http().closed());
        try (Node node = Node.start(embedded)) {
            assertTrue(node.address().isEmpty());
            var refused = assertInstanceOf(Submitted.Rejected.class, node.submit(other.bytes()));
            assertEquals("MALFORMED", refused.code());
            node.close();
            node.stopped().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void portInUse() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NodeConfig same = config.withPort(taken.getLocalPort());
            assertEquals("PORT_IN_USE", code(() -> Node.start(same)));
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (!before.contains(thread)
                    && (name.startsWith("theseus-") || name.startsWith("http-"))) {
                thread.join(10_000);
                assertFalse(thread.isAlive(), name);
            }
        }
        Node.start(config).close(); // nothing stayed locked
    }

    @Test
    void secondProcessOnTheDirectory() {
        try (Node node = Node.start(config)) {
            assertEquals("DIRECTORY_LOCKED", code(() -> Node.start(config)));
            assertTrue(node.height() >= 0);
        }
    }

    @Test
    void notLoopback() {
        NodeConfig open = config.withHttp(config.http().withHost("0.0.0.0"));
        assertEquals("NOT_LOOPBACK", code(() -> Node.start(open)));
        NodeConfig fresh = open.withDirectory(root.resolve("fresh"));
        assertEquals("NOT_LOOPBACK", code(() -> TestChain.create(fresh)));
        assertFalse(Node.exists(fresh), "no chain is left that nobody meant");
    }

    @Test
    void directoriesThatAreNone() throws IOException {
        assertEquals("DIRECTORY_IN_USE", code(() -> TestChain.create(config)));
        NodeConfig empty = TestChain.config(root.resolve("empty"));
        assertEquals("NO_CHAIN", code(() -> Node.start(empty)));
        Path foreign = Files.createDirectories(root.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "chapter one");
        assertEquals(
                "DIRECTORY_NOT_EMPTY", code(() -> TestChain.create(TestChain.config(foreign))));
        assertEquals(1, Files.list(foreign).count());
    }

    @Test
    void otherFormat() throws IOException {
        Files.writeString(config.directory().resolve("FORMAT"), "theseus-node 9\n");
        assertEquals("FORMAT_UNKNOWN", code(() -> Node.start(config)));
    }

    @Test
    void theKeyIsItsOwnersOnly() throws IOException {
        Path key = config.directory().resolve("validator.key");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals("KEY_EXPOSED", code(() -> Node.start(config)));
    }

    @Test
    void damagedFiles() throws IOException {
        Path file = config.directory().resolve("genesis.cbor");
        byte[] good = Files.readAllBytes(file);
        Files.write(file, new byte[] {1, 2, 3});
        assertEquals("DIRECTORY_DAMAGED", code(() -> Node.start(config)));
        Files.write(file, good);
        Path artifact =
                config.directory()
                        .resolve("artifacts")
                        .resolve(genesis.instances().getFirst().artifact().toString());
        byte[] code = Files.readAllBytes(artifact);
        code[code.length / 2] ^= 1;
        Files.write(artifact, code);
        assertEquals("DIRECTORY_DAMAGED", code(() -> Node.start(config)));
    }

    @Test
    void aHeightIsNeverSignedTwice() {
        Node.start(config).close();
        long height;
        try (Node node = Node.start(config)) {
            height = node.height();
        }
        ValidatorGuard guard =
                ValidatorGuard.open(
                        TestChain.OTHER, config.directory().resolve("validator.guard"), false);
        try (guard) {
            Header other =
                    new Header(
                            genesis.hash(),
                            Math.max(1, height),
                            9,
                            genesis.hash(),
                            genesis.hash(),
                            genesis.hash(),
                            genesis.hash(),
                            1,
                            TestChain.OTHER.publicKey());
            if (height > 0) {
                assertEquals("WOULD_SIGN_TWICE", code(() -> guard.attest(other)));
            }
            guard.remember(other);
            guard.attest(other);
        }
    }
}
