package theseus.protocol;

import java.util.List;

/** The shape of a value; every value has one canonical encoding under its schema. */
public sealed interface Schema {
    record Bool() implements Schema {}

    /** A signed integer of 32 or 64 bits. */
    record Int(int bits) implements Schema {}

    record BigInt() implements Schema {}

    record Text() implements Schema {}

    record ByteString() implements Schema {}

    /** 32 bytes that name an account. */
    record Account() implements Schema {}

    /** 32 bytes of SHA-256. */
    record Digest() implements Schema {}

    /** Encoded as the constant's position. */
    record Enumeration(String name, List<String> constants) implements Schema {}

    /** Encoded as an array of its fields in order. */
    record Structure(String name, List<Field> fields) implements Schema {}

    /** One of several records; encoded as an array of the case's position and the record. */
    record Union(String name, List<Structure> cases) implements Schema {}

    record ListOf(Schema element) implements Schema {}

    /** Absent is encoded as null. */
    record OptionalOf(Schema element) implements Schema {}

    record Field(String name, Schema schema) {}
}
