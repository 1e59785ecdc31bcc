package theseus.trials;

import java.util.Optional;
import java.util.stream.Collectors;
import theseus.model.Context;
import theseus.model.Lens;
import theseus.model.Row;
import theseus.model.Version;

/** The modules of the random run, as the model has them. Bodies are words. */
final class BoxModel {
    private static final long LARGE = 100;

    private record Item(long amount, String memo, boolean hidden) {}

    private BoxModel() {}

    static Version relay(String version, String box, Flaw flaw) {
        return Version.named(version)
                .table("log", 1)
                .calls(box)
                .handles(
                        "Forward",
                        (context, body) -> {
                            String[] words = body.split(" ");
                            Context.Answer answer = context.call(box, "add", body);
                            if (answer.refusal().isPresent()) {
                                throw context.refuse(answer.refusal().get());
                            }
                            long amount = Long.parseLong(words[1]);
                            boolean off = flaw == Flaw.LOGS_OFF_BY_ONE && amount == 7;
                            context.put("log", words[0], "" + (off ? 8 : amount));
                            context.emit(
                                    "Forwarded", words[0] + " " + answer.value().orElseThrow());
                        });
    }

    static Version box(String version, int schema, Flaw flaw) {
        Version box =
                Version.named(version)
                        .table("items", schema)
                        .sum("total", "items", row -> parse(row.value()).amount())
                        .index("large", "items", row -> Optional.of(large(schema, row)))
                        .handles("Put", (context, body) -> put(context, schema, flaw, body))
                        .handles("Add", (context, body) -> add(context, schema, flaw, body))
                        .handles(
                                "Take",
                                (context, key) -> {
                                    present(context, schema, key);
                                    remove(context, schema, key);
                                })
                        .handles(
                                "Tell",
                                (context, body) ->
                                        context.emit(
                                                "Told",
                                                context.total("total")
                                                        + " "
                                                        + context.find("large", "y").stream()
                                                                .map(key -> key.split("/")[0])
                                                                .collect(Collectors.joining(","))))
                        .handles(
                                "Boom",
                                (context, key) -> {
                                    if (item(context, schema, key).isPresent()) {
                                        throw new IllegalStateException();
                                    }
                                })
                        .offers("add", (context, body) -> "" + add(context, schema, flaw, body));
        return schema == 1 ? box : newer(box, schema, flaw);
    }

    private static Version newer(Version box, int schema, Flaw flaw) {
        box.lens(memo(flaw));
        if (schema == 3) {
            box.lens(parts());
        }
        return box.handles(
                        "Mark",
                        (context, body) -> {
                            String[] words = body.split(" ");
                            Item item = present(context, schema, words[0]);
                            store(
                                    context,
                                    schema,
                                    words[0],
                                    new Item(item.amount(), words[1], item.hidden()));
                        })
                .handles("Hide", (context, key) -> hide(context, schema, key, true))
                .handles("Show", (context, key) -> hide(context, schema, key, false));
    }

    private static void hide(Context context, int schema, String key, boolean hidden) {
        Item item = present(context, schema, key);
        store(context, schema, key, new Item(item.amount(), item.memo(), hidden));
    }

    private static void put(Context context, int schema, Flaw flaw, String body) {
        String key = body.split(" ")[0];
        long amount = Long.parseLong(body.split(" ")[1]);
        if (amount < 0) {
            throw context.refuse("NEGATIVE");
        }
        if (flaw == Flaw.TRAPS_AT_13 && amount == 13) {
            throw new IllegalStateException();
        }
        Optional<Item> held = item(context, schema, key);
        if (held.isPresent() && held.get().hidden()) {
            throw context.refuse("HIDDEN");
        }
        store(context, schema, key, new Item(amount, held.map(Item::memo).orElse(""), false));
        if (flaw != Flaw.SILENT) {
            context.emit("Stored", key + " " + amount);
        }
    }

