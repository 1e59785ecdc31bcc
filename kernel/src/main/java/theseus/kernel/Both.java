package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;

/**
 * Both executions of one submission.
 *
 * @param transaction empty for a routine
 * @param messages the types of its messages, in order
 * @param keys its canary keys
 * @param old in the world of the versions in force
 * @param candidate in the plan's
 */
record Both(
        Trial plan,
        Optional<Transaction> transaction,
        List<MessageName> messages,
        List<Bytes> keys,
        Executed old,
        Executed candidate,
        Upkeep upkeep) {
    static Both of(
            Trial plan,
            Transaction transaction,
            List<Bytes> keys,
            Executed old,
            Executed candidate,
            Upkeep upkeep) {
        return new Both(
                plan,
                Optional.of(transaction),
                Canary.names(transaction),
                keys,
                old,
                candidate,
                upkeep);
    }

    static Both ofRoutine(Trial plan, Executed old, Executed candidate, Upkeep upkeep) {
        return new Both(plan, Optional.empty(), List.of(), List.of(), old, candidate, upkeep);
    }

    Verdict compare(StateView base, Reads reads) {
        if (Oversize.is(old, candidate)) {
            return new Verdict.Oversized();
        }
        return Comparison.of(plan, base, messages, old, candidate, reads, upkeep);
    }

    Compared as(Verdict verdict, boolean candidateCounts) {
        return Compared.of(plan, messages, keys, verdict, old, candidate, candidateCounts);
    }

    /** What it takes of a block. */
    long gas() {
        return old.receipt().gasUsed() + candidate.receipt().gasUsed() + upkeep.gasUsed();
    }

    /** Refused by the kernel, as {@code like} would have cost its sender. */
    TwoWorlds.Picked refused(StateView base, Executed like, String instance, String code) {
        return new TwoWorlds.Picked(
                Effects.refused(base, like.receipt(), transaction, instance, code), gas(), false);
    }
}
