package theseus.protocol;

import java.util.List;
import theseus.protocol.Schema.Field;
import theseus.protocol.Schema.Structure;

/** The wire form of {@link Schema}. */
final class SchemaWire {
    private SchemaWire() {}

    static void write(Schema schema, CborWriter out) {
        out.arrayHeader(2);
        switch (schema) {
            case Schema.Bool() -> out.integer(0).arrayHeader(0);
            case Schema.Int(int bits) -> out.integer(1).arrayHeader(1).integer(bits);
            case Schema.BigInt() -> out.integer(2).arrayHeader(0);
            case Schema.Text() -> out.integer(3).arrayHeader(0);
            case Schema.ByteString() -> out.integer(4).arrayHeader(0);
            case Schema.Account() -> out.integer(5).arrayHeader(0);
            case Schema.Digest() -> out.integer(6).arrayHeader(0);
            case Schema.Enumeration(String name, List<String> constants) -> {
                out.integer(7).arrayHeader(2).text(name);
                Wire.list(out, constants, (constant, to) -> to.text(constant));
            }
            case Structure structure -> {
                out.integer(8);
                writeStructure(structure, out);
            }
            case Schema.Union(String name, List<Structure> cases) -> {
                out.integer(9).arrayHeader(2).text(name);
                Wire.list(out, cases, SchemaWire::writeStructure);
            }
            case Schema.ListOf(Schema element) -> {
                out.integer(10).arrayHeader(1);
                write(element, out);
            }
            case Schema.OptionalOf(Schema element) -> {
                out.integer(11).arrayHeader(1);
                write(element, out);
            }
        }
    }

    static void writeStructure(Structure structure, CborWriter out) {
        out.arrayHeader(2).text(structure.name());
        Wire.list(out, structure.fields(), SchemaWire::writeField);
    }

    static Schema read(CborReader in, int depth) {
        if (depth > Limits.MAX_SCHEMA_DEPTH) {
            throw new MalformedException(
                    Malformed.TOO_DEEP,
                    "at byte "
                            + in.offset()
                            + ": a schema nested deeper than "
                            + Limits.MAX_SCHEMA_DEPTH);
        }
        in.expectArray(2);
        int kind = in.position(12);
        return switch (kind) {
            case 7 -> {
                in.expectArray(2);
                yield new Schema.Enumeration(
                        in.text(), Wire.list(in, Limits.MAX_SCHEMA_FIELDS, CborReader::text));
            }
            case 8 -> readStructure(in, depth);
            case 9 -> {
                in.expectArray(2);
                yield new Schema.Union(
                        in.text(),
                        Wire.list(
                                in,
                                Limits.MAX_SCHEMA_FIELDS,
                                from -> readStructure(from, depth + 1)));
            }
            case 1 -> {
                in.expectArray(1);
                yield new Schema.Int((int) in.integer(32));
            }
            case 10 -> {
                in.expectArray(1);
                yield new Schema.ListOf(read(in, depth + 1));
            }
            case 11 -> {
                in.expectArray(1);
                yield new Schema.OptionalOf(read(in, depth + 1));
            }
            default -> {
                in.expectArray(0);
                yield scalar(kind);
            }
        };
    }

    static Structure readStructure(CborReader in, int depth) {
        in.expectArray(2);
        return new Structure(
                in.text(),
                Wire.list(in, Limits.MAX_SCHEMA_FIELDS, from -> readField(from, depth + 1)));
    }

    private static Schema scalar(int kind) {
        return switch (kind) {
            case 0 -> new Schema.Bool();
            case 2 -> new Schema.BigInt();
            case 3 -> new Schema.Text();
            case 4 -> new Schema.ByteString();
            case 5 -> new Schema.Account();
            default -> new Schema.Digest();
        };
    }

    private static void writeField(Field field, CborWriter out) {
        out.arrayHeader(2).text(field.name());
        write(field.schema(), out);
    }

    private static Field readField(CborReader in, int depth) {
        in.expectArray(2);
        return new Field(in.text(), read(in, depth));
    }
}
