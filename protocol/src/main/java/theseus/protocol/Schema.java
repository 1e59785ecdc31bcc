package theseus.protocol;

import java.util.List;
import theseus.sdk.Bytes;

/**
 * The shape of a value; every value has one canonical encoding under its schema. Constants, fields
 * and cases have names of their own: in JSON they are told apart by nothing else. A schema itself
 * is encoded like every union: the case's position here and its fields.
 */
public sealed interface Schema {
    record Bool() implements Schema {}

    /** A signed integer of 32 or 64 bits. */
    record Int(int bits) implements Schema {
        public Int {
            if (bits != 32 && bits != 64) {
                throw new IllegalArgumentException("an integer of " + bits + " bits");
            }
        }
    }

    record BigInt() implements Schema {}

    record Text() implements Schema {}

    record ByteString() implements Schema {}

    /** 32 bytes that name an account. */
    record Account() implements Schema {}

    /** 32 bytes of SHA-256. */
    record Digest() implements Schema {}

    /** Encoded as the constant's position. */
    record Enumeration(String name, List<String> constants) implements Schema {
        public Enumeration {
            constants = List.copyOf(constants);
            Wire.atMost("constants of " + name, constants.size(), Limits.MAX_SCHEMA_FIELDS);
            Wire.distinct("constants of " + name, constants);
        }
    }

    /** Encoded as an array of its fields in order. */
    record Structure(String name, List<Field> fields) implements Schema {
        public Structure {
            fields = List.copyOf(fields);
            Wire.atMost("fields of " + name, fields.size(), Limits.MAX_SCHEMA_FIELDS);
            Wire.distinct("fields of " + name, fields.stream().map(Field::name).toList());
        }
    }

    /** One of several records; encoded as an array of the case's position and the record. */
    record Union(String name, List<Structure> cases) implements Schema {
        public Union {
            cases = List.copyOf(cases);
            Wire.atMost("cases of " + name, cases.size(), Limits.MAX_SCHEMA_FIELDS);
            Wire.distinct("cases of " + name, cases.stream().map(Structure::name).toList());
            for (Structure one : cases) {
                if (one.fields().stream()
                        .anyMatch(field -> field.name().equals(SchemaCodec.CASE))) {
                    throw new IllegalArgumentException(
                            one.name()
                                    + " is a case of "
                                    + name
                                    + " and has a field '"
                                    + SchemaCodec.CASE
                                    + "', which in JSON names the case");
                }
            }
        }
    }

    record ListOf(Schema element) implements Schema {}

    /** Absent is encoded as null. */
    record OptionalOf(Schema element) implements Schema {
        public OptionalOf {
            if (element instanceof OptionalOf) {
                throw new IllegalArgumentException("an optional of an optional");
            }
        }
    }

    record Field(String name, Schema schema) {}

    default Bytes encode() {
        return Wire.encode(out -> SchemaWire.write(this, out));
    }

    static Schema decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_ARTIFACT_BYTES, in -> SchemaWire.read(in, 0));
    }
}
