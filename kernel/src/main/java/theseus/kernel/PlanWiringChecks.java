package theseus.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.protocol.Descriptor;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Plan;
import theseus.protocol.Plan.Action;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;

/** Whether the whole module set fits together once the plan is applied. */
final class PlanWiringChecks {
    private final SortedMap<String, PlanGround.Part> before;
    private final SortedMap<String, PlanGround.Part> after;
    private final Plan plan;

    private PlanWiringChecks(PlanGround ground, Plan plan) {
        this.before = ground.inForce;
        this.after = ground.after(plan);
        this.plan = plan;
    }

    static Optional<PlanProblem> problem(PlanGround ground, Plan plan) {
        PlanWiringChecks checks = new PlanWiringChecks(ground, plan);
        return checks.wiring()
                .or(checks::capabilities)
                .or(checks::documents)
                .or(checks::cycle)
                .or(checks::authority);
    }

    /** What another plan may have changed since; asked again whenever the module set changes. */
    static Optional<PlanProblem> stillFits(PlanGround ground, Plan plan) {
        PlanWiringChecks checks = new PlanWiringChecks(ground, plan);
        return checks.wiring().or(checks::cycle).or(checks::authority);
    }

    private Optional<PlanProblem> wiring() {
        if (after.size() > Limits.MAX_INSTANCES) {
            return refused(
                    Codes.TOO_MANY_INSTANCES,
                    "plan",
                    "the chain would have %d instances, at most %d are allowed"
                            .formatted(after.size(), Limits.MAX_INSTANCES));
        }
        Map<String, Descriptor> descriptors = new TreeMap<>();
        after.forEach((name, part) -> descriptors.put(name, part.descriptor()));
        for (Map.Entry<String, PlanGround.Part> one : after.entrySet()) {
            Optional<Rejection> problem =
                    Wiring.problem(one.getKey(), one.getValue().module().bindings(), descriptors);
            if (problem.isPresent()) {
                return refused(problem.get().code(), one.getKey(), problem.get().explanation());
            }
        }
        return Optional.empty();
    }

    private Optional<PlanProblem> capabilities() {
        for (Action action : plan.actions()) {
            PlanGround.Part part = after.get(action.instance());
            if (part == null) {
                continue;
            }
            Set<Capability> needed = new TreeSet<>(part.descriptor().needs());
            Set<Capability> granted = new TreeSet<>(part.module().granted());
            if (!granted.containsAll(needed)) {
                return refused(
                        Codes.CAPABILITY_MISSING,
                        PlanBaseChecks.where(action),
                        "it needs %s and is granted %s; grant all or leave the module out"
                                .formatted(needed, granted));
            }
            if (!needed.containsAll(granted)) {
                return refused(
                        Codes.CAPABILITY_EXCESS,
                        PlanBaseChecks.where(action),
                        "it needs %s and is granted %s; grant no more than it asks for"
                                .formatted(needed, granted));
            }
        }
        return Optional.empty();
    }

    private Optional<PlanProblem> documents() {
        for (Action action : plan.actions()) {
            if (action instanceof Action.Install install) {
                PlanGround.Part part = after.get(install.instance());
                Optional<PlanProblem> problem =
                        part == null ? Optional.empty() : document(install, part.descriptor());
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<PlanProblem> document(Action.Install install, Descriptor descriptor) {
        String where = PlanBaseChecks.where(install);
        Bytes document = install.document();
        if (descriptor.genesis().isEmpty()) {
            return document.isEmpty()
                    ? Optional.empty()
                    : refused(
                            Codes.DOCUMENT_UNEXPECTED,
                            where,
                            "its module takes no genesis document; leave it out");
        }
        if (document.isEmpty()) {
            return refused(
                    Codes.DOCUMENT_MISSING, where, "its module needs a genesis document; give one");
        }
        try {
            SchemaCodec.decode(descriptor.genesis().get(), document);
            return Optional.empty();
        } catch (MalformedException malformed) {
            return refused(
                    Codes.DOCUMENT_MALFORMED,
                    where,
                    "its genesis document does not have the module's shape: "
                            + malformed.explanation());
        }
    }

    /** A call along a cycle would be refused where it comes back; an old one may stay. */
    private Optional<PlanProblem> cycle() {
        Map<String, List<String>> edges = PlanGround.edges(after);
        Map<String, List<String>> old = PlanGround.edges(before);
        for (Action action : plan.actions()) {
            String name = action.instance();
            if (reaches(edges, name, name) && !reaches(old, name, name)) {
                return refused(
                        Codes.DEPENDENCY_CYCLE,
                        PlanBaseChecks.where(action),
                        name + " would require itself through others; bind it otherwise");
            }
        }
        return Optional.empty();
    }

    private static boolean reaches(Map<String, List<String>> edges, String from, String to) {
        TreeSet<String> seen = new TreeSet<>();
        TreeSet<String> open = new TreeSet<>(edges.getOrDefault(from, List.of()));
        while (!open.isEmpty()) {
            String next = open.removeFirst();
            if (next.equals(to)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(edges.getOrDefault(next, List.of()));
            }
        }
        return false;
    }

    /** After it, somebody must still be able to open plans. */
    private Optional<PlanProblem> authority() {
        return holdsPlans(before) && !holdsPlans(after)
                ? refused(
                        Codes.AUTHORITY_LOST,
                        "plan",
                        "no instance would hold PLANS any more, so nothing could be changed again;"
                                + " grant it to one")
                : Optional.empty();
    }

    private static boolean holdsPlans(SortedMap<String, PlanGround.Part> modules) {
        return modules.values().stream()
                .anyMatch(part -> part.module().granted().contains(Capability.PLANS));
    }

    private static Optional<PlanProblem> refused(String code, String where, String explanation) {
        return Optional.of(new PlanProblem(code, where, explanation));
    }
}
