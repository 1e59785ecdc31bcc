package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import theseus.client.ChainClient;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.module.assets.Assets;
import theseus.protocol.Message;
import theseus.protocol.Receipt;
import theseus.protocol.Sha256;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** All that a node holds, as one digest: state, history, proofs, blocks, receipts. */
final class DiskContent {
    private static final int BATCHES = 6;
    private static final int BATCH = 20;
    private static final int BLOCKS_BACK = 3;
    private static final int ALL = 1 << 20;
    private static final int PROOFS_EACH = 5;

    private final StringBuilder seen = new StringBuilder();

    private DiskContent() {}

    /** Makes some blocks of transfers. */
    static void live(NodeConfig config, Random random) {
        try (Node node = Node.start(config.withHttp(TestChain.config(config.directory()).http()));
                ChainClient client =
                        ChainClient.trusting(node.genesis(), TestChain.address(node))) {
            for (int i = 0; i < BATCHES; i++) {
                List<List<Message>> transactions = new ArrayList<>();
                for (int j = 0; j < BATCH; j++) {
                    AccountId to = TestChain.account(TestChain.key(random.nextInt(1, 400)));
                    transactions.add(List.of(Message.of("gold", new Assets.Transfer(to, 1))));
                }
                client.sender(TestChain.ISSUER)
                        .sendAll(transactions, theseus.client.Wait.COMMITTED);
            }
        }
    }

    /** Starts a node that makes no blocks, reads all that it holds, and stops it. */
    static String of(NodeConfig config) {
        AtomicReference<StateStore> state = new AtomicReference<>();
        Ground ground =
                new Ground(
                        new BytecodeRuntime(),
                        Ground::open,
                        real -> {
                            state.set(real);
                            return real;
                        });
        try (Node node = Node.start(config, ground)) {
            return new DiskContent().read(node, state.get());
        }
    }

    private String read(Node node, StateStore state) {
        add(node.chain());
        add(state.height());
        add(state.root());
        SortedSet<TableId> tables = new TreeSet<>();
        try {
            for (long height = 0; height <= state.height(); height++) {
                tables.addAll(state.changes(height).tables().keySet());
                add(
                        Sha256.of(
                                Bytes.wrap(
                                        state.changes(height)
                                                .toString()
                                                .getBytes(
                                                        java.nio.charset.StandardCharsets.UTF_8))));
            }
            for (long back = 0; back <= BLOCKS_BACK; back++) {
                long height = state.height() - back;
                for (TableId table : tables) {
                    List<StateView.Row> rows =
                            state.at(height).range(table, Bytes.EMPTY, Optional.empty(), ALL);
                    rows.forEach(this::add);
                    for (int i = 0; i < Math.min(rows.size(), PROOFS_EACH); i++) {
                        StateProof proof = state.prove(height, table, rows.get(i).key());
                        add(proof);
                    }
                }
            }
        } catch (HistoryUnavailable e) {
            throw new AssertionError(e);
        }
        BlockStore blocks = new BlockStore(state);
        for (long height = 1; height <= state.height(); height++) {
            BlockStore.Stored block = blocks.block(height).orElseThrow();
            add(block);
            for (int i = 0; i < block.submissions(); i++) {
                Receipt receipt = blocks.receipt(height, i);
                add(blocks.submission(height, i));
                add(receipt);
                add(blocks.find(receipt.submission()));
            }
        }
        return Sha256.of(
                        Bytes.wrap(
                                seen.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                + " at height "
                + state.height();
    }

    private void add(Object part) {
        seen.append(part).append('\n');
    }

    private void add(Hash hash) {
        seen.append(hash).append('\n');
    }
}
