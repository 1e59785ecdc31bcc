package theseus.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import theseus.protocol.Plan;

/**
 * Which active plans stand in a plan's way: those on one of its instances, and those on an instance
 * that one of its instances calls or is called by. Such plans run one after another.
 */
final class PlanConflicts {
    private PlanConflicts() {}

    /** A hotfix waits for nobody: what stands in its way is rolled back when it is approved. */
    static Optional<PlanProblem> problem(PlanGround ground, Plan plan) {
        if (plan.hotfix()) {
            return Optional.empty();
        }
        return of(ground, plan).stream()
                .findFirst()
                .map(
                        other ->
                                new PlanProblem(
                                        Codes.PLAN_CONFLICT,
                                        "plan",
                                        ("plan %s (%s, %s) is on the same instances or on ones that"
                                                        + " they call; wait until it ended or stop it")
                                                .formatted(
                                                        other.id(),
                                                        other.record().plan().title(),
                                                        other.phase())));
    }

    /** The active plans, but itself, that a plan conflicts with. */
    static List<Plans.Standing> of(PlanGround ground, Plan plan) {
        return ground.plans.active().stream()
                .filter(other -> !other.phase().ended())
                .filter(other -> !other.id().equals(plan.id()))
                .filter(other -> touch(ground, plan, other.record().plan()))
                .toList();
    }

    private static boolean touch(PlanGround ground, Plan one, Plan other) {
        Set<String> mine = instances(one);
        Set<String> theirs = instances(other);
        return mine.stream().anyMatch(theirs::contains)
                || adjacent(PlanGround.edges(ground.inForce), mine, theirs)
                || adjacent(PlanGround.edges(ground.after(one)), mine, theirs)
                || adjacent(PlanGround.edges(ground.after(other)), mine, theirs);
    }

    private static boolean adjacent(
            Map<String, List<String>> edges, Set<String> mine, Set<String> theirs) {
        return edges.entrySet().stream()
                .anyMatch(
                        edge ->
                                edge.getValue().stream()
                                        .anyMatch(
                                                target ->
                                                        mine.contains(edge.getKey())
                                                                        && theirs.contains(target)
                                                                || theirs.contains(edge.getKey())
                                                                        && mine.contains(target)));
    }

    private static Set<String> instances(Plan plan) {
        return plan.actions().stream()
                .map(Plan.Action::instance)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
