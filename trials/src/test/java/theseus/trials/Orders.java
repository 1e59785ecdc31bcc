package theseus.trials;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import theseus.model.Step;
import theseus.protocol.Phase;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/** What the council, or validators past it, may order about the plans of a random run. */
final class Orders {
    private final Rig rig;
    private final Collection<Hash> plans;

    /**
     * @param plans all that were put to a vote, in that order
     */
    Orders(Rig rig, Collection<Hash> plans) {
        this.rig = rig;
        this.plans = plans;
    }

    /** An order in the words of the council, of validators, and of the model. */
    record Ordered(theseus.sdk.Message message, Change change, Step step) {}

    Optional<Ordered> of(Move move) {
        return switch (move) {
            case Move.Approve(int nth) ->
                    nth(active().stream().filter(id -> phase(id) == Phase.VOTING).toList(), nth)
                            .map(
                                    id ->
                                            new Ordered(
                                                    new Says.Approve(id),
                                                    new Change.ApprovePlan(id),
                                                    new Step.Approve(id.bytes().hex())));
            case Move.Stop(int nth) ->
                    nth(nth).map(
                                    id ->
                                            new Ordered(
                                                    new Says.Stop(id),
                                                    new Change.StopPlan(id, "by validators"),
                                                    new Step.Stop(id.bytes().hex())));
            case Move.Break(String instance, Optional<String> message, boolean open) ->
                    Optional.of(
                            new Ordered(
                                    new Says.Suspend(instance, message.orElse(""), open),
                                    new Change.SetBreaker(instance, message, open, "by validators"),
                                    new Step.Breaker(instance, message, open)));
            case Move.Send _, Move.Open _, Move.Trip _, Move.Recover _ -> Optional.empty();
            case Move.Silent _, Move.Lie _ -> Optional.empty();
        };
    }

    /** The {@code nth} active plan, counted round. */
    Optional<Hash> nth(int nth) {
        return nth(active(), nth);
    }

    private static Optional<Hash> nth(List<Hash> plans, int nth) {
        return plans.isEmpty() ? Optional.empty() : Optional.of(plans.get(nth % plans.size()));
    }

    List<Hash> active() {
        return plans.stream()
                .filter(id -> theseus.kernel.Plans.find(rig.state.head(), id).isPresent())
                .filter(id -> phase(id) != Phase.FINAL && phase(id) != Phase.ROLLED_BACK)
                .toList();
    }

    private Phase phase(Hash plan) {
        return rig.plan(plan).phase();
    }
}
