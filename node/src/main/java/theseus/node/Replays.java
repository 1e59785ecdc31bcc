package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Kernel;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.kernel.SeenBeside;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.Phase;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Runs stored blocks again, for those who missed what they did. */
final class Replays {
    private final StateStore store;
    private final BlockStore blocks;

    Replays(StateStore store, BlockStore blocks) {
        this.store = store;
        this.blocks = blocks;
    }

    /**
     * What the block did.
     *
     * @throws HistoryUnavailable when the state before it is no longer kept
     */
    Effects effects(Kernel kernel, long height) throws HistoryUnavailable {
        StateView before = base(store.before(height));
        BlockInput block = block(height);
        BlockResult result = kernel.execute(before, block);
        check(height, result);
        return new Effects(before, block, result);
    }

    /** What comes out otherwise must not be followed: the tables would be wrong, and nobody see. */
    private void check(long height, BlockResult result) {
        List<Bytes> receipts = result.receipts().stream().map(Receipt::encode).toList();
        Header header = stored(height).certificate().header();
        if (!MerkleTree.root(receipts).equals(header.receiptRoot())) {
            throw new IllegalStateException(
                    "block " + height + ", run again, has other receipts than its header says");
        }
    }

    /** A plan whose tables were to join a block and did not: its follower had been stopped. */
    private StateView base(StateView before) {
        Optional<Hash> joining = Followers.joining(Plans.read(before)).map(Plans.Standing::id);
        Optional<Evidence> wrong =
                joining.flatMap(plan -> Plans.find(store.head(), plan))
                        .filter(plan -> plan.phase() == Phase.ROLLED_BACK)
                        .filter(plan -> plan.joinedHeight() == 0)
                        .flatMap(PlanRecord::ended);
        return wrong.isPresent()
                ? new SeenBeside(before, joining.orElseThrow(), wrong.get())
                : before;
    }

    /** A stored block as the kernel takes it. */
    BlockInput block(long height) {
        BlockStore.Stored stored = stored(height);
        Header header = stored.certificate().header();
        List<Bytes> submissions = new ArrayList<>(stored.submissions());
        for (int i = 0; i < stored.submissions(); i += BlockStore.CHUNK) {
            submissions.addAll(blocks.submissions(height, i / BlockStore.CHUNK));
        }
        return new BlockInput(
                header.chain(),
                height,
                header.timeMillis(),
                header.parent(),
                header.proposer(),
                submissions);
    }

    private BlockStore.Stored stored(long height) {
        return blocks.block(height)
                .orElseThrow(() -> new IllegalStateException("block " + height + " is not stored"));
    }
}
