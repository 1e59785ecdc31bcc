package theseus.kernel;

import java.util.List;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * One submission or routine that ran in both worlds of a plan.
 *
 * @param messages types of the messages in it, each once, sorted; empty for a routine
 * @param own those of them that go to instances of the plan
 * @param keys its canary keys, each once, sorted
 * @param old what the version in force did
 * @param candidate what the candidate did
 * @param candidateCounts whether the candidate's effects were applied
 */
public record Compared(
        Hash plan,
        List<Plan.MessageName> messages,
        List<Plan.MessageName> own,
        List<Bytes> keys,
        Verdict verdict,
        Executed old,
        Executed candidate,
        boolean candidateCounts) {
    public Compared {
        messages = List.copyOf(messages);
        own = List.copyOf(own);
        keys = List.copyOf(keys);
    }

    /** Whether it says something of the candidate: a bound that its sender met does not. */
    public boolean isSample() {
        return !(verdict instanceof Verdict.Oversized);
    }

    static Compared of(
            Trial plan,
            List<Plan.MessageName> messages,
            List<Bytes> keys,
            Verdict verdict,
            Executed old,
            Executed candidate,
            boolean candidateCounts) {
        List<Plan.MessageName> types = messages.stream().distinct().sorted().toList();
        List<Plan.MessageName> own =
                types.stream().filter(type -> plan.has(type.instance())).toList();
        return new Compared(plan.id(), types, own, keys, verdict, old, candidate, candidateCounts);
    }
}
