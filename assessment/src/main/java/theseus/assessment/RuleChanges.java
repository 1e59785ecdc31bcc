package theseus.assessment;

import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.sdk.Capability;

/** What changes in invariants, rights, routines and the genesis document. */
final class RuleChanges {
    private RuleChanges() {}

    static void add(Descriptor old, Descriptor now, ChangeList changes) {
        for (InvariantShape rule : now.invariants()) {
            if (!old.invariants().contains(rule)) {
                changes.add(
                        VersionStep.MINOR,
                        Severity.NOTE,
                        "INVARIANT_ADDED",
                        "invariant " + rule.name(),
                        "is new; a record in force that breaks it stops the upgrade",
                        "",
                        "rehearse it");
            }
        }
        for (InvariantShape rule : old.invariants()) {
            if (now.invariants().stream().noneMatch(other -> other.name().equals(rule.name()))) {
                changes.breaks(
                        "INVARIANT_GONE",
                        "invariant " + rule.name(),
                        "is no longer checked",
                        "whoever relies on it",
                        "");
            }
        }
        for (Capability capability : now.needs()) {
            if (!old.needs().contains(capability)) {
                changes.breaks(
                        "RIGHT_WANTED",
                        "capability " + capability,
                        "it wants a right over the chain itself that it did not have",
                        "those who vote",
                        "grant it in the plan only if it needs it");
            }
        }
        if (!old.genesis().equals(now.genesis())) {
            changes.note(
                    VersionStep.MINOR,
                    "GENESIS_CHANGED",
                    "genesis",
                    "takes another document; of no effect on instances that run");
        }
        if (now.beginBlock() && !old.beginBlock() || now.endBlock() && !old.endBlock()) {
            changes.note(
                    VersionStep.MINOR,
                    "ROUTINE_ADDED",
                    "routines",
                    "it does something in every block now");
        }
    }
}
