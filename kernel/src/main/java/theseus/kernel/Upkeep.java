package theseus.kernel;

import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.protocol.Limits;

/**
 * What a candidate's code uses beside its world, for one submission: canary keys, events in its
 * words, the lens, and what is derived from records that are carried. The sender does not pay it;
 * the block does, so it is counted, and bounded: no sender shall make a block slow by what it makes
 * others carry.
 */
final class Upkeep {
    /** Of one submission: as much as world-new may use. The last step may go beyond it. */
    static final long MAX_GAS = ScheduleChecks.MAX_GAS_FACTOR * Limits.MAX_TRANSACTION_GAS;

    private final long most;
    private long gasUsed;

    private Upkeep(long most) {
        this.most = most;
    }

    static Upkeep ofSubmission() {
        return new Upkeep(MAX_GAS);
    }

    /** Beside the chain, where nobody waits for it. */
    static Upkeep unbounded() {
        return new Upkeep(Long.MAX_VALUE);
    }

    long gasUsed() {
        return gasUsed;
    }

    /** Runs what is a function of its arguments alone. */
    Outcome invoke(Instance candidate, Invocation invocation, PureHost host, long gasLimit) {
        beforeNext();
        Outcome outcome = candidate.sandbox().invoke(invocation, host, gasLimit);
        gasUsed += outcome.gasUsed();
        return outcome;
    }

    void charge(long gas) {
        gasUsed += gas;
    }

    void beforeNext() {
        if (gasUsed >= most) {
            throw new CrossingFailed(
                    new Mirrored.TooLarge("carrying what it changes takes more than " + most));
        }
    }
}
