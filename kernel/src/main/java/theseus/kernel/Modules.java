package theseus.kernel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Artifact;
import theseus.protocol.CborReader;
import theseus.protocol.Descriptor;
import theseus.protocol.Genesis;
import theseus.protocol.Limits;
import theseus.protocol.Message;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;

/** Reads module sets from states, keeps the last ones ready to run, and fits candidates in. */
final class Modules {
    static final int MAX_READY = 8;
    static final int MAX_DESCRIPTORS = 2 * Limits.MAX_INSTANCES;

    private final Sandboxes sandboxes;
    private final LinkedHashMap<Hash, Ready> ready = new LinkedHashMap<>(16, 0.75f, true);

    private final LinkedHashMap<Hash, Descriptor> descriptors =
            new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<PlannedKey, Planned> planned = new LinkedHashMap<>(16, 0.75f, true);
    private Plans plans = Plans.NONE;

    private record Ready(ModuleSet modules, Instances instances) {}

    /** A plan, and the module set that it is applied to. */
    private record PlannedKey(Hash moduleSet, Hash plan) {}

    Modules(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    static ChainRecord chain(StateView state) {
        return state.get(KernelTables.PARAMETERS, KernelTables.SINGLE)
                .map(ChainRecord::decode)
                .orElseThrow(
                        () -> new IllegalStateException("this state is empty: no genesis ran"));
    }

    /** The module set in force in {@code state}. */
    ModuleSet read(StateView state, Hash moduleSet) {
        Ready known = ready.get(moduleSet);
        if (known != null) {
            return known.modules();
        }
        Map<String, ModuleSet.Installed> installed = new TreeMap<>();
        List<Row> rows =
                state.range(
                        KernelTables.MODULES, Bytes.EMPTY, Optional.empty(), Limits.MAX_INSTANCES);
        for (Row row : rows) {
            ModuleRecord module = ModuleRecord.decode(row.value());
            installed.put(
                    new CborReader(row.key()).text(),
                    new ModuleSet.Installed(module, artifact(state, module.artifact())));
        }
        ModuleSet modules = new ModuleSet(new TreeMap<>(installed));
        if (!modules.hash().equals(moduleSet)) {
            throw new IllegalStateException(
                    "the modules of this state hash to %s, its parameters say %s"
                            .formatted(modules.hash(), moduleSet));
        }
        return modules;
    }

    Instances instances(StateView state, Hash moduleSet) {
        Ready known = ready.get(moduleSet);
        return known != null ? known.instances() : instances(read(state, moduleSet));
    }

    Instances instances(ModuleSet modules) {
        Hash hash = modules.hash();
        Ready known = ready.get(hash);
        if (known == null) {
            known = new Ready(modules, Instances.of(modules, sandboxes));
            ready.put(hash, known);
            if (ready.size() > MAX_READY) {
                ready.remove(ready.firstEntry().getKey());
            }
        }
        return known.instances();
    }

    /** Lets go of module sets with other code, and of what other plans make of a module set. */
    void keep(Hash moduleSet, Collection<Hash> plansKept, Set<Hash> code) {
        ready.values()
                .removeIf(
                        one ->
                                one.modules().instances().values().stream()
                                        .anyMatch(at -> !code.contains(at.module().artifact())));
        planned.keySet()
                .removeIf(
                        key ->
                                !key.moduleSet().equals(moduleSet)
                                        || !plansKept.contains(key.plan()));
    }

    /** The active plans of {@code state}; what was decoded for the last state is kept. */
    Plans plans(StateView state) {
        plans = Plans.read(state, plans);
        return plans;
    }

    /**
     * What a plan makes of the module set in force. Reads descriptors only: it says nothing about
     * whether the code is admitted.
     */
    Planned planned(StateView state, Hash moduleSet, Hash id, Plan plan) {
        PlannedKey key = new PlannedKey(moduleSet, id);
        Planned known = planned.get(key);
        if (known == null) {
            known = apply(state, read(state, moduleSet), id, plan);
            planned.put(key, known);
            if (planned.size() > MAX_READY) {
                planned.remove(planned.firstEntry().getKey());
            }
        }
        return known;
    }

    private Planned apply(StateView state, ModuleSet inForce, Hash id, Plan plan) {
        ModuleSet modules = inForce;
        SortedMap<String, Planned.Changed> changes = new TreeMap<>();
        for (Plan.Action action : plan.actions()) {
            String name = action.instance();
            Optional<ModuleSet.Installed> before =
                    Optional.ofNullable(inForce.instances().get(name));
            Optional<ModuleSet.Installed> after =
                    switch (action) {
                        case Plan.Action.Upgrade one ->
                                Optional.of(
                                        installed(state, one.to(), one.bindings(), one.granted()));
                        case Plan.Action.Install one ->
                                Optional.of(
                                        installed(
                                                state,
                                                one.artifact(),
                                                one.bindings(),
                                                one.granted()));
                        case Plan.Action.Retire _ -> Optional.empty();
                    };
            modules = after.isPresent() ? modules.with(name, after.get()) : modules.without(name);
            changes.put(
                    name,
                    new Planned.Changed(
                            action, before.map(this::descriptor), after.map(this::descriptor)));
        }
        return new Planned(id, inForce, modules, changes);
    }

    /** Whether a plan has a candidate that handles the message in its form. */
    boolean brings(StateView state, Plans.Standing plan, Message message) {
        return plan.record().plan().actions().stream()
                .filter(action -> action.instance().equals(message.instance()))
                .flatMap(action -> artifact(action).stream())
                .flatMap(hash -> descriptor(state, hash).messages().stream())
                .anyMatch(
                        shape ->
                                shape.name().equals(message.name())
                                        && shape.form() == message.form());
    }

    private static Optional<Hash> artifact(Plan.Action action) {
        return switch (action) {
            case Plan.Action.Upgrade upgrade -> Optional.of(upgrade.to());
            case Plan.Action.Install install -> Optional.of(install.artifact());
            case Plan.Action.Retire _ -> Optional.empty();
        };
    }

    private Descriptor descriptor(StateView state, Hash hash) {
        Descriptor known = descriptors.get(hash);
        return known != null ? known : descriptor(hash, artifact(state, hash));
    }

    private ModuleSet.Installed installed(
            StateView state, Hash hash, List<Genesis.Binding> bindings, List<Capability> granted) {
        Artifact artifact = artifact(state, hash);
        return new ModuleSet.Installed(
                ModuleRecord.of(descriptor(hash, artifact), hash, bindings, granted), artifact);
    }

    /** The descriptor that travels with an instance's code. */
    Descriptor descriptor(ModuleSet.Installed installed) {
        return descriptor(installed.module().artifact(), installed.artifact());
    }

    private Descriptor descriptor(Hash hash, Artifact artifact) {
        Descriptor known = descriptors.get(hash);
        if (known == null) {
            known =
                    artifact.descriptor()
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "artifact " + hash + " has no descriptor"));
            descriptors.put(hash, known);
            if (descriptors.size() > MAX_DESCRIPTORS) {
                descriptors.remove(descriptors.firstEntry().getKey());
            }
        }
        return known;
    }

    Candidate candidate(ModuleSet modules, String name, Artifact artifact) {
        ModuleSet.Installed current = modules.instances().get(name);
        if (current == null) {
            return new Candidate.Unfit(
                    Codes.NO_SUCH_INSTANCE, "the chain has no instance " + name, List.of());
        }
        return switch (sandboxes.admit(artifact)) {
            case Admission.Rejected(var findings) ->
                    new Candidate.Unfit(
                            "ARTIFACT_NOT_ADMITTED", "its code is not admitted", findings);
            case Admission.Admitted admitted -> {
                sandboxes.keep(artifact.hash(), admitted);
                yield candidate(modules, name, current.module(), artifact, admitted.descriptor());
            }
        };
    }

    private Candidate candidate(
            ModuleSet modules,
            String name,
            ModuleRecord current,
            Artifact artifact,
            Descriptor descriptor) {
        ModuleRecord module =
                ModuleRecord.of(descriptor, artifact.hash(), current.bindings(), current.granted());
        ModuleSet changed = modules.with(name, new ModuleSet.Installed(module, artifact));
        Map<String, Descriptor> descriptors = new TreeMap<>();
        for (Instance instance : instances(changed).all()) {
            descriptors.put(instance.name(), instance.layout().descriptor());
        }
        for (Map.Entry<String, ModuleSet.Installed> entry : changed.instances().entrySet()) {
            List<Genesis.Binding> bindings = entry.getValue().module().bindings();
            Optional<Rejection> problem = Wiring.problem(entry.getKey(), bindings, descriptors);
            if (problem.isPresent()) {
                return new Candidate.Unfit(
                        problem.get().code(),
                        entry.getKey() + ": " + problem.get().explanation(),
                        List.of());
            }
        }
        return new Candidate.Fits(changed);
    }

    private static Artifact artifact(StateView state, Hash hash) {
        return state.get(KernelTables.ARTIFACTS, KernelTables.key(hash))
                .map(Artifact::decode)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "artifact " + hash + " is not in the state"));
    }
}
