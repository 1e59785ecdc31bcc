package trial.box;

import java.util.*;
import theseus.sdk.*;
import theseus.sdk.Module;

/** Each item is two records: the units of its amount, and the rest with what belongs to it. */
@ModuleInfo(name = "box", version = "3.0.0")
public final class Box implements Module {
    public record Put(String key, long amount) implements Message {}

    public record Add(String key, long amount) implements Message {}

    public record Take(String key) implements Message {}

    public record Tell() implements Message {}

    public record Boom(String key) implements Message {}

    public record Mark(String key, String memo) implements Message {}

    public record Hide(String key) implements Message {}

    public record Show(String key) implements Message {}

    public record Stored(String key, long amount) implements Event {}

    public record Told(long total, List<String> large) implements Event {}

    public enum Refused implements Refusal {
        MISSING,
        NEGATIVE,
        HIDDEN
    }

    @Interface(name = "boxes", version = "1.0")
    public interface Boxes {
        Result<Long> add(Context context, String key, long amount);
    }

    public record Slot(String key, long part) {}

    public record Part(long amount, String memo, boolean hidden) {}

    static final class V2 {
        record Item(long amount, String memo, boolean hidden) {
            Item with(long now) {
                return new Item(now, memo, hidden);
            }
        }
    }

    private final Table<String, V2.Item> items2 =
            Table.of("items", String.class, V2.Item.class).schema(2);
    private final Table<Slot, Part> items = Table.of("items", Slot.class, Part.class).schema(3);
    private final Sum<Slot, Part> total = Sum.of("total", items, Part::amount);
    private final Index<Boolean, Slot, Part> large =
            Index.of(
                    "large",
                    items,
                    Boolean.class,
                    (slot, part) -> slot.part() == 1 && part.amount() >= 100);

    @Override
    public void define(Definition module) {
        module.table(items)
                .sum(total)
                .index(large)
                .handles(Put.class, this::put)
                .handles(Add.class, this::add)
                .handles(Take.class, this::take)
                .handles(Tell.class, this::tell)
                .handles(Boom.class, this::boom)
                .handles(Mark.class, this::mark)
                .handles(Hide.class, this::hide)
                .handles(Show.class, this::show)
                .lens(items2, items, new Parts())
                .offers(Boxes.class, this::addFor);
    }

    private Optional<V2.Item> item(Context context, String key) {
        Optional<Part> rest = context.get(items, new Slot(key, 1));
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        long amount = context.get(items, new Slot(key, 0)).get().amount() + rest.get().amount();
        return Optional.of(new V2.Item(amount, rest.get().memo(), rest.get().hidden()));
    }

    private V2.Item present(Context context, String key) {
        Optional<V2.Item> item = item(context, key);
        context.require(item.isPresent(), Refused.MISSING);
        return item.get();
    }

    private void store(Context context, String key, V2.Item item) {
        long units = item.amount() % 10;
        context.put(items, new Slot(key, 0), new Part(units, "", false));
        context.put(
                items,
                new Slot(key, 1),
                new Part(item.amount() - units, item.memo(), item.hidden()));
    }

    private void put(Context context, Put message) {
        context.require(message.amount() >= 0, Refused.NEGATIVE);
        Optional<V2.Item> held = item(context, message.key());
        if (held.isPresent()) {
            context.require(!held.get().hidden(), Refused.HIDDEN);
        }
        String memo = held.isPresent() ? held.get().memo() : "";
        store(context, message.key(), new V2.Item(message.amount(), memo, false));
        context.emit(new Stored(message.key(), message.amount()));
    }

    private void add(Context context, Add message) {
        add(context, message.key(), message.amount());
    }

    private long add(Context context, String key, long amount) {
        V2.Item item = present(context, key);
        context.require(!item.hidden(), Refused.HIDDEN);
        long now = item.amount() + amount;
        context.require(now >= 0, Refused.NEGATIVE);
        store(context, key, item.with(now));
        context.emit(new Stored(key, now));
        return now;
    }

    private void take(Context context, Take message) {
        present(context, message.key());
        context.remove(items, new Slot(message.key(), 0));
        context.remove(items, new Slot(message.key(), 1));
    }

    private void tell(Context context, Tell message) {
        List<String> keys = new ArrayList<>();
        for (Slot slot : context.find(large, true, Optional.empty(), 100)) {
            keys.add(slot.key());
        }
        context.emit(new Told(context.total(total), keys));
    }

    private void boom(Context context, Boom message) {
        if (item(context, message.key()).isPresent()) {
            throw new IllegalStateException();
        }
    }

    private void mark(Context context, Mark message) {
        V2.Item item = present(context, message.key());
        store(
                context,
                message.key(),
                new V2.Item(item.amount(), message.memo(), item.hidden()));
    }

    private void hide(Context context, Hide message) {
        V2.Item item = present(context, message.key());
        store(context, message.key(), new V2.Item(item.amount(), item.memo(), true));
    }

    private void show(Context context, Show message) {
        V2.Item item = present(context, message.key());
        store(context, message.key(), new V2.Item(item.amount(), item.memo(), false));
    }

    private Result<Long> addFor(Context context, String key, long amount) {
        return Result.ok(add(context, key, amount));
    }

    private static final class Parts implements Lens.OfFamily<String, V2.Item, Slot, Part> {
        @Override
        public List<Entry<Slot, Part>> up(
                List<Entry<String, V2.Item>> old, List<Entry<Slot, Part>> previous) {
            String key = old.get(0).key();
            V2.Item item = old.get(0).value();
            long units = item.amount() % 10;
            return List.of(
                    new Entry<>(new Slot(key, 0), new Part(units, "", false)),
                    new Entry<>(
                            new Slot(key, 1),
                            new Part(item.amount() - units, item.memo(), item.hidden())));
        }

        @Override
        public Down<List<Entry<String, V2.Item>>> down(
                List<Entry<Slot, Part>> now, List<Entry<String, V2.Item>> previous) {
            Part rest = now.get(1).value();
            return new Down.Is<>(
                    List.of(
                            new Entry<>(
                                    now.get(0).key().key(),
                                    new V2.Item(
                                            now.get(0).value().amount() + rest.amount(),
                                            rest.memo(),
                                            rest.hidden()))));
        }
    }
}
