package theseus.node;

import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.spi.StateView;

/**
 * What a durable block did, as a value: all that somebody needs who follows the chain beside it.
 *
 * @param before the state that it ran on; may be read while the horizon keeps it
 */
record Effects(StateView before, BlockInput block, BlockResult result) {
    long height() {
        return block.height();
    }

    /** Records changed, which is about what it takes in memory. */
    int size() {
        return result.changes().size() + block.submissions().size();
    }
}
