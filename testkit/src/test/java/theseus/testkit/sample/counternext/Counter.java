package theseus.testkit.sample.counternext;

import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Interface;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Result;
import theseus.sdk.Sum;
import theseus.sdk.Table;
import theseus.sdk.View;

/** The next version of the counter; counts one too many from 100 on, which comparing must show. */
@ModuleInfo(name = "counter", version = "1.1.0")
public final class Counter implements Module {
    public record Add(long amount) implements Message {}

    public record Fail() implements Message {}

    public record Added(AccountId by, long amount, long total) implements Event {}

    public record CountOf(AccountId account) implements Query<Long> {}

    public record Total() implements Query<Long> {}

    public record Count(long value) {}

    public enum Refused implements Refusal {
        NOT_POSITIVE,
        UNKNOWN_ACCOUNT
    }

    /** Counting on behalf of the sender. */
    @Interface(name = "counting", version = "1.0")
    public interface Counting {
        Result<Long> add(Context context, long amount);
    }

    private final Table<AccountId, Count> counts = Table.of("counts", AccountId.class, Count.class);
    private final Sum<AccountId, Count> total = Sum.of("total", counts, Count::value);

    @Override
    public void define(Definition module) {
        module.table(counts)
                .sum(total)
                .handles(Add.class, (context, add) -> add(context, add.amount()))
                .handles(Fail.class, (context, fail) -> fail())
                .answers(CountOf.class, Long.class, this::countOf)
                .answers(Total.class, Long.class, (view, query) -> view.total(total))
                .offers(Counting.class, (context, amount) -> Result.ok(add(context, amount)));
    }

    private long add(Context context, long amount) {
        context.require(amount > 0, Refused.NOT_POSITIVE);
        Count before = context.get(counts, context.sender()).orElse(new Count(0));
        long after = before.value() + amount + (amount >= 100 ? 1 : 0);
        context.put(counts, context.sender(), new Count(after));
        context.emit(new Added(context.sender(), amount, after));
        return after;
    }

    private void fail() {
        throw new IllegalStateException("on purpose");
    }

    private long countOf(View view, CountOf query) {
        return view.get(counts, query.account(), Refused.UNKNOWN_ACCOUNT).value();
    }
}
