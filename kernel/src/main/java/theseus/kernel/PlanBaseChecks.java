package theseus.kernel;

import java.util.Optional;
import theseus.protocol.Plan;
import theseus.protocol.Plan.Action;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/** Whether what a plan builds on is there: the versions in force, and the artifacts on chain. */
final class PlanBaseChecks {
    private PlanBaseChecks() {}

    static Optional<PlanProblem> problem(PlanGround ground, Plan plan) {
        for (Action action : plan.actions()) {
            Optional<PlanProblem> problem = base(ground, action).or(() -> artifact(ground, action));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /** Whether the plan's base is in force; asked again whenever the module set changes. */
    static Optional<PlanProblem> base(PlanGround ground, Action action) {
        return switch (action) {
            case Action.Upgrade one -> inForce(ground, one, one.from());
            case Action.Retire one -> inForce(ground, one, one.from());
            case Action.Install one -> free(ground, one);
        };
    }

    static String where(Action action) {
        return switch (action) {
            case Action.Upgrade one -> "upgrade of " + one.instance();
            case Action.Retire one -> "retirement of " + one.instance();
            case Action.Install one -> "installation of " + one.instance();
        };
    }

    private static Optional<PlanProblem> inForce(PlanGround ground, Action action, Hash from) {
        PlanGround.Part part = ground.inForce.get(action.instance());
        if (part == null) {
            return refused(
                    Codes.NO_SUCH_INSTANCE,
                    action,
                    "the chain has no instance %s; it has %s"
                            .formatted(action.instance(), ground.inForce.keySet()));
        }
        return part.module().artifact().equals(from)
                ? Optional.empty()
                : refused(
                        Codes.BASE_NOT_IN_FORCE,
                        action,
                        "it is made for artifact %s, in force is %s; make it for that one"
                                .formatted(from, part.module().artifact()));
    }

    private static Optional<PlanProblem> free(PlanGround ground, Action.Install install) {
        String name = install.instance();
        if (!name.matches("[a-z][a-z0-9-]{0,63}") || name.equals(TableId.KERNEL)) {
            return refused(
                    Codes.INSTANCE_NAME,
                    install,
                    "a name has lower-case letters, digits and hyphens, begins with a letter and is"
                            + " not \"kernel\"");
        }
        if (ground.inForce.containsKey(name)) {
            return refused(
                    Codes.INSTANCE_NAME,
                    install,
                    "the name is taken; upgrade it or choose another");
        }
        return Optional.empty();
    }

    private static Optional<PlanProblem> artifact(PlanGround ground, Action action) {
        return switch (action) {
            case Action.Upgrade one when one.to().equals(one.from()) ->
                    refused(
                            Codes.NOTHING_CHANGES,
                            one,
                            "it leads from an artifact to itself; name another one");
            case Action.Upgrade one -> onChain(ground, one, one.to());
            case Action.Install one -> onChain(ground, one, one.artifact());
            case Action.Retire _ -> Optional.empty();
        };
    }

    private static Optional<PlanProblem> onChain(PlanGround ground, Action action, Hash artifact) {
        if (!ground.isOnChain(artifact)) {
            return refused(
                    Codes.ARTIFACT_MISSING,
                    action,
                    "artifact %s is not on chain; bring all its pieces first".formatted(artifact));
        }
        return ground.descriptor(artifact).isPresent()
                ? Optional.empty()
                : refused(
                        Codes.DESCRIPTOR_MISSING,
                        action,
                        "artifact %s carries no descriptor; package the module with the SDK"
                                .formatted(artifact));
    }

    private static Optional<PlanProblem> refused(String code, Action action, String explanation) {
        return Optional.of(new PlanProblem(code, where(action), explanation));
    }
}
