package theseus.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
}
