package theseus.testkit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import theseus.protocol.Limits;
import theseus.protocol.Schema;
import theseus.protocol.Schema.Field;
import theseus.protocol.Schema.Structure;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Bytes;

/**
 * Makes random plain values of a schema, see {@link SchemaCodec}: often at the edges of what there
 * is, often what the module's own code mentions, and often alike.
 */
@SuppressWarnings("NullAway") // null is what an absent value is in plain values
final class RandomRecords {
    private static final int MAX_ITEMS = 4;
    private static final int HEX_32 = 64;
    private static final long[] EDGES = {
        0,
        1,
        -1,
        23,
        24,
        255,
        256,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final String[] TEXTS = {
        "", "a", "A", "b", " ", "ab", "a b", "0", "käse", "\ud83d\udc1f", "\u0000", "a/b:c,d"
    };

    private final Random random;
    private final ModuleConstants constants;

    RandomRecords(Random random, ModuleConstants constants) {
        this.random = random;
        this.constants = constants;
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    Object value(Schema schema) {
        return switch (schema) {
            case Schema.Bool() -> random.nextBoolean();
            case Schema.Int(int bits) -> bits == 32 ? (long) (int) number() : number();
            case Schema.BigInt() -> big();
            case Schema.Text() -> text();
            case Schema.ByteString() -> hex(sizeBytes());
            case Schema.Account(), Schema.Digest() -> hex32();
            case Schema.Enumeration(_, List<String> names) -> names.get(below(names.size()));
            case Structure structure -> fields(structure, new LinkedHashMap<>());
            case Schema.Union(_, List<Structure> cases) -> {
                Structure chosen = cases.get(below(cases.size()));
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put(SchemaCodec.CASE, chosen.name());
                yield fields(chosen, fields);
            }
            case Schema.ListOf(Schema element) -> {
                List<Object> items = new ArrayList<>();
                for (int i = below(MAX_ITEMS); i > 0; i--) {
                    items.add(value(element));
                }
                yield random.nextBoolean() ? ordered(items) : items;
            }
            case Schema.OptionalOf(Schema element) -> random.nextBoolean() ? null : value(element);
        };
    }

    private Map<String, Object> fields(Structure structure, Map<String, Object> into) {
        structure.fields().forEach(field -> into.put(field.name(), value(field.schema())));
        return into;
    }

    private int sizeBytes() {
        return oneIn(4) ? 0 : oneIn(3) ? HEX_32 / 2 : random.nextInt(40);
    }

    /** In ascending order and without doubles, as many a rule wants it. */
    private static List<Object> ordered(List<Object> items) {
        return items.stream()
                .distinct()
                .sorted(
                        (one, other) ->
                                one instanceof Long a && other instanceof Long b
                                        ? Long.compare(a, b)
                                        : one instanceof String a && other instanceof String b
                                                ? a.compareTo(b)
                                                : 0)
                .toList();
    }

    private long number() {
        return switch (random.nextInt(5)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextInt(10);
            case 2 -> random.nextInt(100_000);
            case 3 -> constants.number(random).orElseGet(random::nextLong);
            default -> random.nextLong();
        };
    }

    private BigInteger big() {
        if (random.nextInt(3) > 0) {
            return BigInteger.valueOf(number());
        }
        int bits = oneIn(4) ? Limits.MAX_BIG_INTEGER_BYTES * 8 : 200;
        BigInteger magnitude = new BigInteger(bits, random);
        return random.nextBoolean() ? magnitude : magnitude.not();
    }

    private String text() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> TEXTS[random.nextInt(TEXTS.length)];
            case 2 -> constants.text(random).orElse("a");
            default -> "x".repeat(random.nextInt(oneIn(5) ? 5_000 : 50));
        };
    }

    private String hex(int size) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        return Bytes.wrap(content).hex();
    }

    /** A few only, so that they come again. */
    private String hex32() {
        return oneIn(3) ? hex(HEX_32 / 2) : Integer.toHexString(random.nextInt(16)).repeat(HEX_32);
    }

    /** The same but for one part. */
    Object mutated(Schema schema, Object value) {
        return switch (schema) {
            case Structure(_, List<Field> fields) when !fields.isEmpty() -> mutated(fields, value);
            case Schema.Union(_, List<Structure> cases)
                    when !oneIn(3) && !chosen(cases, value).fields().isEmpty() ->
                    mutated(chosen(cases, value).fields(), value);
            case Schema.ListOf(Schema element) -> mutated(element, (List<?>) value);
            case Schema.OptionalOf(Schema element) when value != null && !oneIn(3) ->
                    mutated(element, value);
            case Schema.Int _ when oneIn(3) -> near(schema, (Long) value);
            default -> value(schema);
        };
    }

    private Object near(Schema schema, long value) {
        long near = value + (random.nextBoolean() ? 1 : -1);
        boolean fits = schema.equals(new Schema.Int(64)) || near == (int) near;
        return fits ? near : value;
    }

    private Object mutated(List<Field> fields, Object value) {
        Map<String, Object> mutated = new LinkedHashMap<>(map(value));
        Field field = fields.get(below(fields.size()));
        mutated.put(field.name(), mutated(field.schema(), mutated.get(field.name())));
        return mutated;
    }

    private Object mutated(Schema element, List<?> value) {
        List<Object> items = new ArrayList<>(value);
        if (items.isEmpty() || oneIn(3)) {
            items.add(below(items.size() + 1), value(element));
        } else if (oneIn(2)) {
            items.remove(below(items.size()));
        } else {
            int at = below(items.size());
            items.set(at, mutated(element, items.get(at)));
        }
        return random.nextBoolean() ? ordered(items) : items;
    }

    static Structure chosen(List<Structure> cases, Object value) {
        Object name = map(value).get(SchemaCodec.CASE);
        return cases.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /**
     * The same as large as may be: its first text or byte string so long that the encoding has
     * {@code sizeBytes}. The same at all where it has none.
     */
    Object stretched(Schema schema, Object value, int sizeBytes) {
        int room = sizeBytes - SchemaCodec.encode(schema, value).size();
        return room <= 0 ? value : stretch(schema, value, room);
    }

    private static Object stretch(Schema schema, Object value, int room) {
        return switch (schema) {
            case Schema.Text() -> value + "x".repeat(added(((String) value).length(), room));
            case Schema.ByteString() ->
                    value + "00".repeat(added(((String) value).length() / 2, room));
            case Structure(_, List<Field> fields) -> {
                Map<String, Object> stretched = new LinkedHashMap<>(map(value));
                for (Field field : fields) {
                    Object before = stretched.get(field.name());
                    Object after = before == null ? null : stretch(field.schema(), before, room);
                    stretched.put(field.name(), after);
                    if (before != null && !before.equals(after)) {
                        break;
                    }
                }
                yield stretched;
            }
            case Schema.OptionalOf(Schema element) ->
                    value == null ? null : stretch(element, value, room);
            default -> value;
        };
    }

    /** How many characters fit besides what the longer head takes. */
    private static int added(int length, int room) {
        int added = room;
        while (added > 0 && added + head(length + added) - head(length) > room) {
            added--;
        }
        return added;
    }

    private static int head(int length) {
        return length < 24 ? 1 : length < 256 ? 2 : length < 65_536 ? 3 : 5;
    }
}
