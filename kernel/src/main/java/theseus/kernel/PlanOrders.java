package theseus.kernel;

import java.util.Optional;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/** What those who decide order for a plan, each where its phase allows it. */
final class PlanOrders {
    private PlanOrders() {}

    static Optional<PlanProblem> open(
            PlanGround ground, Overlay overlay, long height, Change.OpenPlan order) {
        return switch (PlanChecks.check(ground, order.plan())) {
            case PlanChecks.Checked.Unfit(PlanProblem problem) -> Optional.of(problem);
            case PlanChecks.Checked.Fits(Hash id, Plan plan) -> {
                Optional<PlanProblem> problem = PlanChecks.kind(plan, order.kind());
                if (problem.isEmpty()) {
                    put(overlay, id, PlanRecord.opened(plan, height, ground.timeMillis));
                    overlay.put(
                            KernelTables.ACTIVE_PLANS, KernelTables.key(id), KernelTables.SINGLE);
                }
                yield problem;
            }
        };
    }

    static Optional<String> approve(
            PlanGround ground, Overlay overlay, long height, Change.ApprovePlan order) {
        Optional<PlanRecord> found = Plans.find(overlay, order.plan());
        if (found.isEmpty()) {
            return Optional.of(Codes.NO_SUCH_PLAN);
        }
        PlanRecord plan = found.get();
        if (plan.phase() != Phase.VOTING || !plan.isAlive()) {
            return Optional.of(Codes.PLAN_PHASE);
        }
        if (plan.plan().hotfix()) {
            supersede(ground, overlay, height, order.plan(), plan.plan());
        }
        put(overlay, order.plan(), plan.enter(Phase.READY, 0, height, ground.timeMillis));
        return Optional.empty();
    }

    static Optional<String> stop(Overlay overlay, long height, Change.StopPlan order) {
        Optional<PlanRecord> found = Plans.find(overlay, order.plan());
        if (found.isEmpty()) {
            return Optional.of(Codes.NO_SUCH_PLAN);
        }
        PlanRecord plan = found.get();
        if (!plan.isAlive()) {
            return Optional.of(Codes.PLAN_PHASE);
        }
        Evidence evidence = Evidence.of(Gate.STOPPED, height, Texts.reason(order.reason()));
        put(overlay, order.plan(), plan.ending(evidence));
        return Optional.empty();
    }

    private static void supersede(
            PlanGround ground, Overlay overlay, long height, Hash hotfix, Plan plan) {
        for (Plans.Standing other : PlanConflicts.of(ground, plan)) {
            Evidence evidence =
                    Evidence.of(Gate.SUPERSEDED, height, "hotfix " + hotfix + " took its place");
            put(overlay, other.id(), other.record().ending(evidence));
        }
    }

    private static void put(Overlay overlay, Hash id, PlanRecord record) {
        overlay.put(KernelTables.PLANS, KernelTables.key(id), record.encode());
    }
}
