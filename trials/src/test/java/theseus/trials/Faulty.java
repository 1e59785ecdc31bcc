package theseus.trials;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;

/**
 * A candidate that is wrong in one way: an edit of the one that is right, or of the plan for it.
 *
 * @param end where it must be stopped
 */
record Faulty(String name, List<Edit> edits, UnaryOperator<Plan> plan, Traffic traffic, End end) {
    /** Replaces a piece of the source, which must be there. */
    record Edit(String from, String to) {}

    /** What is sent beside the ordinary traffic. */
    enum Traffic {
        ORDINARY,
        /** From the canary on, messages that only the candidate knows. */
        NEW_FORMS,
        /** One holder writes more notes than a family may have. */
        MANY_NOTES
    }

    /** Where it ends. */
    sealed interface End {
        /** No artifact comes of it, and one that was made by hand is not made ready. */
        record NotAdmitted(String explanation) implements End {}

        /** The plan is not opened. */
        record NotOpened(String code) implements End {}

        /** Rolled back in one of these phases by one of these gates. */
        record RolledBack(List<Phase> phases, List<Gate> gates) implements End {}

        /** It waits and is not let on. */
        record Held(Phase phase) implements End {}

        record Final() implements End {}
    }

    static Faulty of(String name, End end, String... edits) {
        List<Edit> all = new ArrayList<>();
        for (int i = 0; i < edits.length; i += 2) {
            all.add(new Edit(edits[i], edits[i + 1]));
        }
        return new Faulty(name, all, plan -> plan, Traffic.ORDINARY, end);
    }

    Faulty with(UnaryOperator<Plan> change) {
        return new Faulty(name, edits, change, traffic, end);
    }

    Faulty with(Traffic other) {
        return new Faulty(name, edits, plan, other, end);
    }

    static End inShadow(Gate... gates) {
        return new End.RolledBack(List.of(Phase.SHADOW), List.of(gates));
    }

    static End inBackfill(Gate... gates) {
        return new End.RolledBack(List.of(Phase.BACKFILL, Phase.SHADOW), List.of(gates));
    }

    static End withTwoWorlds(Gate... gates) {
        return new End.RolledBack(List.of(Phase.CANARY, Phase.PROBATION), List.of(gates));
    }

    String source() {
        String source = Compiled.source("ledger-2");
        for (Edit edit : edits) {
            if (!source.contains(edit.from())) {
                throw new IllegalArgumentException(
                        name + ": the source has no such piece: " + edit.from());
            }
            source = source.replace(edit.from(), edit.to());
        }
        return source;
    }

    /** The gate it is expected at, when it is a single one. */
    Optional<Gate> gate() {
        return end instanceof End.RolledBack back && back.gates().size() == 1
                ? Optional.of(back.gates().getFirst())
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
