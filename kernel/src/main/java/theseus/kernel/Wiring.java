package theseus.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.InterfaceShape;
import theseus.protocol.Descriptor.RequirementShape;
import theseus.protocol.Genesis.Binding;
import theseus.protocol.Interfaces;

/** Whether each interface that an instance requires is served by another one. */
final class Wiring {
    private Wiring() {}

    /**
     * What is wrong with the bindings of {@code instance}; {@code all} are the instances by name.
     */
    static Optional<Rejection> problem(
            String instance, List<Binding> bindings, Map<String, Descriptor> all) {
        List<RequirementShape> wanted = descriptor(all, instance).requires();
        for (RequirementShape requirement : wanted) {
            Optional<Rejection> problem = problem(requirement, bindings, all);
            if (problem.isPresent()) {
                return problem;
            }
        }
        for (Binding binding : bindings) {
            String name = binding.interfaceName();
            if (wanted.stream().noneMatch(one -> one.shape().name().equals(name))) {
                return rejected(
                        "BINDING_UNKNOWN",
                        "it does not require " + name + "; leave this binding out");
            }
            if (bindings.stream().filter(one -> one.interfaceName().equals(name)).count() > 1) {
                return rejected("BINDING_DOUBLE", name + " is bound twice; keep one binding");
            }
        }
        return Optional.empty();
    }

    private static Optional<Rejection> problem(
            RequirementShape requirement, List<Binding> bindings, Map<String, Descriptor> all) {
        String name = requirement.shape().name();
        Optional<Binding> binding =
                bindings.stream().filter(one -> one.interfaceName().equals(name)).findFirst();
        if (binding.isEmpty()) {
            return rejected(
                    "BINDING_MISSING",
                    "it requires %s %s; bind it to an instance that offers it"
                            .formatted(name, requirement.versions()));
        }
        String target = binding.get().instance();
        if (!all.containsKey(target)) {
            return rejected(
                    "BINDING_MISMATCH", name + " is bound to " + target + ", which does not exist");
        }
        Optional<InterfaceShape> offered =
                descriptor(all, target).offers().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst();
        if (offered.isEmpty()) {
            return rejected(
                    "BINDING_MISMATCH",
                    "%s is bound to %s, which does not offer it".formatted(name, target));
        }
        return Interfaces.mismatch(offered.get(), requirement)
                .map(
                        mismatch ->
                                new Rejection(
                                        "BINDING_MISMATCH",
                                        "%s is bound to %s, but %s"
                                                .formatted(name, target, mismatch)));
    }

    private static Descriptor descriptor(Map<String, Descriptor> all, String instance) {
        return Optional.ofNullable(all.get(instance)).orElseThrow();
    }

    private static Optional<Rejection> rejected(String code, String explanation) {
        return Optional.of(new Rejection(code, explanation));
    }
}
