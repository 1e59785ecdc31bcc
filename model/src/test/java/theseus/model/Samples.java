package theseus.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A ledger in several versions. Version 1 keeps amounts; version 2 keeps an amount and a note,
 * {@code 5;gift}, and can freeze an account, {@code 5;!}, which version 1 must not see.
 */
final class Samples {
    static final String LEDGER = "ledger";
    static final TableName OLD = new TableName(LEDGER, "balances", 1);
    static final TableName NEW = new TableName(LEDGER, "balances", 2);
    static final Plan.Window ONE_BLOCK = new Plan.Window(1, 0, 0, 0);

    static final Plan.Schedule SCHEDULE =
            new Plan.Schedule(10, 10, 10, 1, 5, ONE_BLOCK, List.of(ONE_BLOCK), ONE_BLOCK, 2, 1000);

    private Samples() {}

    static Version one() {
        return ledger("1", 1);
    }

    /** Version 2 with its lens. */
    static Version two() {
        return ledger("2", 2)
                .lens(note())
                .handles(
                        "Freeze",
                        (context, account) -> {
                            long amount = amount(context.get("balances", account).orElse("0;"));
                            context.put("balances", account, amount + ";!");
                        });
    }

    /** Deposit and Withdraw say "account amount"; Total tells the sum. */
    static Version ledger(String name, int schema) {
        String tail = schema == 1 ? "" : ";";
        return Version.named(name)
                .table("balances", schema)
                .table("names", 1)
                .sum("supply", "balances", row -> amount(row.value()))
                .index("rich", "balances", row -> Optional.of(amount(row.value()) > 9 ? "y" : "n"))
                .handles(
                        "Deposit",
                        (context, body) -> {
                            context.spend(10);
                            String[] words = body.split(" ");
                            String held = context.get("balances", words[0]).orElse("0" + tail);
                            if (held.endsWith("!")) {
                                throw context.refuse("FROZEN");
                            }
                            long now = amount(held) + Long.parseLong(words[1]);
                            context.put("balances", words[0], now + note(held));
                            context.emit("Deposited", body);
                        })
                .handles("Close", (context, account) -> context.remove("balances", account))
                .handles(
                        "Withdraw",
                        (context, body) -> {
                            context.spend(10);
                            String[] words = body.split(" ");
                            String held = context.get("balances", words[0]).orElse("0" + tail);
                            long now = amount(held) - Long.parseLong(words[1]);
                            if (now < 0) {
                                throw context.refuse("INSUFFICIENT");
                            }
                            context.put("balances", words[0], now + note(held));
                        })
                .handles("Rename", (context, body) -> context.put("names", body, "x"))
                .handles(
                        "Total",
                        (context, _) -> context.emit("Total", "" + context.total("supply")));
    }

    static long amount(String value) {
        return Long.parseLong(value.split(";")[0]);
    }

    private static String note(String value) {
        int at = value.indexOf(';');
        return at < 0 ? "" : value.substring(at);
    }

    /** A note is kept by up; a frozen account is absent below. */
    static Lens note() {
        return record(
                (old, previous) ->
                        new Row(
                                old.key(),
                                old.value() + previous.map(row -> note(row.value())).orElse(";")),
                (row, _) ->
                        row.value().endsWith("!")
                                ? new Lens.Image.Absent()
                                : new Lens.Image.Is(new Row(row.key(), "" + amount(row.value()))));
    }

    interface UpRecord {
        Row of(Row old, Optional<Row> previous);
    }

    interface DownRecord {
        Lens.Image of(Row current, Optional<Row> previous);
    }

    static Lens record(UpRecord up, DownRecord down) {
        return new Lens(
                "balances",
                1,
                "balances",
                2,
                false,
                (old, previous) -> List.of(up.of(old.getFirst(), previous.stream().findFirst())),
                (current, previous) -> down.of(current.getFirst(), previous.stream().findFirst()));
    }

    static Plan plan(Version from, Version to, Plan.Declaration... declarations) {
        return plan("plan", from, to, SCHEDULE, declarations);
    }

    static Plan plan(
            String id,
            Version from,
            Version to,
            Plan.Schedule schedule,
            Plan.Declaration... declarations) {
        return new Plan(
                id,
                List.of(new Plan.Action.Upgrade(LEDGER, from, to)),
                false,
                false,
                schedule,
                Set.of(declarations),
                Set.of());
    }

    static Plan.Declaration declares(String message, Plan.Respect respect, String subject) {
        return new Plan.Declaration(new Plan.MessageName(LEDGER, message), respect, subject);
    }

    /** Three validators of equal power; a canary selects whose name begins with c. */
    static Chain chain(Version version) {
        Map<String, Long> powers = new TreeMap<>(Map.of("v1", 1L, "v2", 1L, "v3", 1L));
        return new Chain(powers, (_, _, key) -> key.startsWith("c")).install(LEDGER, version, "");
    }
}
