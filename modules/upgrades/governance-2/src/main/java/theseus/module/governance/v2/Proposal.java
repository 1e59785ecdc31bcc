package theseus.module.governance.v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Hash;

/**
 * A change that was proposed, and where its vote stands.
 *
 * @param plan id of the plan that it opens
 * @param document hash of what was written for those who vote
 * @param topic what it is about: one open proposal at a time
 * @param earliestHeight it passes in no block before
 * @param deadlineHeight the last block whose votes count
 * @param code why a change that was agreed could not be made
 * @param closedHeight 0 while it is open
 * @param counts one for each group whose agreement it needs
 */
public record Proposal(
        AccountId proposer,
        String title,
        Kind kind,
        Optional<Hash> plan,
        Optional<Hash> document,
        String topic,
        long openedHeight,
        long earliestHeight,
        long deadlineHeight,
        Status status,
        Optional<String> code,
        long closedHeight,
        List<Count> counts) {

    /** How far a vote is. */
    public enum Status {
        OPEN,
        /** Agreed, and done. */
        PASSED,
        /** Not agreed. */
        REJECTED,
        /** Agreed, but the change was refused. */
        FAILED,
        /** Its proposer took it back. */
        WITHDRAWN,
        /** Its plan was stopped by another proposal. */
        STOPPED
    }

    boolean isOpen() {
        return status == Status.OPEN;
    }

    Proposal closed(Status how, Optional<String> why, long height) {
        return new Proposal(
                proposer,
                title,
                kind,
                plan,
                document,
                topic,
                openedHeight,
                earliestHeight,
                deadlineHeight,
                how,
                why,
                height,
                counts);
    }

    Proposal withCounts(List<Count> others) {
        return new Proposal(
                proposer,
                title,
                kind,
                plan,
                document,
                topic,
                openedHeight,
                earliestHeight,
                deadlineHeight,
                status,
                code,
                closedHeight,
                others);
    }

    /** Every group must agree, so the first that cannot decides. */
    Count.Tendency tendency() {
        Count.Tendency all = Count.Tendency.PASSES;
        for (Count count : counts) {
            Count.Tendency one = count.tendency();
            if (one == Count.Tendency.FAILS) {
                return one;
            }
            if (one == Count.Tendency.OPEN) {
                all = one;
            }
        }
        return all;
    }

    /** Whether it passes with the votes that were cast. */
    boolean passes() {
        for (Count count : counts) {
            if (!count.passes()) {
                return false;
            }
        }
        return true;
    }

    boolean countsAreWithinWeight() {
        for (Count count : counts) {
            if (!count.isWithinWeight()) {
                return false;
            }
        }
        return true;
    }

    static List<Count> counts(Rule rule, List<Standing> standings) {
        List<Count> counts = new ArrayList<>();
        for (Standing standing : standings) {
            if (rule.groups().contains(standing.name())) {
                counts.add(standing.count(rule));
            }
        }
        return counts;
    }
}