    private static long add(Context context, int schema, Flaw flaw, String body) {
        String key = body.split(" ")[0];
        long amount = Long.parseLong(body.split(" ")[1]);
        Item item = present(context, schema, key);
        if (item.hidden()) {
            throw context.refuse("HIDDEN");
        }
        boolean off = flaw == Flaw.OFF_BY_ONE_AT_7 && amount == 7;
        long now = item.amount() + (off ? 8 : amount);
        if (now < 0) {
            throw context.refuse("NEGATIVE");
        }
        store(context, schema, key, new Item(now, item.memo(), item.hidden()));
        context.emit("Stored", key + " " + now);
        return now;
    }

    private static Item present(Context context, int schema, String key) {
        return item(context, schema, key).orElseThrow(() -> context.refuse("MISSING"));
    }

    private static Optional<Item> item(Context context, int schema, String key) {
        if (schema < 3) {
            return context.get("items", key).map(BoxModel::parse);
        }
        Optional<Item> rest = context.get("items", key + "/1").map(BoxModel::parse);
        return rest.map(
                item ->
                        new Item(
                                item.amount()
                                        + parse(context.get("items", key + "/0").orElseThrow())
                                                .amount(),
                                item.memo(),
                                item.hidden()));
    }

    private static void store(Context context, int schema, String key, Item item) {
        switch (schema) {
            case 1 -> context.put("items", key, "" + item.amount());
            case 2 -> context.put("items", key, text(item));
            default -> {
                for (Row row : split(key, item)) {
                    context.put("items", row.key(), row.value());
                }
            }
        }
    }

    private static void remove(Context context, int schema, String key) {
        if (schema < 3) {
            context.remove("items", key);
        } else {
            context.remove("items", key + "/0");
            context.remove("items", key + "/1");
        }
    }

    private static java.util.List<Row> split(String key, Item item) {
        long units = item.amount() % 10;
        return java.util.List.of(
                new Row(key + "/0", text(new Item(units, "", false))),
                new Row(
                        key + "/1",
                        text(new Item(item.amount() - units, item.memo(), item.hidden()))));
    }

    private static String large(int schema, Row row) {
        boolean part = schema < 3 || row.key().endsWith("/1");
        return part && parse(row.value()).amount() >= LARGE ? "y" : "n";
    }

    static String text(long amount, String memo, boolean hidden) {
        return amount + ";" + memo + ";" + hidden;
    }

    private static String text(Item item) {
        return text(item.amount(), item.memo(), item.hidden());
    }

    private static Item parse(String value) {
        String[] fields = value.split(";", -1);
        return fields.length == 1
                ? new Item(Long.parseLong(fields[0]), "", false)
                : new Item(Long.parseLong(fields[0]), fields[1], Boolean.parseBoolean(fields[2]));
    }

    private static Lens memo(Flaw flaw) {
        return new Lens(
                "items",
                1,
                "items",
                2,
                false,
                (old, previous) -> {
                    String memo =
                            previous.isEmpty() ? "" : parse(previous.getFirst().value()).memo();
                    long amount = parse(old.getFirst().value()).amount();
                    return java.util.List.of(
                            new Row(old.getFirst().key(), text(new Item(amount, memo, false))));
                },
                (now, previous) -> {
                    Item item = parse(now.getFirst().value());
                    boolean wrong = flaw == Flaw.LAW_AT_11 && item.amount() == 11;
                    return item.hidden()
                            ? new Lens.Image.Absent()
                            : new Lens.Image.Is(
                                    new Row(
                                            now.getFirst().key(),
                                            "" + (wrong ? 0 : item.amount())));
                });
    }

    private static Lens parts() {
        return new Lens(
                "items",
                2,
                "items",
                3,
                true,
                (old, previous) -> split(old.getFirst().key(), parse(old.getFirst().value())),
                (now, previous) -> {
                    Item units = parse(now.get(0).value());
                    Item rest = parse(now.get(1).value());
                    return new Lens.Image.Is(
                            new Row(
                                    now.get(0).family(),
                                    text(
                                            new Item(
                                                    units.amount() + rest.amount(),
                                                    rest.memo(),
                                                    rest.hidden()))));
                });
    }
}
