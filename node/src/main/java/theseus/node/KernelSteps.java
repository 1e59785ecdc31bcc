package theseus.node;

import theseus.kernel.BackfillCursor;
import theseus.kernel.Kernel;
import theseus.kernel.spi.StateView;
import theseus.sdk.Hash;

/** The kernel's part of following a plan. */
record KernelSteps(Kernel kernel, Hash plan) implements Steps {
    @Override
    public Filled begin(StateView state, StateView tables) {
        throw notYet();
    }

    @Override
    public Filled fill(StateView state, StateView tables, BackfillCursor from, int records) {
        throw notYet();
    }

    @Override
    public Followed catchUp(Effects block, StateView tables) {
        throw notYet();
    }

    @Override
    public Followed shadow(Effects block, StateView tables) {
        throw notYet();
    }

    private static UnsupportedOperationException notYet() {
        return new UnsupportedOperationException("the kernel carries nothing yet");
    }
}
