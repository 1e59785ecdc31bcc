package trial.ledger;

import java.util.*;
import theseus.sdk.*;
import theseus.sdk.Module;

/** The version in force of the trials: records, a family, an index, a sum, an interface. */
@ModuleInfo(name = "ledger", version = "1.0.0")
public final class Ledger implements Module {
    public record Genesis(long limit) {}

    public record Open(String name, long amount) implements Message {}

    public record Transfer(String from, String to, long amount) implements Message {}

    public record Close(String name) implements Message {}

    /** A note of several lines. */
    public record Write(String name, long number, String text) implements Message {}

    public record Limit(long amount) implements Message {}

    /** Tells what index and sum say. */
    public record Audit() implements Message {}

    public record Opened(String name, long amount) implements Event {}

    public record Moved(String from, String to, long amount) implements Event {}

    public record Audited(long supply, List<String> rich) implements Event {}

    public enum Refused implements Refusal {
        NO_ACCOUNT,
        TAKEN,
        INSUFFICIENT,
        OVER_LIMIT
    }

    public record BalanceOf(String name) implements Query<Long> {}

    @Interface(name = "payments", version = "1.0")
    public interface Payments {
        Result<Long> pay(Context context, String from, String to, long amount);
    }

    public record Balance(long amount) {}

    public record Note(String name, long number) {}

    public record Text(String text) {}

    public record Bound(long amount) {}

    private static final long RICH = 1000;

    private final Table<String, Balance> balances =
            Table.of("balances", String.class, Balance.class);
    private final Table<Note, Text> notes = Table.of("notes", Note.class, Text.class);
    private final Table<Singleton, Bound> limit = Table.of("limit", Singleton.class, Bound.class);
    private final Sum<String, Balance> supply = Sum.of("supply", balances, Balance::amount);
    private final Index<Boolean, String, Balance> rich =
            Index.of("rich", balances, Boolean.class, (name, held) -> held.amount() >= RICH);

    @Override
    public void define(Definition module) {
        module.table(balances)
                .table(notes)
                .table(limit)
                .sum(supply)
                .index(rich)
                .genesis(Genesis.class, this::genesis)
                .endBlock(this::endBlock)
                .handles(Open.class, this::open)
                .handles(Transfer.class, this::transfer)
                .handles(Close.class, this::close)
                .handles(Write.class, this::write)
                .handles(Limit.class, this::limit)
                .handles(Audit.class, this::audit)
                .answers(BalanceOf.class, Long.class, this::balanceOf)
                .offers(Payments.class, this::pay)
                .recordInvariant("not-negative", balances, (name, held) -> held.amount() >= 0)
                .sumInvariant("bounded", supply, (view, total) -> total <= 1_000_000_000L);
    }

    private void genesis(Context context, Genesis genesis) {
        context.put(limit, Singleton.KEY, new Bound(genesis.limit()));
    }

    private void endBlock(Context context) {
        context.get(limit, Singleton.KEY);
    }

    private void open(Context context, Open message) {
        context.require(context.get(balances, message.name()).isEmpty(), Refused.TAKEN);
        context.put(balances, message.name(), new Balance(message.amount()));
        context.emit(new Opened(message.name(), message.amount()));
        context.emit(new Moved("", message.name(), message.amount()));
    }

    private void transfer(Context context, Transfer message) {
        move(context, message.from(), message.to(), message.amount());
    }

    private void move(Context context, String from, String to, long amount) {
        context.require(
                amount <= context.get(limit, Singleton.KEY).get().amount(), Refused.OVER_LIMIT);
        Balance giving = context.get(balances, from, Refused.NO_ACCOUNT);
        context.require(giving.amount() >= amount, Refused.INSUFFICIENT);
        context.put(balances, from, new Balance(giving.amount() - amount));
        Balance taking = context.get(balances, to, Refused.NO_ACCOUNT);
        context.put(balances, to, new Balance(taking.amount() + amount));
        context.emit(new Moved(from, to, amount));
    }

    private void close(Context context, Close message) {
        context.get(balances, message.name(), Refused.NO_ACCOUNT);
        context.remove(balances, message.name());
    }

    private void write(Context context, Write message) {
        context.get(balances, message.name(), Refused.NO_ACCOUNT);
        context.put(
                notes, new Note(message.name(), message.number()), new Text(message.text()));
    }

    private void limit(Context context, Limit message) {
        context.put(limit, Singleton.KEY, new Bound(message.amount()));
    }

    private void audit(Context context, Audit message) {
        context.emit(
                new Audited(
                        context.total(supply),
                        context.find(rich, true, Optional.empty(), 100)));
    }

    private Long balanceOf(View view, BalanceOf query) {
        return view.get(balances, query.name(), Refused.NO_ACCOUNT).amount();
    }

    private Result<Long> pay(Context context, String from, String to, long amount) {
        move(context, from, to, amount);
        return Result.ok(context.get(balances, from).get().amount());
    }
}
