package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import theseus.kernel.spi.Sandbox;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Genesis;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** An instance, ready to run: its record, its layout, its code. */
final class Instance {
    private final String name;
    private final ModuleRecord module;
    private final Layout layout;
    private final Supplier<Sandbox> opening;
    private final TableId[] tables;
    private final Receipt.VersionUsed version;
    private final Bytes breaker;
    private Optional<Sandbox> sandbox = Optional.empty();

    /**
     * @param opening its code, asked for when it first runs: most threads run few instances
     * @param plan under which it serves, for a candidate
     */
    Instance(
            String name,
            ModuleRecord module,
            Layout layout,
            Supplier<Sandbox> opening,
            Optional<Hash> plan) {
        this.name = name;
        this.module = module;
        this.layout = layout;
        this.opening = opening;
        this.breaker = new BreakerRecord.Key(name, Optional.empty()).encode();
        this.version = new Receipt.VersionUsed(name, module.version(), module.artifact(), plan);
        this.tables = new TableId[layout.tableCount()];
        for (int i = 0; i < tables.length; i++) {
            TableShape shape = layout.table(i).shape();
            tables[i] = new TableId(name, shape.name(), shape.schema());
        }
    }

    String name() {
        return name;
    }

    ModuleRecord module() {
        return module;
    }

    /** Key of the breaker that holds all of it. */
    Bytes breaker() {
        return breaker;
    }

    Layout layout() {
        return layout;
    }

    Sandbox sandbox() {
        if (sandbox.isEmpty()) {
            sandbox = Optional.of(opening.get());
        }
        return sandbox.get();
    }

    Receipt.VersionUsed version() {
        return version;
    }

    TableId table(int number) {
        return tables[number];
    }

    SortedSet<TableId> tables() {
        return new TreeSet<>(List.of(tables));
    }

    /** The number of a base table. */
    Optional<Integer> number(String table, int schema) {
        TableId wanted = new TableId(name, table, schema);
        for (int i = 0; i < tables.length; i++) {
            if (tables[i].equals(wanted) && layout.baseOf(i) == i) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Which instance serves an interface that this one requires. */
    Optional<String> bound(String interfaceName) {
        for (Genesis.Binding binding : module.bindings()) {
            if (binding.interfaceName().equals(interfaceName)) {
                return Optional.of(binding.instance());
            }
        }
        return Optional.empty();
    }

    /** The base tables that a scan invariant walks: those of its name under a schema in force. */
    List<TableId> scanned(InvariantShape scan) {
        return java.util.stream.IntStream.range(0, tables.length)
                .filter(i -> layout.table(i).shape().kind() == TableKind.BASE)
                .mapToObj(i -> tables[i])
                .filter(table -> table.table().equals(scan.table()))
                .filter(this::inForce)
                .toList();
    }

    private boolean inForce(TableId table) {
        return module.tables()
                .contains(new ModuleRecord.TableSchema(table.table(), table.schema()));
    }
}
