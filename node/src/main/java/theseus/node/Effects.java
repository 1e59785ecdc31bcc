package theseus.node;

import java.util.Optional;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.spi.HeldState;
import theseus.kernel.spi.StateView;

/**
 * What a durable block did, as a value: all that somebody needs who follows the chain beside it.
 *
 * @param before the state that it ran on; a {@link HeldState} where somebody follows
 */
record Effects(StateView before, BlockInput block, BlockResult result) {
    long height() {
        return block.height();
    }

    /** Records changed, which is about what it takes in memory. */
    int size() {
        return result.changes().size() + block.submissions().size();
    }

    /** The same, read from a state that is held; one that is held already stays. */
    Effects on(Optional<HeldState> held) {
        if (before instanceof HeldState || held.isEmpty()) {
            held.ifPresent(HeldState::close);
            return this;
        }
        if (held.get().height() != height() - 1) {
            throw new IllegalArgumentException(
                    "block " + height() + " did not run on state " + held.get().height());
        }
        return new Effects(held.get(), block, result);
    }

    /** Nobody follows from here any more. */
    void release() {
        if (before instanceof HeldState held) {
            held.close();
        }
    }
}
