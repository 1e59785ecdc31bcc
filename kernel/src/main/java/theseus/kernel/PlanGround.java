package theseus.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Artifact;
import theseus.protocol.CborReader;
import theseus.protocol.Descriptor;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What a plan is checked against: the modules in force by their descriptors, the artifacts on
 * chain, the plans that are active. No code is opened.
 */
final class PlanGround {
    final StateView state;
    final ChainRecord chain;
    final Plans plans;
    final long timeMillis;
    final SortedMap<String, Part> inForce = new TreeMap<>();
    private final Map<Hash, Optional<Descriptor>> descriptors = new LinkedHashMap<>();

    /** An instance: its record and what its code says of itself. */
    record Part(ModuleRecord module, Descriptor descriptor) {}

    /** {@code warm} spares decoding the descriptors of code that is open already. */
    PlanGround(StateView state, Instances warm, long timeMillis) {
        this.state = state;
        this.chain = Modules.chain(state);
        this.plans = Plans.read(state);
        this.timeMillis = timeMillis;
        for (Instance instance : warm.all()) {
            descriptors.put(
                    instance.module().artifact(), Optional.of(instance.layout().descriptor()));
        }
        List<Row> rows =
                state.range(
                        KernelTables.MODULES, Bytes.EMPTY, Optional.empty(), Limits.MAX_INSTANCES);
        for (Row row : rows) {
            ModuleRecord module = ModuleRecord.decode(row.value());
            Descriptor descriptor =
                    descriptor(module.artifact())
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "no descriptor of " + module.artifact()));
            inForce.put(new CborReader(row.key()).text(), new Part(module, descriptor));
        }
    }

    boolean isOnChain(Hash artifact) {
        return state.get(KernelTables.ARTIFACTS, KernelTables.key(artifact)).isPresent();
    }

    /** Of an artifact on chain; empty when it is not there or carries none that can be read. */
    Optional<Descriptor> descriptor(Hash artifact) {
        return descriptors.computeIfAbsent(
                artifact,
                hash ->
                        state.get(KernelTables.ARTIFACTS, KernelTables.key(hash))
                                .flatMap(PlanGround::read));
    }

    private static Optional<Descriptor> read(Bytes artifact) {
        try {
            return Artifact.decode(artifact).descriptor();
        } catch (MalformedException malformed) {
            return Optional.empty();
        }
    }

    /** The version in force without the older forms whose time is over. */
    Descriptor withoutOldForms(String instance, Descriptor descriptor) {
        return withMessages(
                descriptor,
                descriptor.messages().stream()
                        .filter(
                                message ->
                                        Forms.isAccepted(
                                                state,
                                                timeMillis,
                                                instance,
                                                message.name(),
                                                message.form()))
                        .toList());
    }

    /** The whole module set with the plan applied. */
    SortedMap<String, Part> after(Plan plan) {
        SortedMap<String, Part> after = new TreeMap<>(inForce);
        for (Plan.Action action : plan.actions()) {
            switch (action) {
                case Plan.Action.Upgrade one ->
                        descriptor(one.to())
                                .ifPresent(
                                        descriptor ->
                                                after.put(
                                                        one.instance(),
                                                        new Part(
                                                                ModuleRecord.of(
                                                                        descriptor,
                                                                        one.to(),
                                                                        one.bindings(),
                                                                        one.granted()),
                                                                descriptor)));
                case Plan.Action.Install one ->
                        descriptor(one.artifact())
                                .ifPresent(
                                        descriptor ->
                                                after.put(
                                                        one.instance(),
                                                        new Part(
                                                                ModuleRecord.of(
                                                                        descriptor,
                                                                        one.artifact(),
                                                                        one.bindings(),
                                                                        one.granted()),
                                                                descriptor)));
                case Plan.Action.Retire one -> after.remove(one.instance());
            }
        }
        return after;
    }

    /** Which instances call which: each one's bindings. */
    static Map<String, List<String>> edges(SortedMap<String, Part> modules) {
        Map<String, List<String>> edges = new TreeMap<>();
        modules.forEach(
                (name, part) -> {
                    List<String> targets = new ArrayList<>();
                    part.module().bindings().forEach(binding -> targets.add(binding.instance()));
                    edges.put(name, targets);
                });
        return edges;
    }

    private static Descriptor withMessages(Descriptor d, List<Descriptor.MessageShape> messages) {
        return new Descriptor(
                d.module(),
                d.version(),
                d.moduleClass(),
                d.genesis(),
                d.tables(),
                messages,
                d.events(),
                d.refusals(),
                d.queries(),
                d.offers(),
                d.requires(),
                d.invariants(),
                d.lenses(),
                d.eventsBefore(),
                d.refusalChanges(),
                d.needs(),
                d.beginBlock(),
                d.endBlock());
    }
}
