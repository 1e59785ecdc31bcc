package theseus.testkit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.protocol.Schema;
import theseus.protocol.Schema.Field;
import theseus.protocol.Schema.Structure;

/** What is simpler than a plain value by one step, the boldest first. */
@SuppressWarnings("NullAway") // null is what an absent value is in plain values
final class Smaller {
    private static final String ZEROS = "0".repeat(64);

    private Smaller() {}

    static List<Object> than(Schema schema, Object value) {
        List<Object> smaller = new ArrayList<>();
        switch (schema) {
            case Schema.Bool() -> add(smaller, value, false);
            case Schema.Int _ -> {
                for (BigInteger one : numbers(BigInteger.valueOf((Long) value))) {
                    add(smaller, value, one.longValue());
                }
            }
            case Schema.BigInt() ->
                    numbers((BigInteger) value).forEach(one -> add(smaller, value, one));
            case Schema.Text() ->
                    texts((String) value, 1, "a").forEach(one -> add(smaller, value, one));
            case Schema.ByteString() ->
                    texts((String) value, 2, "0").forEach(one -> add(smaller, value, one));
            case Schema.Account(), Schema.Digest() -> add(smaller, value, ZEROS);
            case Schema.Enumeration(_, List<String> constants) ->
                    add(smaller, value, constants.getFirst());
            case Structure(_, List<Field> fields) -> fields(fields, value, smaller);
            case Schema.Union(_, List<Structure> cases) ->
                    fields(RandomRecords.chosen(cases, value).fields(), value, smaller);
            case Schema.ListOf(Schema element) -> items(element, (List<?>) value, smaller);
            case Schema.OptionalOf(Schema element) -> {
                if (value != null) {
                    smaller.add(null);
                    smaller.addAll(than(element, value));
                }
            }
        }
        return smaller;
    }

    private static void add(List<Object> smaller, Object than, Object value) {
        if (!value.equals(than) && !smaller.contains(value)) {
            smaller.add(value);
        }
    }

    private static List<BigInteger> numbers(BigInteger value) {
        List<BigInteger> smaller = new ArrayList<>();
        if (value.signum() != 0) {
            smaller.add(BigInteger.ZERO);
            for (int shift = 1; shift < value.bitLength(); shift *= 2) {
                smaller.add(value.subtract(value.shiftRight(shift)));
            }
            smaller.add(value.subtract(BigInteger.valueOf(value.signum())));
            if (value.signum() < 0 && value.bitLength() < Long.SIZE - 1) {
                smaller.add(value.negate());
            }
        }
        return smaller;
    }

    /** Shorter ones, then plainer ones; a character takes {@code width} of the text. */
    private static List<String> texts(String value, int width, String plain) {
        List<String> smaller = new ArrayList<>();
        int count = value.length() / width;
        for (int keep = 0; keep < count; keep = (keep + count + 1) / 2) {
            add(smaller, value.substring(0, keep * width));
        }
        if (count > 0) {
            add(smaller, value.substring(width));
            add(smaller, plain.repeat(value.length()));
        }
        return smaller;
    }

    /** Half a surrogate pair cannot be encoded. */
    private static void add(List<String> smaller, String text) {
        boolean isCut =
                !text.isEmpty()
                        && (Character.isHighSurrogate(text.charAt(text.length() - 1))
                                || Character.isLowSurrogate(text.charAt(0)));
        if (!isCut) {
            smaller.add(text);
        }
    }

    private static void fields(List<Field> fields, Object value, List<Object> smaller) {
        Map<String, Object> before = RandomRecords.map(value);
        for (Field field : fields) {
            for (Object one : than(field.schema(), before.get(field.name()))) {
                Map<String, Object> changed = new LinkedHashMap<>(before);
                changed.put(field.name(), one);
                smaller.add(changed);
            }
        }
    }

    private static void items(Schema element, List<?> value, List<Object> smaller) {
        if (!value.isEmpty()) {
            smaller.add(List.of());
        }
        for (int i = 0; i < value.size(); i++) {
            List<Object> without = new ArrayList<>(value);
            without.remove(i);
            smaller.add(without);
        }
        for (int i = 0; i < value.size(); i++) {
            for (Object one : than(element, value.get(i))) {
                List<Object> changed = new ArrayList<>(value);
                changed.set(i, one);
                smaller.add(changed);
            }
        }
    }
}
