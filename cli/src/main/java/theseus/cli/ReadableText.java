package theseus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.assessment.Rehearsed.Side;
import theseus.kernel.Difference;
import theseus.kernel.Executed;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Descriptor;
import theseus.protocol.EventRecord;
import theseus.protocol.MalformedException;
import theseus.protocol.Schema;
import theseus.protocol.SchemaCodec;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** What an execution did, in lines that people read, by the descriptors of both versions. */
final class ReadableText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LINES = 12;
    private static final int MAX_LENGTH = 400;

    private final Map<String, Descriptor> inForce;
    private final String instance;
    private final Descriptor candidate;

    ReadableText(Map<String, Descriptor> inForce, String instance, Descriptor candidate) {
        this.inForce = inForce;
        this.instance = instance;
        this.candidate = candidate;
    }

    Side side(Executed executed, boolean ofCandidate) {
        List<String> changes = new ArrayList<>();
        executed.changes()
                .tables()
                .forEach(
                        (table, rows) -> {
                            if (!table.instance().equals(TableId.KERNEL)) {
                                rows.forEach(
                                        (key, value) -> changes.add(record(table, key, value)));
                            }
                        });
        return new Side(
                cut(EvidenceText.result(executed.receipt().status())),
                executed.receipt().gasUsed(),
                few(executed.receipt().events().stream().map(e -> event(e, ofCandidate)).toList()),
                few(changes));
    }

    List<String> differences(List<Difference> differences) {
        return few(differences.stream().map(this::line).toList());
    }

    private String line(Difference difference) {
        return cut(
                switch (difference) {
                    case Difference.OfResult(var old, var now) ->
                            "result: %s / %s"
                                    .formatted(EvidenceText.result(old), EvidenceText.result(now));
                    case Difference.OfEvent(int position, var old, var now) ->
                            "event %d: %s / %s"
                                    .formatted(
                                            position,
                                            old.map(e -> event(e, true)).orElse("none"),
                                            now.map(e -> event(e, true)).orElse("none"));
                    case Difference.OfRecord(TableId table, Bytes key, var old, var now) ->
                            "record: %s / %s"
                                    .formatted(content(table, key, old), content(table, key, now));
                    case Difference.OfUnit unit ->
                            "unit: %s / %s"
                                    .formatted(
                                            rows(unit.oldTable(), unit.old()),
                                            rows(unit.newTable(), unit.current()));
                });
    }

    private String content(TableId table, Bytes key, Difference.Content content) {
        return switch (content) {
            case Difference.Content.Untouched _ -> "untouched";
            case Difference.Content.Removed _ -> record(table, key, Optional.empty());
            case Difference.Content.Put(Bytes value) -> record(table, key, Optional.of(value));
        };
    }

    private String rows(TableId table, List<Row> rows) {
        return rows.isEmpty()
                ? "nothing in " + name(table)
                : rows.stream()
                        .map(row -> record(table, row.key(), Optional.of(row.value())))
                        .reduce((a, b) -> a + "; " + b)
                        .orElse("");
    }

    String record(TableId table, Bytes key, Optional<Bytes> value) {
        Optional<Descriptor.TableShape> shape = shape(table);
        String shownKey = shape.map(s -> plain(s.key(), key)).orElseGet(key::hex);
        String shown =
                value.map(
                                bytes ->
                                        " = "
                                                + shape.map(s -> plain(s.value(), bytes))
                                                        .orElseGet(bytes::hex))
                        .orElse(" removed");
        return cut(name(table) + " " + shownKey + shown);
    }

    private static String name(TableId table) {
        return table.instance() + "/" + table.table() + "/" + table.schema();
    }

    private Optional<Descriptor.TableShape> shape(TableId table) {
        List<Descriptor> versions = new ArrayList<>();
        if (table.instance().equals(instance)) {
            versions.add(candidate);
        }
        Optional.ofNullable(inForce.get(table.instance())).ifPresent(versions::add);
        return versions.stream()
                .flatMap(descriptor -> descriptor.tables().stream())
                .filter(s -> s.name().equals(table.table()) && s.schema() == table.schema())
                .filter(s -> s.kind() == Descriptor.TableKind.BASE)
                .findFirst();
    }

    private String event(EventRecord event, boolean ofCandidate) {
        Descriptor descriptor =
                ofCandidate && event.instance().equals(instance)
                        ? candidate
                        : inForce.get(event.instance());
        String body =
                Optional.ofNullable(descriptor).stream()
                        .flatMap(d -> d.events().stream())
                        .filter(shape -> shape.name().equals(event.name()))
                        .findFirst()
                        .map(shape -> plain(shape.body(), event.body()))
                        .orElseGet(() -> event.body().hex());
        return cut(event.instance() + "." + event.name() + " " + body);
    }

    private static String plain(Schema schema, Bytes encoding) {
        try {
            return JSON.writeValueAsString(SchemaCodec.decode(schema, encoding))
                    .replace("\"", "")
                    .replace(",", ", ");
        } catch (MalformedException | JsonProcessingException e) {
            return encoding.hex();
        }
    }

    private static List<String> few(List<String> lines) {
        if (lines.size() <= MAX_LINES) {
            return lines;
        }
        List<String> few = new ArrayList<>(lines.subList(0, MAX_LINES));
        few.add("and " + (lines.size() - MAX_LINES) + " more");
        return few;
    }

    private static String cut(String line) {
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 1) + "…";
    }
}
