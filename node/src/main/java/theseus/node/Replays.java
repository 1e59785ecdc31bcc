package theseus.node;

import java.util.ArrayList;
import java.util.List;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Kernel;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Header;
import theseus.sdk.Bytes;

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
        StateView before = store.at(height - 1);
        BlockInput block = block(height);
        BlockResult result = kernel.execute(before, block);
        return new Effects(before, block, result);
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
