package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.crypto.Signatures;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Kernel;
import theseus.module.assets.Assets;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.Message;
import theseus.protocol.Receipt;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;
import theseus.storage.rocksdb.RocksStorage;

/**
 * Same blocks, same roots: what a node decided over RocksDB, with its own provider of signatures,
 * is executed again over memory by a fresh runtime and the JDK's signatures.
 */
final class ReplayTest {
    private static final int ROUNDS = 20;
    private static final int ROUND = 25;

    @TempDir Path root;

    @Test
    void theSameBlocksGiveTheSameRootsOnBothStorageEngines() {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println("seed " + seed);
        NodeConfig config = TestChain.config(root.resolve("node"));
        Genesis genesis = TestChain.create(config);
        long height = live(config, genesis, new Random(seed));
        Map<Hash, Artifact> artifacts;
        try (DataDirectory directory = DataDirectory.open(config.directory())) {
            artifacts = directory.artifacts(genesis);
            try (VersionedState decided =
                            VersionedState.open(RocksStorage.open(directory.state()), 1_000);
                    VersionedState again = VersionedState.open(new MemoryStorage(), 1_000)) {
                Kernel kernel = new Kernel(new BytecodeRuntime(), Signatures.named("jdk"));
                again.commit(again.stage(0, kernel.genesis(genesis, artifacts)), List.of());
                replay(new BlockStore(decided), again, kernel, height);
            }
        }
    }

    /** Transfers that are applied, and some that the module refuses. */
    private static long live(NodeConfig config, Genesis genesis, Random random) {
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            Sender issuer = client.sender(TestChain.ISSUER);
            for (int round = 0; round < ROUNDS; round++) {
                List<List<Message>> transactions = new ArrayList<>();
                for (int i = 0; i < ROUND; i++) {
                    AccountId to = TestChain.account(TestChain.key(random.nextInt(1, 40)));
                    long amount = random.nextInt(-5, 60_000);
                    transactions.add(List.of(Message.of("gold", new Assets.Transfer(to, amount))));
                }
                issuer.sendAll(transactions, Wait.COMMITTED);
            }
            return node.height();
        }
    }

    private static void replay(
            BlockStore blocks, VersionedState again, Kernel kernel, long height) {
        int applied = 0;
        int refused = 0;
        for (long h = 1; h <= height; h++) {
            BlockStore.Stored stored = blocks.block(h).orElseThrow();
            Header header = stored.certificate().header();
            List<Bytes> submissions = new ArrayList<>();
            for (int i = 0; i < stored.submissions(); i++) {
                submissions.add(blocks.submission(h, i));
            }
            BlockResult result =
                    kernel.execute(
                            again.head(),
                            new BlockInput(
                                    header.chain(),
                                    h,
                                    header.timeMillis(),
                                    header.parent(),
                                    header.proposer(),
                                    submissions));
            again.commit(again.stage(h, result.changes()), List.of());
            assertEquals(header.stateRoot(), again.root(), "state root of block " + h);
            assertEquals(
                    header.receiptRoot(),
                    MerkleTree.root(result.receipts().stream().map(Receipt::encode).toList()),
                    "receipt root of block " + h);
            for (Receipt receipt : result.receipts()) {
                if (receipt.status() instanceof Receipt.Status.Applied) {
                    applied++;
                } else {
                    refused++;
                }
            }
        }
        assertTrue(applied > 0 && refused > 0, applied + " applied, " + refused + " refused");
    }
}
