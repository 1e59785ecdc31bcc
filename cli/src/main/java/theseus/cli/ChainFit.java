package theseus.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import theseus.assessment.Finding;
import theseus.assessment.Severity;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.InterfaceShape;
import theseus.protocol.Descriptor.RequirementShape;
import theseus.protocol.Genesis;
import theseus.protocol.Interfaces;
import theseus.sdk.Capability;

/** Whether a candidate fits among the other instances of a chain. */
final class ChainFit {
    private final Deployment deployment;
    private final String instance;
    private final Descriptor candidate;
    private final List<Finding> findings = new ArrayList<>();

    private ChainFit(Baseline.InForce chain, Descriptor candidate) {
        this.deployment = chain.deployment();
        this.instance = chain.instance();
        this.candidate = candidate;
    }

    static List<Finding> findings(Baseline.InForce chain, Descriptor candidate) {
        ChainFit fit = new ChainFit(chain, candidate);
        fit.dependents();
        fit.requirements();
        fit.rights();
        fit.cycle();
        return fit.findings;
    }

    /** The instances that call this one, with what they require of it. */
    static Map<String, RequirementShape> dependents(Deployment deployment, String instance) {
        Map<String, RequirementShape> dependents = new TreeMap<>();
        deployment
                .instances()
                .forEach(
                        (name, deployed) -> {
                            for (Genesis.Binding binding : deployed.bindings()) {
                                if (binding.instance().equals(instance)) {
                                    requirement(deployed.descriptor(), binding)
                                            .ifPresent(wanted -> dependents.put(name, wanted));
                                }
                            }
                        });
        return dependents;
    }

    private static Optional<RequirementShape> requirement(
            Descriptor descriptor, Genesis.Binding binding) {
        return descriptor.requires().stream()
                .filter(wanted -> wanted.shape().name().equals(binding.interfaceName()))
                .findFirst();
    }

    private void dependents() {
        dependents(deployment, instance)
                .forEach(
                        (name, wanted) ->
                                mismatch(wanted)
                                        .ifPresent(
                                                why ->
                                                        add(
                                                                Severity.ERROR,
                                                                "DEPENDENT_BREAKS",
                                                                "interface "
                                                                        + wanted.shape().name(),
                                                                why,
                                                                "instance " + name,
                                                                "offer what it requires, or bring a"
                                                                        + " new version of it in the same"
                                                                        + " plan")));
    }

    private Optional<String> mismatch(RequirementShape wanted) {
        Optional<InterfaceShape> offered =
                candidate.offers().stream()
                        .filter(one -> one.name().equals(wanted.shape().name()))
                        .findFirst();
        return offered.isEmpty()
                ? Optional.of("is no longer offered")
                : Interfaces.mismatch(offered.get(), wanted);
    }

    private void requirements() {
        for (RequirementShape wanted : candidate.requires()) {
            SequencedMap<String, Descriptor> others = deployment.descriptors();
            others.remove(instance);
            Interfaces.Serving serving = Interfaces.serving(wanted, others);
            if (serving.instances().isEmpty()) {
                add(
                        Severity.ERROR,
                        "NOBODY_SERVES",
                        "interface " + wanted.shape().name(),
                        "version %s is required, which no instance offers %s"
                                .formatted(wanted.versions(), serving.reasons()),
                        "",
                        "install a module that offers it, in the same plan or before");
            } else if (serving.instances().size() > 1 && bound(wanted).isEmpty()) {
                add(
                        Severity.NOTE,
                        "SEVERAL_SERVE",
                        "interface " + wanted.shape().name(),
                        "several instances offer it: " + serving.instances(),
                        "",
                        "say which in the plan: --bind " + wanted.shape().name() + "=INSTANCE");
            }
        }
    }

    private Optional<String> bound(RequirementShape wanted) {
        return deployment.instance(instance).bindings().stream()
                .filter(binding -> binding.interfaceName().equals(wanted.shape().name()))
                .map(Genesis.Binding::instance)
                .findFirst();
    }

    private void rights() {
        List<Capability> granted = deployment.instance(instance).granted();
        for (Capability needed : candidate.needs()) {
            if (!granted.contains(needed)) {
                add(
                        Severity.WARNING,
                        "RIGHT_NOT_GRANTED",
                        "capability " + needed,
                        "the chain has not granted it to " + instance,
                        "those who vote",
                        "grant it in the plan: --grant " + needed);
            }
        }
    }

    /** A call into an instance that is already running is refused, so a cycle is a mistake. */
    private void cycle() {
        Map<String, List<String>> calls = new LinkedHashMap<>();
        deployment
                .instances()
                .forEach(
                        (name, deployed) ->
                                calls.put(
                                        name,
                                        deployed.bindings().stream()
                                                .map(Genesis.Binding::instance)
                                                .toList()));
        List<String> called = new ArrayList<>();
        for (RequirementShape wanted : candidate.requires()) {
            SequencedMap<String, Descriptor> others = deployment.descriptors();
            others.remove(instance);
            called.addAll(
                    bound(wanted)
                            .map(List::of)
                            .orElseGet(() -> Interfaces.serving(wanted, others).instances()));
        }
        calls.put(instance, called);
        List<String> path = new ArrayList<>(List.of(instance));
        if (leadsBack(calls, instance, path)) {
            add(
                    Severity.ERROR,
                    "DEPENDENCY_CYCLE",
                    String.join(" → ", path),
                    "modules would call each other in a circle",
                    "every caller on the way",
                    "let one of them be told by an event, or move what both need into a third");
        }
    }

    private boolean leadsBack(Map<String, List<String>> calls, String from, List<String> path) {
        for (String next : calls.getOrDefault(from, List.of())) {
            if (next.equals(instance)) {
                path.add(next);
                return true;
            }
            if (!path.contains(next)) {
                path.add(next);
                if (leadsBack(calls, next, path)) {
                    return true;
                }
                path.removeLast();
            }
        }
        return false;
    }

    private void add(
            Severity severity, String code, String where, String what, String breaks, String todo) {
        findings.add(new Finding(severity, code, where, what, breaks, todo));
    }
}
