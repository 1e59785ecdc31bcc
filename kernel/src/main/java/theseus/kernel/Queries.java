package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.SignatureScheme;
import theseus.kernel.spi.StateView;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Answers queries, by the version that serves all or by the other one of a plan. */
final class Queries {
    private final Modules modules;
    private final Trials trials;
    private final SignatureScheme signatures;

    Queries(Modules modules, Trials trials, SignatureScheme signatures) {
        this.modules = modules;
        this.trials = trials;
        this.signatures = signatures;
    }

    /** Who answers, or why nobody does. */
    private sealed interface Answering {
        record By(Instances instances) implements Answering {}

        record Nobody(String code) implements Answering {}
    }

    Outcome query(
            StateView base,
            long height,
            long timeMillis,
            Optional<Hash> plan,
            String instance,
            String query,
            Bytes body) {
        return switch (answering(base, plan)) {
            case Answering.Nobody(String code) -> new Outcome.Refused(code, 0);
            case Answering.By(Instances instances) ->
                    query(base, height, timeMillis, instances, instance, query, body);
        };
    }

    private Outcome query(
            StateView base,
            long height,
            long timeMillis,
            Instances instances,
            String instance,
            String query,
            Bytes body) {
        Optional<Instance> asked = instances.find(instance);
        if (asked.isEmpty()) {
            return new Outcome.Refused(Codes.NO_SUCH_INSTANCE, 0);
        }
        if (instances.isRetired(instance)) {
            return new Outcome.Refused(Codes.SUSPENDED, 0);
        }
        if (!asked.get().layout().answers(query)) {
            return new Outcome.Refused(Codes.NO_SUCH_QUERY, 0);
        }
        return new Execution(
                        new Overlay(base),
                        instances,
                        signatures,
                        Execution.Setting.ofKernel(height, timeMillis, Hash.ZERO),
                        Trace.off())
                .run(
                        asked.get(),
                        new Invocation.Answer(query, body),
                        Optional.empty(),
                        true,
                        Gas.QUERY_LIMIT);
    }

    private Answering answering(StateView base, Optional<Hash> asked) {
        Hash moduleSet = Modules.chain(base).moduleSet();
        Plans plans = modules.plans(base);
        if (asked.isEmpty()) {
            return plans.serving()
                    .map(plan -> candidates(base, moduleSet, plan))
                    .orElseGet(() -> new Answering.By(modules.instances(base, moduleSet)));
        }
        Optional<Plans.Standing> plan = plans.active(asked.get());
        if (plan.isEmpty()) {
            return new Answering.Nobody(
                    Plans.find(base, asked.get()).isPresent()
                            ? Codes.PLAN_PHASE
                            : Codes.NO_SUCH_PLAN);
        }
        return switch (plan.get().phase()) {
            case SHADOW, CANARY -> candidates(base, moduleSet, plan.get());
            case PROBATION -> new Answering.By(modules.instances(base, moduleSet));
            case VOTING, READY, BACKFILL, FINAL, ROLLED_BACK ->
                    new Answering.Nobody(Codes.PLAN_PHASE);
        };
    }

    private Answering candidates(StateView base, Hash moduleSet, Plans.Standing plan) {
        Planned planned = modules.planned(base, moduleSet, plan.id(), plan.record().plan());
        return new Answering.By(trials.of(planned, plan.record()).candidates());
    }
}
