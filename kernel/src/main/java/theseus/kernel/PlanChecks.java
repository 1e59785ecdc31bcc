package theseus.kernel;

import java.util.Optional;
import theseus.protocol.MalformedException;
import theseus.protocol.Plan;
import theseus.protocol.Plan.Action;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PlanKind;

/**
 * All that must hold for a plan before anybody votes on it, from cheap to dear; on descriptors
 * only. Whether the code itself is admitted, validators find out before they state that they are
 * ready.
 */
final class PlanChecks {
    private PlanChecks() {}

    /** The plan, or why it cannot be opened. */
    sealed interface Checked {
        record Fits(Hash id, Plan plan) implements Checked {}

        record Unfit(PlanProblem problem) implements Checked {}
    }

    static Checked check(PlanGround ground, Bytes encoding) {
        if (encoding.size() > Plan.MAX_BYTES) {
            return unfit(
                    Codes.MALFORMED,
                    "a plan of %d bytes, at most %d are allowed"
                            .formatted(encoding.size(), Plan.MAX_BYTES));
        }
        Plan plan;
        try {
            plan = Plan.decode(encoding);
        } catch (MalformedException malformed) {
            return unfit(Codes.MALFORMED, malformed.explanation());
        }
        Hash id = Plan.idOf(encoding);
        return envelope(ground, id, plan)
                .or(() -> actions(plan))
                .or(() -> ScheduleChecks.problem(plan))
                .or(() -> PlanBaseChecks.problem(ground, plan))
                .or(() -> PlanVersionChecks.problem(ground, plan))
                .or(() -> PlanWiringChecks.problem(ground, plan))
                .or(() -> PlanDeclarationChecks.problem(ground, plan))
                .or(() -> PlanConflicts.problem(ground, plan))
                .<Checked>map(Checked.Unfit::new)
                .orElseGet(() -> new Checked.Fits(id, plan));
    }

    /** Whether the kind that was said is the one that the plan is: policy goes by it. */
    static Optional<PlanProblem> kind(Plan plan, PlanKind said) {
        return plan.kind() == said
                ? Optional.empty()
                : problem(
                        Codes.PLAN_KIND,
                        "it is proposed as %s and is %s; propose it as what it is"
                                .formatted(said, plan.kind()));
    }

    /** Whether a plan still has what it was made for, after the module set changed. */
    static Optional<PlanProblem> stillFits(PlanGround ground, Plan plan) {
        for (Action action : plan.actions()) {
            Optional<PlanProblem> problem = PlanBaseChecks.base(ground, action);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return PlanWiringChecks.stillFits(ground, plan)
                .or(() -> PlanVersionChecks.versionTaken(ground, plan));
    }

    private static Optional<PlanProblem> envelope(PlanGround ground, Hash id, Plan plan) {
        if (!plan.chain().equals(ground.chain.chain())) {
            return problem(
                    Codes.WRONG_CHAIN,
                    "it is for chain %s, this is chain %s; make it for this one"
                            .formatted(plan.chain(), ground.chain.chain()));
        }
        if (Plans.find(ground.state, id).isPresent()) {
            return problem(
                    Codes.PLAN_EXISTS,
                    "plan %s was opened before; change its title to propose it again"
                            .formatted(id));
        }
        if (ground.plans.active().size() >= Plans.MAX_ACTIVE) {
            return problem(
                    Codes.TOO_MANY_PLANS,
                    "%d plans are active, no more are allowed; wait until one ended"
                            .formatted(Plans.MAX_ACTIVE));
        }
        return Optional.empty();
    }

    private static Optional<PlanProblem> actions(Plan plan) {
        if (plan.actions().isEmpty()) {
            return problem(Codes.PLAN_ACTIONS, "it has no actions; say what it changes");
        }
        for (int i = 1; i < plan.actions().size(); i++) {
            String before = plan.actions().get(i - 1).instance();
            String instance = plan.actions().get(i).instance();
            if (before.compareTo(instance) >= 0) {
                return problem(
                        Codes.PLAN_ACTIONS,
                        "%s stands after %s; sort the actions by instance, each instance once"
                                .formatted(instance, before));
            }
        }
        boolean special = plan.irreversible() || plan.hotfix();
        if (special && plan.irreversible() == plan.hotfix()) {
            return problem(
                    Codes.PLAN_ACTIONS,
                    "a hotfix that cannot be taken back would have no test at all; choose one");
        }
        if (special && plan.actions().stream().noneMatch(Action.Upgrade.class::isInstance)) {
            return problem(
                    Codes.PLAN_ACTIONS,
                    "only an upgrade is irreversible or a hotfix; take the mark off");
        }
        if (special && plan.actions().stream().anyMatch(Action.Retire.class::isInstance)) {
            return problem(
                    Codes.PLAN_ACTIONS,
                    "retiring an instance is a plan of its own, when the other is a hotfix or"
                            + " irreversible: those who vote must see what it is");
        }
        return Optional.empty();
    }

    private static Checked unfit(String code, String explanation) {
        return new Checked.Unfit(new PlanProblem(code, "plan", explanation));
    }

    private static Optional<PlanProblem> problem(String code, String explanation) {
        return Optional.of(new PlanProblem(code, "plan", explanation));
    }
}
