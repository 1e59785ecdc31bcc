package theseus.trials;

import java.util.List;
import theseus.protocol.Plan.Respect;

/** What is wrong with a version of the random run's modules. */
enum Flaw {
    NONE,
    OFF_BY_ONE_AT_7(
            new Difference("Add", Respect.TABLE, "items"),
            // What is derived from a table that both versions have is compared for itself.
            new Difference("Add", Respect.TABLE, "total"),
            new Difference("Add", Respect.TABLE, "large"),
            new Difference("Add", Respect.EVENT, "Stored")),
    TRAPS_AT_13,
    LAW_AT_11,
    /** An item with the memo m2 has no image below. */
    REFUSES_M2,
    SILENT(new Difference("Put", Respect.EVENT, "Stored")),
    LOGS_OFF_BY_ONE(new Difference("Forward", Respect.TABLE, "log"));

    private final List<Difference> differences;

    /** In what a message does otherwise, as far as a plan may declare it. */
    record Difference(String message, Respect respect, String subject) {}

    Flaw(Difference... differences) {
        this.differences = List.of(differences);
    }

    List<Difference> differences() {
        return differences;
    }
}
