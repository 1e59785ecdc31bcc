package theseus.trials;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import theseus.model.Context;
import theseus.model.Event;
import theseus.model.Lens;
import theseus.model.Row;
import theseus.model.Version;

/** The boxes of the random run, as the model has them. Bodies are words. */
final class BoxModel {
    private static final long LARGE = 100;

    private record Item(long amount, String memo, boolean hidden) {}

    private final int schema;
    private final Flaw flaw;
    private final Set<Trait> traits;

    BoxModel(int schema, Flaw flaw, Set<Trait> traits) {
        this.schema = schema;
        this.flaw = flaw;
        this.traits = traits;
    }

    Version version(String version) {
        Version box =
                Version.named(version)
                        .table("items", schema)
                        .sum("total", "items", row -> parse(row.value()).amount())
                        .index("large", "items", row -> Optional.of(large(row)))
                        .handles("Put", (context, body) -> put(context, body))
                        .handles("Add", (context, body) -> add(context, body))
                        .handles(
                                "Take",
                                (context, key) -> {
                                    present(context, key);
                                    remove(context, key);
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
                                    if (item(context, key).isPresent()) {
                                        throw new IllegalStateException();
                                    }
                                })
                        .offers("add", (context, body) -> "" + add(context, body));
        if (traits.contains(Trait.TICKS)) {
            box.endBlock(this::tick);
        }
        return schema == 1 ? box : newer(box);
    }

    private void tick(Context context) {
        Optional<Item> item = item(context, "k0");
        if (item.isPresent() && item.get().amount() > 0 && !item.get().hidden()) {
            Item now = new Item(item.get().amount() - 1, item.get().memo(), false);
            store(context, "k0", now);
        }
    }

    private Version newer(Version box) {
        if (traits.contains(Trait.FORMS)) {
            box.handles("Put", 2, (context, body) -> put(context, body));
        }
        if (traits.contains(Trait.WORDS)) {
            box.upEvent("Stored", BoxModel::withSize).upRefusal("MISSING", "ABSENT");
        }
        box.lens(memo(flaw));
        if (schema == 3) {
            box.lens(parts());
        }
        return box.handles(
                        "Mark",
                        (context, body) -> {
                            String[] words = body.split(" ");
                            Item item = present(context, words[0]);
                            store(
                                    context,
                                    words[0],
                                    new Item(item.amount(), words[1], item.hidden()));
                        })
                .handles("Hide", (context, key) -> hide(context, key, true))
                .handles("Show", (context, key) -> hide(context, key, false));
    }

    /** As it is when it was told in these words already. */
    private static Event withSize(Event old) {
        String[] words = old.body().split(" ");
        return words.length > 2
                ? old
                : new Event(
                        old.instance(),
                        old.name(),
                        old.body() + " " + (Long.parseLong(words[1]) >= LARGE));
    }

    private void stored(Context context, String key, long amount) {
        String body = key + " " + amount;
        context.emit(
                "Stored", traits.contains(Trait.WORDS) ? body + " " + (amount >= LARGE) : body);
    }

    private void hide(Context context, String key, boolean hidden) {
        Item item = present(context, key);
        store(context, key, new Item(item.amount(), item.memo(), hidden));
    }

    private void put(Context context, String body) {
        String key = body.split(" ")[0];
        long amount = Long.parseLong(body.split(" ")[1]);
        if (amount < 0) {
            throw context.refuse("NEGATIVE");
        }
        if (flaw == Flaw.TRAPS_AT_13 && amount == 13) {
            throw new IllegalStateException();
        }
        Optional<Item> held = item(context, key);
        if (held.isPresent() && held.get().hidden()) {
            throw context.refuse("HIDDEN");
        }
        String[] words = body.split(" ");
        String memo = words.length > 2 ? words[2] : held.map(Item::memo).orElse("");
        store(context, key, new Item(amount, memo, false));
        if (flaw != Flaw.SILENT) {
            stored(context, key, amount);
        }
    }

    private long add(Context context, String body) {
        String key = body.split(" ")[0];
        long amount = Long.parseLong(body.split(" ")[1]);
        Item item = present(context, key);
        if (item.hidden()) {
            throw context.refuse("HIDDEN");
        }
        boolean off = flaw == Flaw.OFF_BY_ONE_AT_7 && amount == 7;
        long now = item.amount() + (off ? 8 : amount);
        if (now < 0) {
            throw context.refuse("NEGATIVE");
        }
        store(context, key, new Item(now, item.memo(), item.hidden()));
        stored(context, key, now);
        return now;
    }

    private Item present(Context context, String key) {
        return item(context, key)
                .orElseThrow(
                        () -> context.refuse(traits.contains(Trait.WORDS) ? "ABSENT" : "MISSING"));
    }

    private Optional<Item> item(Context context, String key) {
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

    private void store(Context context, String key, Item item) {
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

    private void remove(Context context, String key) {
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

    private String large(Row row) {
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
                    if (flaw == Flaw.REFUSES_M2 && item.memo().equals("m2")) {
                        return new Lens.Image.Refuse("m2");
                    }
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
