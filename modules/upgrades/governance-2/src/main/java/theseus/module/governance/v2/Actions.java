package theseus.module.governance.v2;

import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Context;
import theseus.sdk.Hash;
import theseus.sdk.PlanKind;
import theseus.sdk.Refused;
import theseus.sdk.View;

/** What each action is about, when it may be proposed, and how it is done. */
final class Actions {
    /** As {@code theseus.protocol.Plan} has it. */
    private static final Bytes PLAN_DOMAIN = Bytes.ofUtf8("theseus/plan/1");

    /** Of an instance or a message, as the protocol has it. */
    private static final int MAX_NAME_LENGTH = 64;

    private static final int MAX_PARAMETERS_BYTES = 1024;
    private static final String NOT_AGREED = "the vote did not agree";

    private final PolicyBook policies;

    Actions(PolicyBook policies) {
        this.policies = policies;
    }

    static Kind kind(Action action) {
        return switch (action) {
            case Action.OpenPlan open -> open.kind();
            case Action.StopPlan stop -> Kind.STOP;
            case Action.SetParameters parameters -> Kind.PARAMETERS;
            case Action.SetBreaker breaker -> Kind.BREAKER;
            case Action.SetGroup group -> Kind.GROUPS;
            case Action.RemoveGroup group -> Kind.GROUPS;
            case Action.SetPolicy policy -> Kind.POLICY;
        };
    }

    static Optional<Hash> plan(View view, Action action) {
        return action instanceof Action.OpenPlan open
                ? Optional.of(view.sha256(Bytes.join(PLAN_DOMAIN, open.plan())))
                : Optional.empty();
    }

    /** What must not be decided twice at a time. */
    static String topic(View view, Action action) {
        return switch (action) {
            case Action.OpenPlan open -> planTopic(plan(view, open).get());
            case Action.StopPlan stop -> "stop " + stop.plan();
            case Action.SetParameters parameters -> "parameters";
            case Action.SetBreaker breaker ->
                    "breaker " + breaker.instance() + " " + breaker.message().orElse("");
            case Action.SetGroup set -> "group " + set.group().name();
            case Action.RemoveGroup remove -> "group " + remove.name();
            case Action.SetPolicy policy -> "policy";
        };
    }

    static String planTopic(Hash plan) {
        return "plan " + plan;
    }

    /** Refuses what could not be done even if all agreed, as far as it is known here. */
    void check(View view, Action action) {
        switch (action) {
            case Action.OpenPlan open -> planKind(view, open);
            case Action.StopPlan stop -> requireReason(view, stop.reason());
            case Action.SetParameters set ->
                    view.require(
                            set.parameters().size() <= MAX_PARAMETERS_BYTES,
                            Governance.Refused.PARAMETERS_TOO_LARGE);
            case Action.SetBreaker breaker -> {
                requireReason(view, breaker.reason());
                requireName(view, breaker.instance());
                breaker.message().ifPresent(message -> requireName(view, message));
            }
            case Action.SetGroup(Group group) -> policies.checkGroup(view, group);
            case Action.RemoveGroup(String name) -> policies.checkRemoval(view, name);
            case Action.SetPolicy(Rules policy) -> policies.check(view, policy);
        }
    }

    /**
     * What is done at once, when it is proposed: a plan is opened, so that the kernel checks it.
     */
    static void begin(Context context, Action action) {
        if (action instanceof Action.OpenPlan open) {
            context.propose(new Change.OpenPlan(open.plan(), planKind(context, open)));
        }
    }

    /** Does what was agreed, or says with which code it is refused; then nothing was done. */
    Optional<String> carryOut(Context context, Optional<Hash> plan, Optional<Action> action) {
        try {
            if (plan.isPresent()) {
                context.propose(new Change.ApprovePlan(plan.get()));
            } else {
                carryOut(context, action.get());
            }
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of(refused.code());
        }
    }

    /** Ends a plan whose vote did not agree; the chain may have ended it already. */
    void drop(Context context, Hash plan) {
        try {
            context.propose(new Change.StopPlan(plan, NOT_AGREED));
        } catch (Refused refused) {
            // It is over, which is what was wanted.
            return;
        }
    }

    private void carryOut(Context context, Action action) {
        switch (action) {
            case Action.OpenPlan open ->
                    throw new IllegalStateException("a plan is kept by its id");
            case Action.StopPlan(Hash plan, String reason) ->
                    context.propose(new Change.StopPlan(plan, reason));
            case Action.SetParameters(Bytes parameters) ->
                    context.propose(new Change.SetParameters(parameters));
            case Action.SetBreaker breaker ->
                    context.propose(
                            new Change.SetBreaker(
                                    breaker.instance(),
                                    breaker.message(),
                                    breaker.open(),
                                    breaker.reason()));
            case Action.SetGroup(Group group) -> policies.setGroup(context, group);
            case Action.RemoveGroup(String name) -> policies.removeGroup(context, name);
            case Action.SetPolicy(Rules policy) -> policies.set(context, policy);
        }
    }

    private static void requireReason(View view, String reason) {
        view.require(
                !reason.isEmpty() && reason.length() <= Governance.MAX_REASON_LENGTH,
                Governance.Refused.REASON_MALFORMED);
    }

    private static void requireName(View view, String name) {
        view.require(
                !name.isEmpty() && name.length() <= MAX_NAME_LENGTH,
                Governance.Refused.NAME_MALFORMED);
    }

    private static PlanKind planKind(View view, Action.OpenPlan open) {
        return switch (open.kind()) {
            case UPGRADE -> PlanKind.UPGRADE;
            case IRREVERSIBLE -> PlanKind.IRREVERSIBLE;
            case HOTFIX -> PlanKind.HOTFIX;
            case INSTALL -> PlanKind.INSTALL;
            case RETIRE -> PlanKind.RETIRE;
            case STOP, PARAMETERS, BREAKER, GROUPS, POLICY ->
                    throw view.refuse(Governance.Refused.NOT_A_PLAN_KIND);
        };
    }
}
