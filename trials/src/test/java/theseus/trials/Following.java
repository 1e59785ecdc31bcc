package theseus.trials;

import java.util.Optional;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Kernel;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Statement;
import theseus.sdk.Hash;

/** An instant follower: what a node's does beside the chain, done between two blocks. */
final class Following {
    private final Kernel kernel;
    private final StateStore state;

    Following(Kernel kernel, StateStore state) {
        this.kernel = kernel;
        this.state = state;
    }

    void follow(StateView before, BlockInput block, BlockResult result) {}

    Optional<Statement.Body> report(Hash plan) {
        return Optional.empty();
    }
}
