package theseus.kernel;

import java.util.Map;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.SignatureScheme;
import theseus.kernel.spi.StateView;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Submission;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Executes: from a state and a block to effects, as a pure function. Never throws for what a module
 * or a transaction does. Single-threaded, one per executing thread; it keeps nothing but warm
 * sandboxes, which do not show in any result.
 */
public final class Kernel {
    private final ModuleRuntime runtime;
    private final SignatureScheme signatures;

    public Kernel(ModuleRuntime runtime, SignatureScheme signatures) {
        this.runtime = runtime;
        this.signatures = signatures;
    }

    /**
     * The state of a new chain, as changes to the empty state.
     *
     * @throws GenesisRefused when the genesis does not make a chain
     */
    public ChangeSet genesis(Genesis genesis, Map<Hash, Artifact> artifacts) {
        throw new UnsupportedOperationException("under construction " + runtime + signatures);
    }

    /** Executes a decided block on the state {@code base} of the block before. */
    public BlockResult execute(StateView base, BlockInput block) {
        throw new UnsupportedOperationException("under construction");
    }

    /**
     * Executes one submission alone on {@code base}, as if it were the only one in a block of
     * {@code context}'s height and time (whose submissions are ignored), without routines.
     */
    public Executed executeOne(
            StateView base, BlockInput context, Submission submission, Trace trace) {
        throw new UnsupportedOperationException("under construction");
    }

    /** Asks an instance; a refusal of the kernel itself carries one of {@link Codes}. */
    public Outcome query(
            StateView base,
            long height,
            long timeMillis,
            String instance,
            String query,
            Bytes body) {
        throw new UnsupportedOperationException("under construction");
    }

    /** Whether a submission may be queued: all checks short of executing it. */
    public Application.Checked check(StateView base, long timeMillis, Bytes submission) {
        throw new UnsupportedOperationException("under construction");
    }
}
