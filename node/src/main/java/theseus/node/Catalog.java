package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import theseus.kernel.KernelTables;
import theseus.kernel.ModuleRecord;
import theseus.kernel.Plans;
import theseus.kernel.spi.StateView;
import theseus.protocol.Artifact;
import theseus.protocol.CborReader;
import theseus.protocol.Descriptor;
import theseus.protocol.Limits;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Which instances there are and what their descriptors say, read from the kernel's own tables. */
final class Catalog {
    /** By artifact; a chain keeps every artifact it ever had, so nothing is ever removed. */
    private final Map<Hash, Descriptor> descriptors = new ConcurrentHashMap<>();

    SortedMap<String, ModuleRecord> instances(StateView state) {
        SortedMap<String, ModuleRecord> instances = new TreeMap<>();
        for (StateView.Row row :
                state.range(
                        KernelTables.MODULES,
                        Bytes.EMPTY,
                        Optional.empty(),
                        Limits.MAX_INSTANCES)) {
            instances.put(new CborReader(row.key()).text(), ModuleRecord.decode(row.value()));
        }
        return instances;
    }

    Optional<ModuleRecord> instance(StateView state, String name) {
        return state.get(KernelTables.MODULES, KernelTables.key(name)).map(ModuleRecord::decode);
    }

    /** Of an instance as it is in force in {@code state}. */
    Optional<Descriptor> descriptor(StateView state, String instance) {
        return instance(state, instance).flatMap(module -> descriptor(state, module.artifact()));
    }

    /** Of the version that answers for everybody, which may be a plan's candidate. */
    Optional<Descriptor> serving(StateView state, String instance) {
        return Plans.read(state).serving().stream()
                .flatMap(plan -> plan.record().plan().actions().stream())
                .filter(action -> action.instance().equals(instance))
                .findFirst()
                .flatMap(action -> brought(state, action))
                .or(() -> descriptor(state, instance));
    }

    /** A table of whichever version of a plan has it, or of what is in force. */
    Optional<Descriptor.TableShape> table(StateView state, Plan plan, TableId table) {
        List<Hash> artifacts = new ArrayList<>();
        for (Plan.Action action : plan.actions()) {
            if (action.instance().equals(table.instance())) {
                switch (action) {
                    case Plan.Action.Upgrade one -> {
                        artifacts.add(one.to());
                        artifacts.add(one.from());
                    }
                    case Plan.Action.Install one -> artifacts.add(one.artifact());
                    case Plan.Action.Retire one -> artifacts.add(one.from());
                }
            }
        }
        instance(state, table.instance()).ifPresent(module -> artifacts.add(module.artifact()));
        return artifacts.stream()
                .map(hash -> descriptor(state, hash))
                .flatMap(Optional::stream)
                .flatMap(descriptor -> descriptor.tables().stream())
                .filter(one -> one.name().equals(table.table()))
                .filter(one -> one.schema() == table.schema())
                .findFirst();
    }

    private Optional<Descriptor> brought(StateView state, Plan.Action action) {
        return switch (action) {
            case Plan.Action.Upgrade upgrade -> descriptor(state, upgrade.to());
            case Plan.Action.Install install -> descriptor(state, install.artifact());
            case Plan.Action.Retire _ -> Optional.empty();
        };
    }

    Optional<Descriptor> descriptor(StateView state, Hash artifact) {
        Descriptor cached = descriptors.get(artifact);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<Descriptor> read =
                state.get(KernelTables.ARTIFACTS, KernelTables.key(artifact))
                        .map(Artifact::decode)
                        .map(Artifact::entries)
                        .flatMap(entries -> Optional.ofNullable(entries.get(Artifact.DESCRIPTOR)))
                        .map(Descriptor::decode);
        read.ifPresent(descriptor -> descriptors.put(artifact, descriptor));
        return read;
    }
}
