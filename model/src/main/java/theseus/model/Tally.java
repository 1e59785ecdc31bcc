package theseus.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What comparing has seen in a window. */
public final class Tally {
    /** Of one type of message; gas is that of the first sample of each key. */
    static final class Counts {
        long equal;
        long declared;
        long undeclared;

        /** Not compared, no sample: beyond a bound in one world alone. */
        long oversized;

        /** In which the candidate counted. */
        long served;

        long oldGas;
        long candidateGas;
        final SortedSet<String> keys = new TreeSet<>();

        Counts copy() {
            Counts copy = new Counts();
            copy.equal = equal;
            copy.declared = declared;
            copy.undeclared = undeclared;
            copy.oversized = oversized;
            copy.served = served;
            copy.oldGas = oldGas;
            copy.candidateGas = candidateGas;
            copy.keys.addAll(keys);
            return copy;
        }

        @Override
        public String toString() {
            return "%d equal, %d declared, %d undeclared, %d oversized, %d served, gas %d to %d, keys %s"
                    .formatted(
                            equal,
                            declared,
                            undeclared,
                            oversized,
                            served,
                            oldGas,
                            candidateGas,
                            keys);
        }
    }

    /** Why an absolute gate was hit. */
    public record Evidence(Gate gate, String explanation) {}

    private static final Comparator<Plan.MessageName> BY_NAME =
            Comparator.comparing(Plan.MessageName::instance)
                    .thenComparing(Plan.MessageName::message);

    final TreeMap<Plan.MessageName, Counts> messages = new TreeMap<>(BY_NAME);

    /** Those that count for the window: beside the chain all, in the block those served. */
    final SortedSet<String> keys = new TreeSet<>();

    final List<Evidence> evidence = new ArrayList<>();
    long compared;

    public Tally() {}

    /** Beside the chain, where nothing is served and all that is compared counts. */
    void compared(Plan plan, Work work, Verdict verdict, Executed old, Executed candidate) {
        if (!(verdict instanceof Verdict.Oversized)) {
            keys.addAll(keys(plan, work));
        }
        count(plan, work, verdict, old, candidate);
    }

    /** The candidate counted for what was compared last. */
    void served(Plan plan, Work work) {
        keys.addAll(keys(plan, work));
        names(work).forEach(name -> messages.computeIfAbsent(name, _ -> new Counts()).served++);
    }

    /** A transaction counts for each type of message in it; a routine for none. */
    void count(Plan plan, Work work, Verdict verdict, Executed old, Executed candidate) {
        if (verdict instanceof Verdict.Oversized) {
            names(work)
                    .forEach(name -> messages.computeIfAbsent(name, _ -> new Counts()).oversized++);
            return;
        }
        compared++;
        SortedSet<String> its = keys(plan, work);
        for (Plan.MessageName name : names(work)) {
            Counts counts = messages.computeIfAbsent(name, _ -> new Counts());
            switch (verdict) {
                case Verdict.Equal _ -> counts.equal++;
                case Verdict.Declared _, Verdict.NotYet _, Verdict.OldCounts _ -> counts.declared++;
                case Verdict.Undeclared _ -> counts.undeclared++;
                case Verdict.Oversized _ -> throw new IllegalStateException("counted above");
            }
            boolean ratio = !(old.result() instanceof Result.Rejected);
            if (counts.keys.addAll(its) && ratio) {
                counts.oldGas += old.gas();
                counts.candidateGas += candidate.gas();
            }
        }
        if (verdict instanceof Verdict.Undeclared(Gate gate, List<String> differences)) {
            evidence.add(new Evidence(gate, differences.toString()));
        }
    }

    private static SortedSet<String> keys(Plan plan, Work work) {
        return work instanceof Work.Sent(Transaction transaction)
                ? plan.keys(transaction)
                : new TreeSet<>();
    }

    private static SortedSet<Plan.MessageName> names(Work work) {
        SortedSet<Plan.MessageName> names = new TreeSet<>(BY_NAME);
        work.messages().forEach(one -> names.add(new Plan.MessageName(one.instance(), one.name())));
        return names;
    }

    long samples(Plan.MessageName name, boolean served) {
        Counts counts = messages.getOrDefault(name, new Counts());
        return served ? counts.served : counts.equal + counts.declared + counts.undeclared;
    }

    Tally copy() {
        Tally copy = new Tally();
        messages.forEach((name, counts) -> copy.messages.put(name, counts.copy()));
        copy.keys.addAll(keys);
        copy.evidence.addAll(evidence);
        copy.compared = compared;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally tally && tally.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return compared + " compared, keys " + keys + " " + messages + " " + evidence;
    }
}
