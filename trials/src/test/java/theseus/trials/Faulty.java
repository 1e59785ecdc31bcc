package theseus.trials;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import theseus.protocol.Artifact;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A candidate that is wrong in one way: an edit of the one that is right, or of the plan for it.
 *
 * @param base the source that is edited
 * @param change what becomes of the plan for it
 * @param end where it must be stopped
 */
record Faulty(
        String name,
        String base,
        List<Edit> edits,
        UnaryOperator<Plan> change,
        Traffic traffic,
        End end) {
    private static final String RIGHT = "ledger-2";

    /** Replaces a piece of the source, which must be there. */
    record Edit(String from, String to) {}

    /** What is sent beside the ordinary traffic. */
    enum Traffic {
        ORDINARY,
        /** From the canary on, messages that only the candidate knows. */
        NEW_FORMS,
        /** One holder has nearly as many notes as a family may have, and in SHADOW writes more. */
        MANY_NOTES
    }

    /** Where it ends. */
    sealed interface End {
        /** As the table of them says it. */
        default String text() {
            return switch (this) {
                case NotAdmitted(String explanation) ->
                        "no packager takes it, the verifier names `%s`; made by hand: rolled back in READY, `TRIPPED`"
                                .formatted(explanation);
                case NotOpened(String code) -> "the plan is not opened: `" + code + "`";
                case RolledBack(List<Phase> phases, List<Gate> gates) ->
                        "rolled back in %s: %s"
                                .formatted(words("", phases, " or "), words("`", gates, " or "));
                case Held(Phase phase) ->
                        "held in " + phase + ": it takes more gas than the plan allows";
                case Final() -> "nothing";
            };
        }

        private static String words(String mark, List<?> all, String between) {
            return all.stream().map(one -> mark + one + mark).collect(Collectors.joining(between));
        }

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
        return new Faulty(name, RIGHT, all, plan -> plan, Traffic.ORDINARY, end);
    }

    Faulty from(String other) {
        return new Faulty(name, other, edits, change, traffic, end);
    }

    Faulty with(UnaryOperator<Plan> other) {
        return new Faulty(name, base, edits, other, traffic, end);
    }

    Faulty with(Traffic other) {
        return new Faulty(name, base, edits, change, other, end);
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
        String source = Compiled.source(base);
        for (Edit edit : edits) {
            if (!source.contains(edit.from())) {
                throw new IllegalArgumentException(
                        name + ": the source has no such piece: " + edit.from());
            }
            source = source.replace(edit.from(), edit.to());
        }
        return source;
    }

    /** The files of its JAR. What no packager takes travels with the descriptor of another. */
    SortedMap<String, Bytes> files() {
        TreeMap<String, Bytes> files = new TreeMap<>(Compiled.classes(source()));
        if (end instanceof End.NotAdmitted) {
            Artifact right = Compiled.packed(Compiled.source(RIGHT)).artifact();
            files.put(
                    Artifact.DESCRIPTOR,
                    Optional.ofNullable(right.entries().get(Artifact.DESCRIPTOR)).orElseThrow());
        }
        return files;
    }

    Artifact artifact() {
        return end instanceof End.NotAdmitted
                ? new Artifact(files())
                : Compiled.packed(source()).artifact();
    }

    /** The plan for it. */
    Plan plan(Hash chain, Hash inForce, Hash artifact, Plan.Schedule schedule) {
        return change.apply(
                Plans.with(Plans.upgrade(chain, Says.LEDGER, inForce, artifact), schedule));
    }

    /** It takes hundreds of blocks, or of records, to see what is wrong. */
    boolean isLong() {
        return traffic == Traffic.MANY_NOTES || source().contains("context.height() > ");
    }

    /** What it does depends on how old its chain is, or it leaves others nothing to go on with. */
    boolean needsItsOwnChain() {
        return traffic != Traffic.ORDINARY || source().contains("context.height()");
    }

    @Override
    public String toString() {
        return name;
    }
}
