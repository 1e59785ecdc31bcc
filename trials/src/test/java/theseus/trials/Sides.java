package theseus.trials;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import theseus.kernel.spi.StateView;
import theseus.model.Event;
import theseus.model.Message;
import theseus.model.Result;
import theseus.model.Step;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.EventRecord;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.Statement;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Says what one side has in the words of the other: messages, records, receipts. */
final class Sides {
    private static final List<String> TOLD = List.of("Told", "Stored", "Forwarded");
    private static final int MOST_ROWS = 10_000;

    private Sides() {}

    static theseus.protocol.Message message(Message message) {
        String[] words = message.body().isEmpty() ? new String[0] : message.body().split(" ");
        CborWriter out = new CborWriter().arrayHeader(words.length);
        for (int i = 0; i < words.length; i++) {
            boolean number = i == 1 && !message.name().equals("Mark");
            if (number) {
                out.integer(Long.parseLong(words[i]));
            } else {
                out.text(words[i]);
            }
        }
        return new theseus.protocol.Message(
                message.instance(), message.name(), message.form(), out.toBytes());
    }

    static theseus.model.Plan.Schedule schedule(Plan.Schedule real) {
        return new theseus.model.Plan.Schedule(
                real.votingBlocks(),
                real.readyBlocks(),
                real.backfillBlocks(),
                real.reportBlocks(),
                real.agreementBlocks(),
                window(real.shadow()),
                real.canary().stream().map(step -> window(step.window())).toList(),
                window(real.probation()),
                real.gasFactor(),
                real.gasRatioPercent());
    }

    private static theseus.model.Plan.Window window(Plan.Window real) {
        return new theseus.model.Plan.Window(
                real.blocks(), real.millis(), real.transactions(), real.keys());
    }

    static theseus.model.Plan.MessageName name(Plan.MessageName real) {
        return new theseus.model.Plan.MessageName(real.instance(), real.message());
    }

    /** Short, for a story. */
    static String text(Hash id) {
        return id.bytes().hex().substring(0, 8);
    }

    static String text(List<Message> messages) {
        return messages.stream()
                .map(
                        one ->
                                one.instance()
                                        + "."
                                        + one.name()
                                        + (one.form() > 1 ? "/" + one.form() : "")
                                        + " "
                                        + one.body())
                .toList()
                .toString();
    }

    static String text(Statement.Body body) {
        return switch (body) {
            case Statement.Body.Ready ready -> "ready " + text(ready.plan());
            case Statement.Body.Trip trip -> "trip " + text(trip.plan());
            case Statement.Body.Report report ->
                    "report %s at %d: %s"
                            .formatted(
                                    text(report.plan()), report.height(), text(report.tableRoot()));
            case Statement.Body.Recover recover ->
                    "recover " + theseus.protocol.Changes.decode(recover.action());
        };
    }

    static String text(String what, Step step) {
        return what
                + " "
                + switch (step) {
                    case Step.Open(theseus.model.Plan plan) ->
                            "%s %s%s%s canary %d"
                                    .formatted(
                                            plan.id().substring(0, 8),
                                            plan.actions(),
                                            plan.hotfix() ? " hotfix" : "",
                                            plan.irreversible() ? " irreversible" : "",
                                            plan.schedule().canary().size());
                    case Step.Approve(String plan) -> plan.substring(0, 8);
                    case Step.Stop(String plan) -> plan.substring(0, 8);
                    default -> step.toString();
                };
    }

    static String result(Receipt receipt) {
        return switch (receipt.status()) {
            case Receipt.Status.Applied() -> "applied " + events(receipt.events());
            case Receipt.Status.Refused(int at, String instance, String code) -> "refused " + code;
            case Receipt.Status.Trapped(int at, String instance, TrapKind kind, String reason) ->
                    "trapped " + kind;
            case Receipt.Status.Rejected(String code) -> "rejected " + code;
        };
    }

    static String result(Result result, List<Event> events) {
        return switch (result) {
            case Result.Applied() -> "applied " + events;
            case Result.Refused(String code) -> "refused " + code;
            case Result.Trapped(String kind) -> "trapped " + kind;
            case Result.Rejected(String code) -> "rejected " + code;
        };
    }

    private static List<Event> events(List<EventRecord> records) {
        List<Event> events = new ArrayList<>();
        for (EventRecord record : records) {
            if (!TOLD.contains(record.name())) {
                events.add(new Event(record.instance(), record.name(), ""));
                continue;
            }
            CborReader in = new CborReader(record.body());
            int fields = in.arrayHeader();
            String body;
            if (record.name().equals("Told")) {
                long total = in.integer(Long.SIZE);
                List<String> keys = new ArrayList<>();
                for (int left = in.arrayHeader(); left > 0; left--) {
                    keys.add(in.text());
                }
                body = total + " " + String.join(",", keys);
            } else {
                body = in.text() + " " + in.integer(Long.SIZE);
                body = fields > 2 ? body + " " + in.bool() : body;
            }
            events.add(new Event(record.instance(), record.name(), body));
        }
        return events;
    }

    /** All base tables of these instances that {@code view} has rows of, as the model says them. */
    static Map<String, Map<String, String>> tables(StateView view, List<String> instances) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (String instance : instances) {
            add(all, view, new TableId(instance, "items", 1), Sides::text, Sides::number);
            add(all, view, new TableId(instance, "items", 2), Sides::text, Sides::item);
            add(all, view, new TableId(instance, "items", 3), Sides::slot, Sides::item);
            add(all, view, new TableId(instance, "log", 1), Sides::text, Sides::number);
        }
        return all;
    }

    /** The same of the model's tables. */
    static Map<String, Map<String, String>> tables(
            theseus.model.Tables tables, List<String> instances) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (String instance : instances) {
            for (int schema = 1; schema <= 3; schema++) {
                for (String table : List.of("items", "log")) {
                    Map<String, String> rows = new TreeMap<>();
                    tables.rows(new theseus.model.TableName(instance, table, schema))
                            .forEach(row -> rows.put(row.key(), row.value()));
                    if (!rows.isEmpty()) {
                        all.put(instance + "/" + table + "/" + schema, rows);
                    }
                }
            }
        }
        return all;
    }

    private static void add(
            Map<String, Map<String, String>> all,
            StateView view,
            TableId table,
            Function<CborReader, String> key,
            Function<CborReader, String> value) {
        Map<String, String> rows = new TreeMap<>();
        for (StateView.Row row : view.range(table, Bytes.EMPTY, Optional.empty(), MOST_ROWS)) {
            rows.put(
                    key.apply(new CborReader(row.key())), value.apply(new CborReader(row.value())));
        }
        if (!rows.isEmpty()) {
            all.put(table.instance() + "/" + table.table() + "/" + table.schema(), rows);
        }
    }

    private static String text(CborReader in) {
        return in.text();
    }

    private static String slot(CborReader in) {
        in.expectArray(2);
        return in.text() + "/" + in.integer(Long.SIZE);
    }

    private static String number(CborReader in) {
        in.expectArray(1);
        return "" + in.integer(Long.SIZE);
    }

    private static String item(CborReader in) {
        in.expectArray(3);
        return BoxModel.text(in.integer(Long.SIZE), in.text(), in.bool());
    }
}
