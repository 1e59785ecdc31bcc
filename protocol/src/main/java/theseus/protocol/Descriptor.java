package theseus.protocol;

import java.util.List;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;

/**
 * What a module is to everybody else; derived from its types, travels in its artifact. All lists
 * are sorted by name (tables also by schema), so the position of a table is its number.
 *
 * @param moduleClass binary name of the class that implements {@code Module}
 * @param eventsBefore events of the version before whose shape changed, as they were
 * @param refusalChanges refusals of the version before that have another code now, sorted by it
 */
public record Descriptor(
        String module,
        String version,
        String moduleClass,
        Optional<Schema> genesis,
        List<TableShape> tables,
        List<MessageShape> messages,
        List<EventShape> events,
        List<String> refusals,
        List<QueryShape> queries,
        List<InterfaceShape> offers,
        List<RequirementShape> requires,
        List<InvariantShape> invariants,
        List<LensShape> lenses,
        List<EventShape> eventsBefore,
        List<RefusalChange> refusalChanges,
        List<Capability> needs,
        boolean beginBlock,
        boolean endBlock) {
    public Descriptor {
        tables = List.copyOf(tables);
        messages = List.copyOf(messages);
        events = List.copyOf(events);
        refusals = List.copyOf(refusals);
        queries = List.copyOf(queries);
        offers = List.copyOf(offers);
        requires = List.copyOf(requires);
        invariants = List.copyOf(invariants);
        lenses = List.copyOf(lenses);
        eventsBefore = List.copyOf(eventsBefore);
        refusalChanges = List.copyOf(refusalChanges);
        needs = List.copyOf(needs);
    }

    public Bytes encode() {
        return Wire.encode(out -> DescriptorWire.write(this, out));
    }

    public static Descriptor decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_ARTIFACT_BYTES, DescriptorWire::read);
    }

    /** What a table is kept from. */
    public enum TableKind {
        BASE,
        /** Key: array of what it is indexed by and the record's key; value: empty array. */
        INDEX,
        /** One record under the empty array: the sum as an integer. */
        SUM
    }

    /** A table; {@code of} names the base table of an index or a sum. */
    public record TableShape(
            String name,
            int schema,
            TableKind kind,
            Optional<String> of,
            Schema key,
            Schema value) {}

    /** A message under one form; a name may stand there in several forms. */
    public record MessageShape(String name, int form, Schema.Structure body) {}

    /** An event. */
    public record EventShape(String name, Schema.Structure body) {}

    /** A query and what it is answered with. */
    public record QueryShape(String name, Schema.Structure body, Schema result) {}

    /** Methods are sorted by name; names are unique within an interface. */
    public record InterfaceShape(String name, String version, List<MethodShape> methods) {
        public InterfaceShape {
            methods = List.copyOf(methods);
        }
    }

    /** A method of an interface; {@code result} is what its {@code Result} holds when it is ok. */
    public record MethodShape(
            String name, boolean readOnly, List<Schema> parameters, Schema result) {
        public MethodShape {
            parameters = List.copyOf(parameters);
        }
    }

    /** An interface of another module that this one calls. */
    public record RequirementShape(String versions, InterfaceShape shape) {}

    /** When an invariant is checked. */
    public enum InvariantKind {
        /** At each write of a record. */
        RECORD,
        /** At the end of a transaction that changed the sum. */
        SUM,
        /** By a cursor, a few records each block. */
        SCAN
    }

    /**
     * An invariant.
     *
     * @param table name of the base table; of the sum for {@link InvariantKind#SUM}
     * @param recordsPerBlock how far a scan walks; 0 for the others
     */
    public record InvariantShape(
            String name, InvariantKind kind, String table, int recordsPerBlock) {}

    /**
     * From a table under the older schema to the one under the newer, sorted by table and schema.
     *
     * @param family whether its unit is a family: all records whose keys begin with the same field
     * @param fromKey what the lens takes the older keys for
     * @param fromValue what it takes the older values for
     */
    public record LensShape(
            String table,
            int fromSchema,
            String toTable,
            int toSchema,
            boolean family,
            Schema fromKey,
            Schema fromValue) {}

    /** What was refused with {@code code} by the version before is refused with {@code now}. */
    public record RefusalChange(String code, String now) {}
}
