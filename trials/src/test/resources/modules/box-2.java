package trial.box;

import java.util.*;
import theseus.sdk.*;
import theseus.sdk.Module;

/** Items get a memo, and can be hidden from the version before. */
@ModuleInfo(name = "box", version = "2.0.0")
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

    public record Item(long amount, String memo, boolean hidden) {
        Item with(long now) {
            return new Item(now, memo, hidden);
        }
    }

    static final class V1 {
        record Item(long amount) {}
    }

    private final Table<String, V1.Item> items1 = Table.of("items", String.class, V1.Item.class);
    private final Table<String, Item> items =
            Table.of("items", String.class, Item.class).schema(2);
    private final Sum<String, Item> total = Sum.of("total", items, Item::amount);
    private final Index<Boolean, String, Item> large =
            Index.of("large", items, Boolean.class, (key, item) -> item.amount() >= 100);

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
                .lens(items1, items, new Memo())
                .offers(Boxes.class, this::addFor);
    }

    private void put(Context context, Put message) {
        context.require(message.amount() >= 0, Refused.NEGATIVE);
        Optional<Item> held = context.get(items, message.key());
        if (held.isPresent()) {
            context.require(!held.get().hidden(), Refused.HIDDEN);
        }
        String memo = held.isPresent() ? held.get().memo() : "";
        context.put(items, message.key(), new Item(message.amount(), memo, false));
        context.emit(new Stored(message.key(), message.amount()));
    }

    private void add(Context context, Add message) {
        add(context, message.key(), message.amount());
    }

    private long add(Context context, String key, long amount) {
        Item item = context.get(items, key, Refused.MISSING);
        context.require(!item.hidden(), Refused.HIDDEN);
        long now = item.amount() + amount;
        context.require(now >= 0, Refused.NEGATIVE);
        context.put(items, key, item.with(now));
        context.emit(new Stored(key, now));
        return now;
    }

    private void take(Context context, Take message) {
        context.get(items, message.key(), Refused.MISSING);
        context.remove(items, message.key());
    }

    private void tell(Context context, Tell message) {
        context.emit(
                new Told(context.total(total), context.find(large, true, Optional.empty(), 100)));
    }

    private void boom(Context context, Boom message) {
        if (context.get(items, message.key()).isPresent()) {
            throw new IllegalStateException();
        }
    }

    private void mark(Context context, Mark message) {
        Item item = context.get(items, message.key(), Refused.MISSING);
        context.put(items, message.key(), new Item(item.amount(), message.memo(), item.hidden()));
    }

    private void hide(Context context, Hide message) {
        Item item = context.get(items, message.key(), Refused.MISSING);
        context.put(items, message.key(), new Item(item.amount(), item.memo(), true));
    }

    private void show(Context context, Show message) {
        Item item = context.get(items, message.key(), Refused.MISSING);
        context.put(items, message.key(), new Item(item.amount(), item.memo(), false));
    }

    private Result<Long> addFor(Context context, String key, long amount) {
        return Result.ok(add(context, key, amount));
    }

    private static final class Memo implements Lens.OfRecord<String, V1.Item, String, Item> {
        @Override
        public Entry<String, Item> up(
                Entry<String, V1.Item> old, Optional<Entry<String, Item>> previous) {
            String memo = previous.isPresent() ? previous.get().value().memo() : "";
            return new Entry<>(old.key(), new Item(old.value().amount(), memo, false));
        }

        @Override
        public Down<Entry<String, V1.Item>> down(
                Entry<String, Item> now, Optional<Entry<String, V1.Item>> previous) {
            if (now.value().hidden()) {
                return new Down.Absent<>();
            }
            return new Down.Is<>(new Entry<>(now.key(), new V1.Item(now.value().amount())));
        }
    }
}
