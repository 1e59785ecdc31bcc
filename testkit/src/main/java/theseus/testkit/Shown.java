package theseus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Schema;
import theseus.protocol.SchemaCodec;

/** Records in words: {@code 7 → {text: "a", stars: 0}}. */
@SuppressWarnings("NullAway") // null is what an absent value is in plain values
final class Shown {
    private static final int MAX_LENGTH = 80;
    private static final int MAX_ROWS = 20;

    private Shown() {}

    /** A line for each. */
    static String rows(Schema key, Schema value, List<Row> rows) {
        if (rows.isEmpty()) {
            return "none";
        }
        List<String> lines = new ArrayList<>();
        for (Row row : rows.subList(0, Math.min(rows.size(), MAX_ROWS))) {
            lines.add(
                    value(key, SchemaCodec.decode(key, row.key()))
                            + " → "
                            + value(value, SchemaCodec.decode(value, row.value())));
        }
        if (rows.size() > MAX_ROWS) {
            lines.add("... of " + rows.size() + " records");
        }
        return String.join("\n", lines);
    }

    static String value(Schema schema, Object value) {
        return switch (schema) {
            case Schema.Text() -> '"' + shortened((String) value, "characters") + '"';
            case Schema.ByteString(), Schema.Account(), Schema.Digest() ->
                    "0x" + shortened((String) value, "digits");
            case Schema.Structure(_, var fields) -> fields(fields, value, "");
            case Schema.Union(_, var cases) -> {
                var chosen = RandomRecords.chosen(cases, value);
                yield fields(chosen.fields(), value, chosen.name());
            }
            case Schema.ListOf(Schema element) ->
                    ((List<?>) value)
                            .stream().map(item -> value(element, item)).toList().toString();
            case Schema.OptionalOf(Schema element) ->
                    value == null ? "none" : value(element, value);
            case Schema.Bool _, Schema.Int _, Schema.BigInt _, Schema.Enumeration _ ->
                    shortened(String.valueOf(value), "digits");
        };
    }

    private static String fields(List<Schema.Field> fields, Object value, String name) {
        Map<String, Object> content = RandomRecords.map(value);
        List<String> parts = new ArrayList<>();
        for (Schema.Field field : fields) {
            parts.add(field.name() + ": " + value(field.schema(), content.get(field.name())));
        }
        return name + "{" + String.join(", ", parts) + "}";
    }

    private static String shortened(String text, String unit) {
        return text.length() <= MAX_LENGTH
                ? text
                : text.substring(0, MAX_LENGTH / 2) + "... of " + text.length() + " " + unit;
    }
}
