package theseus.model;

import java.util.List;

/** What comparing the two worlds of one submission came to. */
sealed interface Verdict {
    record Equal() implements Verdict {}

    /** They differ as the plan says, or in what a message that it brings did. */
    record Declared() implements Verdict {}

    /** The lens refuses an image of what the candidate did: nobody did wrong, old counts. */
    record NotYet(String reason) implements Verdict {}

    /** The candidate ran dry over records that the old version does not see: old counts. */
    record OldCounts() implements Verdict {}

    /**
     * One world came to a bound on sizes to which the other kept. Senders choose sizes: it says
     * nothing about the candidate and is no sample. Old counts.
     */
    record Oversized() implements Verdict {}

    record Undeclared(Gate gate, List<String> differences) implements Verdict {}
}
