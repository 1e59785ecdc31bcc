package theseus.testkit.sample.countertimes;

import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Entry;
import theseus.sdk.Event;
import theseus.sdk.Interface;
import theseus.sdk.Lens;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Result;
import theseus.sdk.Sum;
import theseus.sdk.Table;
import theseus.sdk.View;

/** The counter that also tells how often somebody counted since this version follows. */
@ModuleInfo(name = "counter", version = "2.0.0")
public final class Counter implements Module {
    public record Add(long amount) implements Message {}

    public record Fail() implements Message {}

    public record Added(AccountId by, long amount, long total) implements Event {}

    public record CountOf(AccountId account) implements Query<Long> {}

    public record Total() implements Query<Long> {}

    public record TimesOf(AccountId account) implements Query<Long> {}

    public record Count(long value, long times) {}

    /** As version 1 keeps it. */
    public interface Before {
        record Count(long value) {}
    }

    public enum Refused implements Refusal {
        NOT_POSITIVE,
        UNKNOWN_ACCOUNT
    }

    /** Counting on behalf of the sender. */
    @Interface(name = "counting", version = "1.0")
    public interface Counting {
        Result<Long> add(Context context, long amount);
    }

    private final Table<AccountId, Before.Count> before =
            Table.of("counts", AccountId.class, Before.Count.class);
    private final Table<AccountId, Count> counts =
            Table.of("counts", AccountId.class, Count.class).schema(2);
    private final Sum<AccountId, Count> total = Sum.of("total", counts, Count::value);

    @Override
    public void define(Definition module) {
        module.table(counts)
                .lens(before, counts, new Times())
                .sum(total)
                .handles(Add.class, (context, add) -> add(context, add.amount()))
                .handles(Fail.class, (context, fail) -> fail())
                .answers(CountOf.class, Long.class, this::countOf)
                .answers(TimesOf.class, Long.class, this::timesOf)
                .answers(Total.class, Long.class, (view, query) -> view.total(total))
                .offers(Counting.class, (context, amount) -> Result.ok(add(context, amount)));
    }

    private long add(Context context, long amount) {
        context.require(amount > 0, Refused.NOT_POSITIVE);
        Count before = context.get(counts, context.sender()).orElse(new Count(0, 0));
        long after = before.value() + amount;
        context.put(counts, context.sender(), new Count(after, before.times() + 1));
        context.emit(new Added(context.sender(), amount, after));
        return after;
    }

    private void fail() {
        throw new IllegalStateException("on purpose");
    }

    private long countOf(View view, CountOf query) {
        return view.get(counts, query.account(), Refused.UNKNOWN_ACCOUNT).value();
    }

    private long timesOf(View view, TimesOf query) {
        return view.get(counts, query.account(), Refused.UNKNOWN_ACCOUNT).times();
    }

    private static final class Times
            implements Lens.OfRecord<AccountId, Before.Count, AccountId, Count> {
        @Override
        public Entry<AccountId, Count> up(
                Entry<AccountId, Before.Count> old, Optional<Entry<AccountId, Count>> previous) {
            long times = previous.isPresent() ? previous.get().value().times() : 0;
            return new Entry<>(old.key(), new Count(old.value().value(), times));
        }

        @Override
        public Lens.Down<Entry<AccountId, Before.Count>> down(
                Entry<AccountId, Count> now, Optional<Entry<AccountId, Before.Count>> previous) {
            return new Lens.Down.Is<>(
                    new Entry<>(now.key(), new Before.Count(now.value().value())));
        }
    }
}
