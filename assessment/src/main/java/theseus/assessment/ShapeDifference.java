package theseus.assessment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.protocol.Schema;
import theseus.protocol.Schema.Field;
import theseus.protocol.Schema.Structure;

/** In what two shapes differ, in words. */
final class ShapeDifference {
    private static final int MAX_WORDS = 6;

    private final List<String> words = new ArrayList<>();

    private ShapeDifference() {}

    /** Such as {@code field 'purpose' added, 'until' was int64 and is now optional int64}. */
    static String between(Schema old, Schema now) {
        ShapeDifference difference = new ShapeDifference();
        difference.compare("", old, now);
        List<String> words = difference.words;
        if (words.size() > MAX_WORDS) {
            return String.join(", ", words.subList(0, MAX_WORDS))
                    + " and "
                    + (words.size() - MAX_WORDS)
                    + " more";
        }
        return String.join(", ", words);
    }

    private void compare(String where, Schema old, Schema now) {
        if (old.equals(now)) {
            return;
        }
        if (old instanceof Structure before && now instanceof Structure after) {
            structures(where, before, after);
        } else if (old instanceof Schema.ListOf(Schema before)
                && now instanceof Schema.ListOf(Schema after)) {
            compare(where + "[]", before, after);
        } else if (old instanceof Schema.OptionalOf(Schema before)
                && now instanceof Schema.OptionalOf(Schema after)) {
            compare(where, before, after);
        } else if (old instanceof Schema.Enumeration before
                && now instanceof Schema.Enumeration after) {
            words.add(at(where) + "has the constants " + after.constants());
            if (before.constants().equals(after.constants())) {
                words.set(words.size() - 1, at(where) + "is called " + after.name());
            }
        } else if (old instanceof Schema.Union before && now instanceof Schema.Union after) {
            unions(where, before, after);
        } else {
            words.add(at(where) + "was " + name(old) + " and is now " + name(now));
        }
    }

    private void structures(String where, Structure old, Structure now) {
        Map<String, Schema> before = fields(old);
        Map<String, Schema> after = fields(now);
        int known = words.size();
        after.forEach(
                (name, schema) -> {
                    if (!before.containsKey(name)) {
                        words.add("field '" + path(where, name) + "' added");
                    }
                });
        before.forEach(
                (name, schema) -> {
                    Schema other = after.get(name);
                    if (other == null) {
                        words.add("field '" + path(where, name) + "' gone");
                    } else {
                        compare(path(where, name), schema, other);
                    }
                });
        if (words.size() == known) {
            words.add(
                    old.name().equals(now.name())
                            ? at(where) + "has its fields in another order"
                            : at(where) + "is called " + now.name() + ", not " + old.name());
        }
    }

    private void unions(String where, Schema.Union old, Schema.Union now) {
        List<String> before = old.cases().stream().map(Structure::name).toList();
        List<String> after = now.cases().stream().map(Structure::name).toList();
        if (!before.equals(after)) {
            words.add(at(where) + "has the cases " + after + ", not " + before);
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            compare(path(where, before.get(i)), old.cases().get(i), now.cases().get(i));
        }
    }

    private static Map<String, Schema> fields(Structure structure) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        for (Field field : structure.fields()) {
            fields.put(field.name(), field.schema());
        }
        return fields;
    }

    private static String path(String where, String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    private static String at(String where) {
        return where.isEmpty() ? "it " : "'" + where + "' ";
    }

    private static String name(Schema schema) {
        return switch (schema) {
            case Schema.Bool _ -> "boolean";
            case Schema.Int(int bits) -> "int" + bits;
            case Schema.BigInt _ -> "integer";
            case Schema.Text _ -> "text";
            case Schema.ByteString _ -> "bytes";
            case Schema.Account _ -> "account";
            case Schema.Digest _ -> "hash";
            case Schema.Enumeration choice -> choice.name();
            case Structure structure -> structure.name();
            case Schema.Union union -> union.name();
            case Schema.ListOf(Schema element) -> "list of " + name(element);
            case Schema.OptionalOf(Schema element) -> "optional " + name(element);
        };
    }
}
