package theseus.kernel;

import java.util.List;
import theseus.protocol.Genesis;
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
}
