package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.EventRecord;
import theseus.protocol.Evidence;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** Differences as lines for people; keys and values as hex. */
final class DifferenceText {
    /** So that a tally with all its evidence stays within what a report may have. */
    private static final int MAX_LINES = 8;

    private static final int MAX_ROWS = 4;

    private DifferenceText() {}

    static List<String> lines(List<Difference> differences) {
        return differences.stream()
                .limit(Math.min(MAX_LINES, Evidence.MAX_DIFFERENCES))
                .map(DifferenceText::line)
                .toList();
    }

    static String line(Difference difference) {
        String line =
                switch (difference) {
                    case Difference.OfResult(Status old, Status candidate) ->
                            "result: in force %s, candidate %s"
                                    .formatted(status(old), status(candidate));
                    case Difference.OfEvent(int position, var old, var candidate) ->
                            "event %d: in force %s, candidate %s"
                                    .formatted(position, event(old), event(candidate));
                    case Difference.OfRecord(TableId table, Bytes key, var old, var candidate) ->
                            "record %s of %s: in force %s, candidate %s"
                                    .formatted(
                                            key.hex(),
                                            name(table),
                                            content(old),
                                            content(candidate));
                    case Difference.OfUnit(
                                    TableId oldTable,
                                    List<Row> old,
                                    TableId newTable,
                                    List<Row> current) ->
                            "unit: in force %s in %s, candidate %s in %s"
                                    .formatted(
                                            rows(old),
                                            name(oldTable),
                                            rows(current),
                                            name(newTable));
                };
        return cut(line);
    }

    static String cut(String line) {
        return line.substring(0, Math.min(line.length(), Evidence.MAX_DIFFERENCE_LENGTH));
    }

    private static String status(Status status) {
        return switch (status) {
            case Status.Applied _ -> "applied";
            case Status.Refused(int message, String instance, String code) ->
                    "refused message %d by %s with %s".formatted(message, instance, code);
            case Status.Trapped(int message, String instance, var kind, String reason) ->
                    "trapped at message %d in %s: %s, %s"
                            .formatted(message, instance, kind, reason);
            case Status.Rejected(String code) -> "rejected with " + code;
        };
    }

    private static String event(Optional<EventRecord> event) {
        return event.map(one -> one.instance() + "." + one.name() + " " + one.body().hex())
                .orElse("none");
    }

    private static String content(Difference.Content content) {
        return switch (content) {
            case Difference.Content.Untouched() -> "left it";
            case Difference.Content.Removed() -> "removed it";
            case Difference.Content.Put(Bytes value) -> "put " + value.hex();
        };
    }

    private static String rows(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        for (Row row : rows.subList(0, Math.min(MAX_ROWS, rows.size()))) {
            text.append(row.key().hex()).append('=').append(row.value().hex()).append(' ');
        }
        return rows.isEmpty() ? "nothing" : text.append("(" + rows.size() + ")").toString();
    }

    private static String name(TableId table) {
        return table.instance() + "/" + table.table() + "/" + table.schema();
    }
}
