package theseus.kernel;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.protocol.Descriptor;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/**
 * A plan applied to the module set in force, as a value: what runs in world-new.
 *
 * @param plan its id
 * @param inForce the module set that it is applied to
 * @param modules the whole module set with it
 * @param changes what happens to each instance of the plan, by name
 */
public record Planned(
        Hash plan, ModuleSet inForce, ModuleSet modules, SortedMap<String, Changed> changes) {
    public Planned {
        changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    }

    /**
     * An instance of the plan.
     *
     * @param before the version in force; empty for one that is installed
     * @param after the candidate; empty for one that is retired
     */
    public record Changed(
            Plan.Action action, Optional<Descriptor> before, Optional<Descriptor> after) {
        /** Message types that both versions handle, by name, each once. */
        public List<Plan.MessageName> shared() {
            if (before.isEmpty() || after.isEmpty()) {
                return List.of();
            }
            TreeSet<String> names = new TreeSet<>();
            after.get().messages().forEach(message -> names.add(message.name()));
            TreeSet<String> old = new TreeSet<>();
            before.get().messages().forEach(message -> old.add(message.name()));
            names.retainAll(old);
            return names.stream()
                    .map(name -> new Plan.MessageName(action.instance(), name))
                    .toList();
        }
    }

    /** The tables that only the candidates have: those that join the root. */
    public SortedSet<TableId> newTables() {
        TreeSet<TableId> tables = new TreeSet<>();
        changes.forEach(
                (name, changed) -> {
                    tables.addAll(tables(name, changed.after()));
                    tables.removeAll(tables(name, changed.before()));
                });
        return Collections.unmodifiableSortedSet(tables);
    }

    /** The tables that only the versions in force have: those that leave the root at last. */
    public SortedSet<TableId> oldOnlyTables() {
        TreeSet<TableId> tables = new TreeSet<>();
        changes.forEach(
                (name, changed) -> {
                    tables.addAll(tables(name, changed.before()));
                    tables.removeAll(tables(name, changed.after()));
                });
        return Collections.unmodifiableSortedSet(tables);
    }

    /** Whether the instance is one of the plan's. */
    public boolean concerns(String instance) {
        return changes.containsKey(instance);
    }

    private static List<TableId> tables(String instance, Optional<Descriptor> descriptor) {
        return descriptor.stream()
                .flatMap(one -> one.tables().stream())
                .map(shape -> new TableId(instance, shape.name(), shape.schema()))
                .toList();
    }
}
