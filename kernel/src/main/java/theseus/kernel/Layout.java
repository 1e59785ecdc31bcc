package theseus.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.InvariantKind;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;

/** A descriptor, prepared for looking up what executing asks of it. Immutable. */
final class Layout {
    private final Descriptor descriptor;
    private final Map<String, Set<Integer>> messages = new LinkedHashMap<>();
    private final Map<String, Map<String, Boolean>> readOnly = new LinkedHashMap<>();
    private final List<Kept> tables = new ArrayList<>();

    /**
     * What the kernel keeps beside a table.
     *
     * @param derived whether writing runs module code: something is derived or an invariant checked
     * @param hasDerived whether indexes or sums are kept from it
     * @param invariants names of the sum invariants, where the table is a sum
     */
    record Kept(TableShape shape, boolean derived, boolean hasDerived, List<String> invariants) {}

    Layout(Descriptor descriptor) {
        this.descriptor = descriptor;
        for (Descriptor.MessageShape message : descriptor.messages()) {
            messages.computeIfAbsent(message.name(), _ -> new LinkedHashSet<>())
                    .add(message.form());
        }
        for (Descriptor.InterfaceShape offered : descriptor.offers()) {
            Map<String, Boolean> methods = new LinkedHashMap<>();
            offered.methods().forEach(method -> methods.put(method.name(), method.readOnly()));
            readOnly.put(offered.name(), methods);
        }
        descriptor.tables().forEach(table -> tables.add(kept(table)));
    }

    Descriptor descriptor() {
        return descriptor;
    }

    int tableCount() {
        return tables.size();
    }

    Kept table(int number) {
        return tables.get(number);
    }

    /** The number of the table that this one is derived from; its own number for a base table. */
    int baseOf(int number) {
        for (int i = 0; i < tables.size(); i++) {
            if (isOf(tables.get(number).shape(), tables.get(i).shape())) {
                return i;
            }
        }
        return number;
    }

    boolean handles(String message) {
        return messages.containsKey(message);
    }

    boolean handles(String message, int form) {
        return messages.getOrDefault(message, Set.of()).contains(form);
    }

    /** Whether the message has a form above this one. */
    boolean hasNewer(String message, int form) {
        return messages.getOrDefault(message, Set.of()).stream().anyMatch(other -> other > form);
    }

    /** Whether a method that the module offers only reads; empty when it does not offer it. */
    Optional<Boolean> readOnly(String interfaceName, String method) {
        return Optional.ofNullable(readOnly.getOrDefault(interfaceName, Map.of()).get(method));
    }

    boolean answers(String query) {
        return descriptor.queries().stream().anyMatch(shape -> shape.name().equals(query));
    }

    List<InvariantShape> scans() {
        return descriptor.invariants().stream()
                .filter(invariant -> invariant.kind() == InvariantKind.SCAN)
                .toList();
    }

    private Kept kept(TableShape table) {
        boolean hasDerived = descriptor.tables().stream().anyMatch(other -> isOf(other, table));
        boolean checked = !invariants(InvariantKind.RECORD, table.name()).isEmpty();
        return new Kept(
                table,
                hasDerived || checked,
                hasDerived,
                table.kind() == TableKind.SUM
                        ? invariants(InvariantKind.SUM, table.name())
                        : List.of());
    }

    private List<String> invariants(InvariantKind kind, String table) {
        return descriptor.invariants().stream()
                .filter(one -> one.kind() == kind && one.table().equals(table))
                .map(InvariantShape::name)
                .toList();
    }

    private static boolean isOf(TableShape derived, TableShape base) {
        return derived.kind() != TableKind.BASE
                && derived.schema() == base.schema()
                && derived.of().equals(Optional.of(base.name()));
    }
}
