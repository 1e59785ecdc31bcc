package theseus.protocol;

import java.util.List;
import theseus.protocol.Descriptor.EventShape;
import theseus.protocol.Descriptor.InterfaceShape;
import theseus.protocol.Descriptor.InvariantKind;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Descriptor.MessageShape;
import theseus.protocol.Descriptor.MethodShape;
import theseus.protocol.Descriptor.QueryShape;
import theseus.protocol.Descriptor.RefusalChange;
import theseus.protocol.Descriptor.RequirementShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.sdk.Capability;

/** The wire form of {@link Descriptor}: each record an array of its fields in order. */
final class DescriptorWire {
    private static final int MAX_ITEMS = Limits.MAX_SCHEMA_FIELDS;

    private DescriptorWire() {}

    static void write(Descriptor descriptor, CborWriter out) {
        out.arrayHeader(18).text(descriptor.module()).text(descriptor.version());
        out.text(descriptor.moduleClass());
        Wire.optional(out, descriptor.genesis(), SchemaWire::write);
        Wire.list(out, descriptor.tables(), DescriptorWire::writeTable);
        Wire.list(out, descriptor.messages(), DescriptorWire::writeMessage);
        Wire.list(out, descriptor.events(), DescriptorWire::writeEvent);
        Wire.list(out, descriptor.refusals(), (code, to) -> to.text(code));
        Wire.list(out, descriptor.queries(), DescriptorWire::writeQuery);
        Wire.list(out, descriptor.offers(), DescriptorWire::writeInterface);
        Wire.list(out, descriptor.requires(), DescriptorWire::writeRequirement);
        Wire.list(out, descriptor.invariants(), DescriptorWire::writeInvariant);
        Wire.list(out, descriptor.lenses(), DescriptorWire::writeLens);
        Wire.list(out, descriptor.eventsBefore(), DescriptorWire::writeEvent);
        Wire.list(out, descriptor.refusalChanges(), DescriptorWire::writeRefusalChange);
        Wire.list(out, descriptor.needs(), (need, to) -> to.integer(need.ordinal()));
        out.bool(descriptor.beginBlock()).bool(descriptor.endBlock());
    }

    static Descriptor read(CborReader in) {
        in.expectArray(18);
        return new Descriptor(
                in.text(),
                in.text(),
                in.text(),
                Wire.optional(in, from -> SchemaWire.read(from, 0)),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readTable),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readMessage),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readEvent),
                Wire.list(in, MAX_ITEMS, CborReader::text),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readQuery),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readInterface),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readRequirement),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readInvariant),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readLens),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readEvent),
                Wire.list(in, MAX_ITEMS, DescriptorWire::readRefusalChange),
                Wire.list(in, Capability.values().length, Wire::capability),
                in.bool(),
                in.bool());
    }

    private static void writeTable(TableShape table, CborWriter out) {
        out.arrayHeader(6).text(table.name()).integer(table.schema());
        out.integer(table.kind().ordinal());
        Wire.optional(out, table.of(), (name, to) -> to.text(name));
        SchemaWire.write(table.key(), out);
        SchemaWire.write(table.value(), out);
    }

    private static TableShape readTable(CborReader in) {
        in.expectArray(6);
        return new TableShape(
                in.text(),
                (int) in.integer(32),
                TableKind.values()[in.position(TableKind.values().length)],
                Wire.optional(in, CborReader::text),
                SchemaWire.read(in, 0),
                SchemaWire.read(in, 0));
    }

    private static void writeMessage(MessageShape message, CborWriter out) {
        out.arrayHeader(3).text(message.name()).integer(message.form());
        SchemaWire.writeStructure(message.body(), out);
    }

    private static MessageShape readMessage(CborReader in) {
        in.expectArray(3);
        return new MessageShape(in.text(), (int) in.integer(32), SchemaWire.readStructure(in, 0));
    }

    private static void writeEvent(EventShape event, CborWriter out) {
        out.arrayHeader(2).text(event.name());
        SchemaWire.writeStructure(event.body(), out);
    }

    private static EventShape readEvent(CborReader in) {
        in.expectArray(2);
        return new EventShape(in.text(), SchemaWire.readStructure(in, 0));
    }

    private static void writeQuery(QueryShape query, CborWriter out) {
        out.arrayHeader(3).text(query.name());
        SchemaWire.writeStructure(query.body(), out);
        SchemaWire.write(query.result(), out);
    }

    private static QueryShape readQuery(CborReader in) {
        in.expectArray(3);
        return new QueryShape(in.text(), SchemaWire.readStructure(in, 0), SchemaWire.read(in, 0));
    }

    private static void writeInterface(InterfaceShape shape, CborWriter out) {
        out.arrayHeader(3).text(shape.name()).text(shape.version());
        Wire.list(out, shape.methods(), DescriptorWire::writeMethod);
    }

    private static InterfaceShape readInterface(CborReader in) {
        in.expectArray(3);
        return new InterfaceShape(
                in.text(), in.text(), Wire.list(in, MAX_ITEMS, DescriptorWire::readMethod));
    }

    private static void writeMethod(MethodShape method, CborWriter out) {
        out.arrayHeader(4).text(method.name()).bool(method.readOnly());
        Wire.list(out, method.parameters(), SchemaWire::write);
        SchemaWire.write(method.result(), out);
    }

    private static MethodShape readMethod(CborReader in) {
        in.expectArray(4);
        String name = in.text();
        boolean readOnly = in.bool();
        List<Schema> parameters = Wire.list(in, MAX_ITEMS, from -> SchemaWire.read(from, 0));
        return new MethodShape(name, readOnly, parameters, SchemaWire.read(in, 0));
    }

    private static void writeRequirement(RequirementShape requirement, CborWriter out) {
        out.arrayHeader(2).text(requirement.versions());
        writeInterface(requirement.shape(), out);
    }

    private static RequirementShape readRequirement(CborReader in) {
        in.expectArray(2);
        return new RequirementShape(in.text(), readInterface(in));
    }

    private static void writeInvariant(InvariantShape invariant, CborWriter out) {
        out.arrayHeader(4).text(invariant.name()).integer(invariant.kind().ordinal());
        out.text(invariant.table()).integer(invariant.recordsPerBlock());
    }

    private static InvariantShape readInvariant(CborReader in) {
        in.expectArray(4);
        return new InvariantShape(
                in.text(),
                InvariantKind.values()[in.position(InvariantKind.values().length)],
                in.text(),
                (int) in.integer(32));
    }

    private static void writeLens(LensShape lens, CborWriter out) {
        out.arrayHeader(7).text(lens.table()).integer(lens.fromSchema());
        out.text(lens.toTable()).integer(lens.toSchema()).bool(lens.family());
        SchemaWire.write(lens.fromKey(), out);
        SchemaWire.write(lens.fromValue(), out);
    }

    private static LensShape readLens(CborReader in) {
        in.expectArray(7);
        return new LensShape(
                in.text(),
                (int) in.integer(32),
                in.text(),
                (int) in.integer(32),
                in.bool(),
                SchemaWire.read(in, 0),
                SchemaWire.read(in, 0));
    }

    private static void writeRefusalChange(RefusalChange change, CborWriter out) {
        out.arrayHeader(2).text(change.code()).text(change.now());
    }

    private static RefusalChange readRefusalChange(CborReader in) {
        in.expectArray(2);
        return new RefusalChange(in.text(), in.text());
    }
}
