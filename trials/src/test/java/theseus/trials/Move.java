package theseus.trials;

import java.util.List;
import java.util.Optional;
import theseus.model.Message;
import theseus.protocol.Plan;

/**
 * Something that happens in a block of the random run. It says who and what in words that hold
 * whatever happened before, so that moves can be left out and the rest still be tried.
 */
sealed interface Move {
    /** A transaction. */
    record Send(String sender, List<Message> messages) implements Move {}

    /**
     * A plan is put to the vote.
     *
     * @param declares what its flaws do is declared
     * @param waives no samples are asked for
     */
    record Open(
            List<Choice> choices,
            boolean hotfix,
            boolean irreversible,
            boolean declares,
            boolean waives,
            Plan.Schedule schedule)
            implements Move {}

    /** What a plan does to an instance; {@code pick} says which of the versions that may follow. */
    record Choice(String instance, int pick, boolean retires) {}

    /** The {@code nth} plan that waits for a vote is approved. */
    record Approve(int nth) implements Move {}

    /** The {@code nth} active plan is stopped. */
    record Stop(int nth) implements Move {}

    record Break(String instance, Optional<String> message, boolean open) implements Move {}

    /** The first so many validators trip the {@code nth} active plan. */
    record Trip(int nth, int validators) implements Move {}

    /** So many validators, from one of them on, state that an order be carried out. */
    record Recover(Move order, int first, int validators) implements Move {}

    /** A validator says nothing after this block. */
    record Silent(int validator) implements Move {}

    /** The liar reports what nobody saw. */
    record Lie() implements Move {}
}
