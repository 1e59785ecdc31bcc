package theseus.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import theseus.protocol.Descriptor.InterfaceShape;
import theseus.protocol.Descriptor.MethodShape;
import theseus.protocol.Descriptor.RequirementShape;

/**
 * Whether an offered interface serves what another module requires. Each side has its own copy of
 * the Java interface, so shapes decide: same name, a version in the range, and every wanted method
 * offered with equal parameters, result and effect. The offer may have more methods.
 */
public final class Interfaces {
    private Interfaces() {}

    /** Why {@code offered} does not serve, as a sentence; empty when it does. */
    public static Optional<String> mismatch(InterfaceShape offered, RequirementShape wanted) {
        InterfaceShape shape = wanted.shape();
        if (!offered.name().equals(shape.name())) {
            return Optional.of("it offers " + offered.name() + ", not " + shape.name());
        }
        if (!VersionRange.parse(wanted.versions()).accepts(offered.version())) {
            return Optional.of(
                    "it offers version %s of %s, wanted is %s"
                            .formatted(offered.version(), offered.name(), wanted.versions()));
        }
        for (MethodShape method : shape.methods()) {
            Optional<String> problem = mismatch(offered, method);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /**
     * Who serves a requirement.
     *
     * @param instances those that do, in the order in which they were asked
     * @param reasons why those do not that offer an interface of that name, a sentence each
     */
    public record Serving(List<String> instances, List<String> reasons) {
        public Serving {
            instances = List.copyOf(instances);
            reasons = List.copyOf(reasons);
        }
    }

    /** Which of {@code instances}, by name, offer what is wanted. */
    public static Serving serving(
            RequirementShape wanted, SequencedMap<String, Descriptor> instances) {
        List<String> serving = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        instances.forEach(
                (instance, descriptor) ->
                        descriptor.offers().stream()
                                .filter(offered -> offered.name().equals(wanted.shape().name()))
                                .map(offered -> mismatch(offered, wanted))
                                .forEach(
                                        why ->
                                                why.ifPresentOrElse(
                                                        text -> reasons.add(instance + ": " + text),
                                                        () -> serving.add(instance))));
        return new Serving(serving, reasons);
    }

    private static Optional<String> mismatch(InterfaceShape offered, MethodShape wanted) {
        String name = offered.name() + "." + wanted.name();
        for (MethodShape method : offered.methods()) {
            if (!method.name().equals(wanted.name())) {
                continue;
            }
            if (method.readOnly() != wanted.readOnly()) {
                return Optional.of(
                        name + (method.readOnly() ? " only reads" : " may write") + " as offered");
            }
            if (!method.parameters().equals(wanted.parameters())) {
                return Optional.of(name + " is offered with other parameters");
            }
            if (!method.result().equals(wanted.result())) {
                return Optional.of(name + " is offered with another result");
            }
            return Optional.empty();
        }
        return Optional.of(name + " is not offered");
    }
}
