package theseus.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor;
import theseus.protocol.Genesis;
import theseus.protocol.Limits;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;

/**
 * An instance of the module set. Encoded as the array of its fields.
 *
 * @param artifact hash of the code in force
 * @param version the module's version, as its descriptor says
 * @param tables the tables and the schema of each that is in force, sorted by name
 * @param bindings which instance serves each required interface, sorted by interface
 * @param granted the rights over kernel state, sorted
 */
public record ModuleRecord(
        Hash artifact,
        String version,
        List<TableSchema> tables,
        List<Genesis.Binding> bindings,
        List<Capability> granted) {
    public ModuleRecord {
        tables = List.copyOf(tables);
        bindings = List.copyOf(bindings);
        granted = List.copyOf(granted);
    }

    /** A table under the schema in force. */
    public record TableSchema(String table, int schema) {}

    /**
     * The record of a module that is installed anew: the highest schema of each table is in force.
     */
    static ModuleRecord of(
            Descriptor descriptor,
            Hash artifact,
            List<Genesis.Binding> bindings,
            List<Capability> granted) {
        SortedMap<String, Integer> schemas = new TreeMap<>();
        descriptor
                .tables()
                .forEach(table -> schemas.merge(table.name(), table.schema(), Math::max));
        List<TableSchema> tables = new ArrayList<>();
        schemas.forEach((table, schema) -> tables.add(new TableSchema(table, schema)));
        return new ModuleRecord(
                artifact,
                descriptor.version(),
                tables,
                bindings.stream()
                        .sorted(Comparator.comparing(Genesis.Binding::interfaceName))
                        .toList(),
                granted.stream().distinct().sorted().toList());
    }

    private static final int MAX_TABLES = 1024;

    public Bytes encode() {
        CborWriter out = new CborWriter(512);
        write(out);
        return out.toBytes();
    }

    public static ModuleRecord decode(Bytes encoding) {
        return Wire.decode(encoding, ModuleRecord::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(5).bytes(artifact.bytes()).text(version);
        Wire.list(out, tables, (t, to) -> to.arrayHeader(2).text(t.table()).integer(t.schema()));
        Wire.list(out, bindings, Genesis.Binding::write);
        Wire.list(out, granted, (capability, to) -> to.integer(capability.ordinal()));
    }

    private static ModuleRecord read(CborReader in) {
        in.expectArray(5);
        return new ModuleRecord(
                in.hash(),
                in.text(),
                Wire.list(in, MAX_TABLES, ModuleRecord::readTable),
                Wire.list(in, Limits.MAX_INSTANCES, Genesis.Binding::read),
                Wire.list(in, Capability.values().length, Wire::capability));
    }

    private static TableSchema readTable(CborReader in) {
        in.expectArray(2);
        return new TableSchema(in.text(), (int) in.integer(Integer.SIZE));
    }
}
