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
import theseus.protocol.Phase;
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
        StateView before = base(store.at(height - 1));
        BlockInput block = block(height);
        BlockResult result = kernel.execute(before, block);
        return new Effects(before, block, result);
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
        BlockStore.Stored stored =
                blocks.block(height)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "block " + height + " is not stored"));
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
}
