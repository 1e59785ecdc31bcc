package trial.box;

import java.util.*;
import theseus.sdk.*;
import theseus.sdk.Module;

/** Amounts by name: the first version of the modules of the random run. */
@ModuleInfo(name = "box", version = "1.0.0")
public final class Box implements Module {
    public record Put(String key, long amount) implements Message {}

    public record Add(String key, long amount) implements Message {}

    public record Take(String key) implements Message {}

    public record Tell() implements Message {}

    public record Boom(String key) implements Message {}

    public record Stored(String key, long amount) implements Event {}

    public record Told(long total, List<String> large) implements Event {}

    public enum Refused implements Refusal {
        MISSING,
        NEGATIVE
    }

    @Interface(name = "boxes", version = "1.0")
    public interface Boxes {
        Result<Long> add(Context context, String key, long amount);
    }

    public record Item(long amount) {}

    private final Table<String, Item> items = Table.of("items", String.class, Item.class);
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
                .offers(Boxes.class, this::addFor);
    }

    private void put(Context context, Put message) {
        context.require(message.amount() >= 0, Refused.NEGATIVE);
        context.put(items, message.key(), new Item(message.amount()));
        context.emit(new Stored(message.key(), message.amount()));
    }

    private void add(Context context, Add message) {
        add(context, message.key(), message.amount());
    }

    private long add(Context context, String key, long amount) {
        Item item = context.get(items, key, Refused.MISSING);
        long now = item.amount() + amount;
        context.require(now >= 0, Refused.NEGATIVE);
        context.put(items, key, new Item(now));
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

    private Result<Long> addFor(Context context, String key, long amount) {
        return Result.ok(add(context, key, amount));
    }
}
