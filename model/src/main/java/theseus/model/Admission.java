package theseus.model;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is let in. A message must be in a form that the instance's version in force accepts. One that
 * only a candidate knows is not an error: its time has not come, and the sender may try again.
 */
final class Admission {
    private record Broken(String instance, Optional<String> message) {}

    private record Known(String instance, Version.Form form) {}

    private final Set<Broken> breakers = new HashSet<>();
    private final Set<Known> former = new HashSet<>();

    /**
     * A breaker suspends an instance or one type of its messages: calls fail, what is mirrored into
     * its tables goes on.
     */
    void set(String instance, Optional<String> message, boolean open) {
        Broken broken = new Broken(instance, message);
        if (open) {
            breakers.add(broken);
        } else {
            breakers.remove(broken);
        }
    }

    /** Whether a call to it fails. */
    boolean suspended(String instance) {
        return breakers.contains(new Broken(instance, Optional.empty()));
    }

    void forget(String instance, Version version) {
        version.handlers.keySet().forEach(form -> former.add(new Known(instance, form)));
    }

    /** An instance is gone: one that gets its name some day begins anew. */
    void left(String instance) {
        breakers.removeIf(broken -> broken.instance().equals(instance));
        former.removeIf(known -> known.instance().equals(instance));
    }

    /** Why the versions in force do not let it in. */
    Optional<String> wrong(Chain chain, Work work) {
        return work.messages().stream()
                .map(message -> wrong(chain, message))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> wrong(Chain chain, Message message) {
        Version version = chain.inForce.get(message.instance());
        if (version != null && version.handles(message)) {
            return suspended(message) ? Optional.of(Chain.SUSPENDED) : Optional.empty();
        }
        if (chain.plans.values().stream().anyMatch(state -> brings(state, message))) {
            return Optional.of(Chain.NOT_YET_IN_FORCE);
        }
        if (version == null) {
            return Optional.of(Chain.NO_SUCH_INSTANCE);
        }
        if (!version.knows(message.name())) {
            return Optional.of(Chain.NO_SUCH_MESSAGE);
        }
        Version.Form form = new Version.Form(message.name(), message.form());
        return Optional.of(
                former.contains(new Known(message.instance(), form))
                        ? Chain.NO_LONGER_IN_FORCE
                        : Chain.FORM_UNKNOWN);
    }

    boolean suspended(Message message) {
        return suspended(message.instance())
                || breakers.contains(new Broken(message.instance(), Optional.of(message.name())));
    }

    private static boolean brings(PlanState state, Message message) {
        Version candidate = state.plan.candidates().get(message.instance());
        boolean alive = !state.phase.ended() && !state.over;
        return alive && candidate != null && candidate.handles(message);
    }

    /** Whether the candidates of a plan would let it in. */
    static boolean accepts(Map<String, Version> versions, Work work) {
        return work.messages().stream()
                .allMatch(
                        message ->
                                Optional.ofNullable(versions.get(message.instance()))
                                        .filter(version -> version.handles(message))
                                        .isPresent());
    }
}
