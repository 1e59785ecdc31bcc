package theseus.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What is executed: it can be run in any world, over any tables. */
sealed interface Work {
    record Sent(Transaction transaction) implements Work {}

    /** What an instance does by itself at the begin or end of each block. */
    record Routine(String instance, boolean begin) implements Work {}

    default List<Message> messages() {
        return this instanceof Sent(Transaction transaction) ? transaction.messages() : List.of();
    }

    /** The instances that it speaks to. */
    default List<String> addressed() {
        return switch (this) {
            case Sent sent -> sent.messages().stream().map(Message::instance).toList();
            case Routine(String instance, _) -> List.of(instance);
        };
    }

    /** A version without such a routine does nothing, and so does an instance that is not there. */
    default Executed run(
            Map<String, Version> versions,
            Tables base,
            Predicate<String> suspended,
            long gasFactor) {
        return switch (this) {
            case Sent(Transaction transaction) ->
                    World.transaction(
                            versions,
                            base,
                            suspended,
                            transaction,
                            transaction.gasLimit() * gasFactor);
            case Routine(String instance, boolean begin) -> {
                Optional<Version.Routine> routine =
                        Optional.ofNullable(versions.get(instance))
                                .flatMap(one -> begin ? one.beginBlock : one.endBlock);
                yield routine.map(code -> World.alone(versions, base, suspended, instance, code))
                        .orElseGet(Executed::nothing);
            }
        };
    }

    /** Whether an instance of the plan ran; or is spoken to by what did not get to run. */
    default boolean touches(Plan plan, Executed old) {
        Set<String> instances = plan.instances();
        boolean unseen = this instanceof Routine || old.result() instanceof Result.Rejected;
        return old.ran().stream().anyMatch(instances::contains)
                || unseen && addressed().stream().anyMatch(instances::contains);
    }

    default boolean isRetiredBy(Plan plan) {
        return addressed().stream().anyMatch(plan::retires);
    }

    /** Whether world-new takes it, where these versions are in force. */
    default boolean isAcceptedBy(Plan plan, Map<String, Version> versions) {
        return !isRetiredBy(plan) && Admission.accepts(plan.over(versions), this);
    }

    /** World-new does not take what the plan retires; its routines are no more. */
    default Executed untaken(Plan plan) {
        return this instanceof Routine
                ? Executed.nothing()
                : Executed.rejected(isRetiredBy(plan) ? Chain.SUSPENDED : Chain.FORM_UNKNOWN);
    }
}
