package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import theseus.protocol.Evidence;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;

/**
 * Counts what was compared in a window: the block does from CANARY on, the follower before that, by
 * the same rule.
 */
public final class Tallies {
    private Tallies() {}

    /** Which keys were seen in the window; what it says is a function of what it was asked. */
    public interface Seen {
        /**
         * Notes a key.
         *
         * @param message its type; empty for keys of all types together
         * @return whether it was not seen before
         */
        boolean add(Optional<MessageName> message, Bytes key);
    }

    /** Message types of others that are listed, while there is room: a sender chooses those. */
    private static final int MAX_OTHERS = Tally.MAX_MESSAGES - Tally.MAX_OWN_MESSAGES;

    /** The tally after one more block, beside the chain: all that is compared counts. */
    public static Tally add(Tally before, long height, List<Compared> compared, Seen seen) {
        return add(before, height, compared, seen, _ -> true);
    }

    /** The same where both worlds run in the block: keys count that the candidate served. */
    static Tally served(Tally before, long height, List<Compared> compared, Seen seen) {
        return add(before, height, compared, seen, Compared::candidateCounts);
    }

    private static Tally add(
            Tally before,
            long height,
            List<Compared> compared,
            Seen seen,
            Predicate<Compared> counts) {
        SortedMap<MessageName, Tally.MessageTally> messages = new TreeMap<>();
        before.messages().forEach(one -> messages.put(one.message(), one));
        List<Evidence> evidence = new ArrayList<>(before.evidence());
        long count = before.compared();
        long keys = before.keys();
        for (Compared one : compared) {
            count += one.isSample() ? 1 : 0;
            for (Bytes key : one.isSample() && counts.test(one) ? one.keys() : List.<Bytes>of()) {
                if (keys < Tally.MAX_KEYS && seen.add(Optional.empty(), key)) {
                    keys++;
                }
            }
            for (MessageName name : one.messages()) {
                if (messages.containsKey(name)
                        || one.own().contains(name)
                        || messages.size() < MAX_OTHERS) {
                    Tally.MessageTally sofar = messages.getOrDefault(name, empty(name));
                    messages.put(name, add(sofar, one, seen));
                }
            }
            if (one.verdict() instanceof Verdict.Undeclared undeclared
                    && evidence.size() < Tally.MAX_EVIDENCE) {
                Evidence hit = Diverged.evidence(height, undeclared, one);
                evidence.add(evidence.isEmpty() ? hit : Evidences.withoutReceipts(hit));
            }
        }
        return new Tally(List.copyOf(messages.values()), count, keys, evidence);
    }

    private static Tally.MessageTally empty(MessageName name) {
        return new Tally.MessageTally(name, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private static Tally.MessageTally add(Tally.MessageTally sofar, Compared one, Seen seen) {
        long fresh = 0;
        for (Bytes key : one.isSample() ? one.keys() : List.<Bytes>of()) {
            if (sofar.keys() + fresh < Tally.MAX_KEYS
                    && seen.add(Optional.of(sofar.message()), key)) {
                fresh++;
            }
        }
        // A sender who repeats himself weighs as one; what only the candidate knows has no ratio.
        boolean weighs = fresh > 0 && !(one.old().receipt().status() instanceof Status.Rejected);
        return new Tally.MessageTally(
                sofar.message(),
                sofar.equal() + (one.verdict() instanceof Verdict.Equal ? 1 : 0),
                sofar.declared() + (one.verdict() instanceof Verdict.Declared ? 1 : 0),
                sofar.undeclared() + (one.verdict() instanceof Verdict.Undeclared ? 1 : 0),
                sofar.oversized() + (one.isSample() ? 0 : 1),
                sofar.served() + (one.candidateCounts() ? 1 : 0),
                sofar.keys() + fresh,
                sofar.oldGas() + (weighs ? one.old().receipt().gasUsed() : 0),
                sofar.candidateGas() + (weighs ? one.candidate().receipt().gasUsed() : 0));
    }
}
