package theseus.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import theseus.protocol.Compatibility;
import theseus.protocol.Descriptor;
import theseus.protocol.Plan;
import theseus.protocol.Plan.Action;

/** Whether each candidate can take the place of the version in force, by their descriptors. */
final class PlanVersionChecks {
    private PlanVersionChecks() {}

    static Optional<PlanProblem> problem(PlanGround ground, Plan plan) {
        for (Action action : plan.actions()) {
            if (action instanceof Action.Upgrade upgrade) {
                Optional<PlanProblem> problem = incompatible(ground, plan, upgrade);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return versionTaken(ground, plan);
    }

    private static Optional<PlanProblem> incompatible(
            PlanGround ground, Plan plan, Action.Upgrade upgrade) {
        PlanGround.Part part = ground.inForce.get(upgrade.instance());
        if (part == null) {
            throw new IllegalStateException("the base was checked before");
        }
        Descriptor before = ground.withoutOldForms(upgrade.instance(), part.descriptor());
        return Compatibility.between(before, ground.descriptor(upgrade.to()).orElseThrow()).stream()
                .filter(problem -> !(problem.onlyReversible() && plan.irreversible()))
                .findFirst()
                .map(
                        problem ->
                                new PlanProblem(
                                        problem.code(),
                                        PlanBaseChecks.where(upgrade) + ", " + problem.where(),
                                        problem.sentence()));
    }

    /** A version of a module names one artifact: no candidate shares its with other code. */
    static Optional<PlanProblem> versionTaken(PlanGround ground, Plan plan) {
        SortedMap<String, PlanGround.Part> after = ground.after(plan);
        for (Action action : plan.actions()) {
            PlanGround.Part candidate = after.get(action.instance());
            if (candidate == null) {
                continue;
            }
            for (Map.Entry<String, PlanGround.Part> other : after.entrySet()) {
                if (isAnotherOfThatVersion(candidate, other.getValue())) {
                    return Optional.of(
                            new PlanProblem(
                                    Codes.VERSION_TAKEN,
                                    PlanBaseChecks.where(action),
                                    "%s %s is another artifact at %s; raise the version"
                                            .formatted(
                                                    candidate.descriptor().module(),
                                                    candidate.descriptor().version(),
                                                    other.getKey())));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isAnotherOfThatVersion(PlanGround.Part one, PlanGround.Part other) {
        return one.descriptor().module().equals(other.descriptor().module())
                && one.descriptor().version().equals(other.descriptor().version())
                && !one.module().artifact().equals(other.module().artifact());
    }
}
