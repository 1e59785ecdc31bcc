package theseus.model;

import java.util.Optional;

/**
 * Everything that can happen to a chain. A block is a {@link Begin}, some others, an {@link End}.
 */
public sealed interface Step {
    record Begin(String proposer, long millis) implements Step {}

    record Send(Transaction transaction) implements Step {}

    /** Puts a plan before those who vote. */
    record Open(Plan plan) implements Step {}

    record Approve(String plan) implements Step {}

    record Stop(String plan) implements Step {}

    /** Suspends an instance, or one type of message of it; or ends that. */
    record Breaker(String instance, Optional<String> message, boolean open) implements Step {}

    /** A validator's statement: ready for this plan. */
    record Ready(String validator, String plan) implements Step {}

    /** A validator's statement: what the follower saw up to a height. */
    record Report(String validator, String plan, long height, PlanState.Seen seen)
            implements Step {}

    /** A validator's statement: stop this plan. */
    record Trip(String validator, String plan) implements Step {}

    /** A validator's statement: do this, whatever governance says. */
    record Recover(String validator, Step action) implements Step {}

    record End() implements Step {}
}
