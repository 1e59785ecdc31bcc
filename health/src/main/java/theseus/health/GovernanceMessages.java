package theseus.health;

import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * This application's copy of what the voyage says to the module {@code governance}; see its
 * specification. What has to match is the shape, not the class.
 */
final class GovernanceMessages {
    private GovernanceMessages() {}

    record StageChunk(Hash artifact, int index, int count, Bytes content)
            implements theseus.sdk.Message {}

    record Propose(String title, Action action, Optional<Hash> document)
            implements theseus.sdk.Message {}

    record Vote(long proposal, Choice choice) implements theseus.sdk.Message {}

    /** Only the first of its cases; the others have their own positions. */
    sealed interface Action {
        record OpenPlan(Bytes plan, Kind kind) implements Action {}
    }

    enum Kind {
        UPGRADE,
        IRREVERSIBLE,
        HOTFIX,
        INSTALL,
        RETIRE,
        STOP,
        PARAMETERS,
        BREAKER,
        GROUPS,
        POLICY
    }

    enum Choice {
        YES,
        NO,
        VETO,
        ABSTAIN
    }

    record Proposed(
            long proposal,
            AccountId proposer,
            Kind kind,
            Optional<Hash> plan,
            long deadlineHeight) {}
}
