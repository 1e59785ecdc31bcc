package theseus.module.governance.v2;

import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What is done when a proposal passes. */
public sealed interface Action {
    /**
     * Lets a plan go on to validators. The chain knows it from the proposal on, so that it is
     * checked before anybody votes; when the vote fails it is stopped.
     *
     * @param plan canonical encoding; the risk assessment's hash is in it
     * @param kind one of the first five; refused when the plan is of another kind
     */
    record OpenPlan(Bytes plan, Kind kind) implements Action {}

    /** Ends a plan in any phase before it is final; what has authority is rolled back. */
    record StopPlan(Hash plan, String reason) implements Action {}

    /** Sets the bounds that the chain runs under; the canonical encoding of genesis' parameters. */
    record SetParameters(Bytes parameters) implements Action {}

    /** Opens or closes the breaker of an instance, or of one message type of it. */
    record SetBreaker(String instance, Optional<String> message, boolean open, String reason)
            implements Action {}

    /** A new group, or another version of one. */
    record SetGroup(Group group) implements Action {}

    /** The group goes; no rule may need it. */
    record RemoveGroup(String name) implements Action {}

    record SetPolicy(Rules policy) implements Action {}
}
