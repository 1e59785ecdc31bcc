package theseus.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.protocol.Schema.Field;
import theseus.protocol.Schema.Structure;
import theseus.sdk.Bytes;

/**
 * Canonical bytes ↔ plain values, driven by a schema; the plain values are those of a JSON
 * document. A structure is a map from field name to value (in order), a union the same with its
 * {@code case} first, an integer a Long or BigInteger, an enum the constant's name, byte strings,
 * accounts and hashes lower-case hexadecimal, an absent optional null. Encoding also takes
 * Integers, decimal digits as text for integers (JSON numbers are not exact everywhere), and absent
 * optional fields left out; it refuses unknown fields.
 */
@SuppressWarnings("NullAway") // null is what an absent value is in JSON
public final class SchemaCodec {
    /** The field of a union's plain value that names the case. */
    public static final String CASE = "case";

    private SchemaCodec() {}

    /** The plain value; null only under an {@link Schema.OptionalOf}. */
    public static Object decode(Schema schema, Bytes encoding) {
        return Wire.decode(encoding, in -> read(schema, in));
    }

    public static Bytes encode(Schema schema, Object value) {
        CborWriter out = new CborWriter();
        write(schema, value, out, "");
        return out.toBytes();
    }

    private static Object read(Schema schema, CborReader in) {
        return switch (schema) {
            case Schema.Bool() -> in.bool();
            case Schema.Int(int bits) -> in.integer(bits);
            case Schema.BigInt() -> in.bigInteger();
            case Schema.Text() -> in.text();
            case Schema.ByteString() -> in.bytes().hex();
            case Schema.Account() -> in.accountId().bytes().hex();
            case Schema.Digest() -> in.hash().bytes().hex();
            case Schema.Enumeration(_, List<String> constants) ->
                    constants.get(in.position(constants.size()));
            case Structure structure -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                readFields(structure, in, fields);
                yield fields;
            }
            case Schema.Union(_, List<Structure> cases) -> {
                in.expectArray(2);
                Structure chosen = cases.get(in.position(cases.size()));
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put(CASE, chosen.name());
                readFields(chosen, in, fields);
                yield fields;
            }
            case Schema.ListOf(Schema element) -> {
                int count = in.arrayHeader();
                List<Object> items = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    items.add(read(element, in));
                }
                yield items;
            }
            case Schema.OptionalOf(Schema element) -> in.nil() ? null : read(element, in);
        };
    }

    private static void readFields(Structure structure, CborReader in, Map<String, Object> into) {
        in.expectArray(structure.fields().size());
        for (Field field : structure.fields()) {
            into.put(field.name(), read(field.schema(), in));
        }
    }

    private static void write(Schema schema, Object value, CborWriter out, String where) {
        switch (schema) {
            case Schema.Bool() -> out.bool(expect(Boolean.class, value, where, "true or false"));
            case Schema.Int(int bits) -> out.integer(integer(value, where, bits).longValue());
            case Schema.BigInt() ->
                    out.bigInteger(integer(value, where, Limits.MAX_BIG_INTEGER_BYTES * 8 + 1));
            case Schema.Text() -> out.text(expect(String.class, value, where, "a text"));
            case Schema.ByteString() -> out.bytes(hex(value, where));
            case Schema.Account(), Schema.Digest() -> out.bytes(hex32(value, where));
            case Schema.Enumeration(_, List<String> constants) ->
                    out.integer(constant(constants, value, where));
            case Structure structure -> writeFields(structure, value, out, where, Optional.empty());
            case Schema.Union(_, List<Structure> cases) -> {
                Map<?, ?> fields = expect(Map.class, value, where, "an object");
                List<String> names = cases.stream().map(Structure::name).toList();
                int index = constant(names, fields.get(CASE), field(where, CASE));
                out.arrayHeader(2).integer(index);
                writeFields(cases.get(index), value, out, where, Optional.of(CASE));
            }
            case Schema.ListOf(Schema element) -> {
                List<?> items = expect(List.class, value, where, "a list");
                out.arrayHeader(items.size());
                for (int i = 0; i < items.size(); i++) {
                    write(element, items.get(i), out, where + "[" + i + "]");
                }
            }
            case Schema.OptionalOf(Schema element) -> {
                if (value == null) {
                    out.nil();
                } else {
                    write(element, value, out, where);
                }
            }
        }
    }

    private static void writeFields(
            Structure structure,
            Object value,
            CborWriter out,
            String where,
            Optional<String> besides) {
        Map<?, ?> given = expect(Map.class, value, where, "an object");
        List<String> names = structure.fields().stream().map(Field::name).toList();
        for (Object name : given.keySet()) {
            if (!names.contains(name) && !besides.filter(name::equals).isPresent()) {
                throw new MalformedException(
                        Malformed.WRONG_FIELDS,
                        field(where, String.valueOf(name))
                                + " is no field of "
                                + structure.name()
                                + "; its fields are "
                                + String.join(", ", names));
            }
        }
        out.arrayHeader(names.size());
        for (Field field : structure.fields()) {
            Object content = given.get(field.name());
            if (content == null && !(field.schema() instanceof Schema.OptionalOf)) {
                throw new MalformedException(
                        Malformed.WRONG_FIELDS,
                        field(where, field.name()) + " is missing in " + structure.name());
            }
            write(field.schema(), content, out, field(where, field.name()));
        }
    }

    private static <T> T expect(Class<T> type, Object value, String where, String what) {
        if (!type.isInstance(value)) {
            throw wrong(where, what, value);
        }
        return type.cast(value);
    }

    private static BigInteger integer(Object value, String where, int bits) {
        BigInteger number =
                switch (value) {
                    case BigInteger big -> big;
                    case Long small -> BigInteger.valueOf(small);
                    case Integer small -> BigInteger.valueOf(small);
                    case String digits when digits.matches("-?[0-9]{1,1300}") ->
                            new BigInteger(digits);
                    case null, default -> throw wrong(where, "an integer", value);
                };
        if (number.bitLength() >= bits) {
            throw new MalformedException(
                    Malformed.OUT_OF_RANGE,
                    place(where) + "an integer that does not fit " + bits + " bits");
        }
        return number;
    }

    private static Bytes hex(Object value, String where) {
        String digits = expect(String.class, value, where, "hexadecimal digits");
        try {
            return Bytes.fromHex(digits);
        } catch (IllegalArgumentException e) {
            throw wrong(where, "an even number of hexadecimal digits", value);
        }
    }

    private static Bytes hex32(Object value, String where) {
        Bytes bytes = hex(value, where);
        if (bytes.size() != 32) {
            throw wrong(where, "64 hexadecimal digits", value);
        }
        return bytes;
    }

    private static int constant(List<String> constants, Object value, String where) {
        int index = value instanceof String name ? constants.indexOf(name) : -1;
        if (index < 0) {
            throw wrong(where, "one of " + String.join(", ", constants), value);
        }
        return index;
    }

    private static String field(String where, String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    private static String place(String where) {
        return where.isEmpty() ? "" : where + ": ";
    }

    private static MalformedException wrong(String where, String expected, Object value) {
        String shown = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
        return new MalformedException(
                Malformed.WRONG_TYPE,
                place(where)
                        + "expected "
                        + expected
                        + ", got "
                        + (shown.length() > 80 ? shown.substring(0, 80) + "..." : shown));
    }
}
