package theseus.runtime.sample.bank;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Entry;
import theseus.sdk.Event;
import theseus.sdk.Index;
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

/** Accounts with an owner's level; offers paying to other modules. Uses most of the SDK. */
@ModuleInfo(name = "bank", version = "1.2.3")
public final class Bank implements Module {
    public enum Level {
        BASIC,
        GOLD
    }

    public record Account(long amount, Level level) {
        public Account {
            if (amount < -1_000_000) {
                throw new IllegalArgumentException("too deep in debt");
            }
        }
    }

    public record Genesis(List<Opening> openings) {}

    public record Opening(AccountId account, long amount) {}

    public record Pay(AccountId to, long amount) implements Message {
        public Pay {
            if (amount < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    public record Spin(int rounds) implements Message {}

    public record Crash(String how) implements Message {}

    public record Paid(AccountId from, AccountId to, long amount, Optional<String> memo)
            implements Event {}

    public enum Refused implements Refusal {
        INSUFFICIENT_FUNDS,
        NOBODY
    }

    public record Holders(Level level, Optional<AccountId> after, int limit)
            implements Query<Found> {}

    public record Found(List<AccountId> accounts) {}

    public record Listing(int limit) implements Query<Found> {}

    public record Total() implements Query<Long> {}

    /** What other modules may do here. */
    @Interface(name = "payments", version = "1.1")
    public interface Payments {
        Result<Long> balance(View view, AccountId account);

        Result<Boolean> move(Context context, AccountId from, AccountId to, long amount);
    }

    private final Table<AccountId, Account> accounts =
            Table.of("accounts", AccountId.class, Account.class);
    private final Index<Level, AccountId, Account> byLevel =
            Index.of("byLevel", accounts, Level.class, (id, account) -> account.level());
    private final Sum<AccountId, Account> supply = Sum.of("supply", accounts, Account::amount);

    @Override
    public void define(Definition module) {
        module.table(accounts)
                .index(byLevel)
                .sum(supply)
                .genesis(Genesis.class, this::genesis)
                .handles(Pay.class, this::pay)
                .canaryKey(Pay.class, pay -> pay.to().bytes())
                .handles(Spin.class, this::spin)
                .handles(Crash.class, this::crash)
                .answers(Holders.class, Found.class, this::holders)
                .answers(Listing.class, Found.class, this::listing)
                .answers(Total.class, Long.class, (view, total) -> view.total(supply))
                .offers(Payments.class, new Desk())
                .recordInvariant("solvent", accounts, (id, account) -> account.amount() >= 0)
                .sumInvariant("bounded", supply, (view, total) -> total <= 1_000_000_000L)
                .scanInvariant("positive", accounts, 10, (view, id, it) -> it.amount() > 0);
    }

    private void genesis(Context context, Genesis genesis) {
        for (Opening opening : genesis.openings()) {
            put(context, opening.account(), opening.amount());
        }
    }

    private void pay(Context context, Pay pay) {
        move(context, context.sender(), pay.to(), pay.amount());
    }

    private void move(Context context, AccountId from, AccountId to, long amount) {
        long held = held(context, from);
        context.require(held >= amount, Refused.INSUFFICIENT_FUNDS);
        put(context, from, held - amount);
        put(context, to, held(context, to) + amount);
        context.emit(new Paid(from, to, amount, Optional.of("thanks")));
    }

    private void spin(Context context, Spin spin) {
        long x = 1;
        for (int i = 0; i < spin.rounds(); i++) {
            x = x * 31 + i;
        }
        context.emit(new Paid(context.sender(), context.sender(), x, Optional.empty()));
    }

    private void crash(Context context, Crash crash) {
        context.put(accounts, context.sender(), new Account(77, Level.BASIC));
        switch (crash.how()) {
            case "divide" -> put(context, context.sender(), 1 / (crash.how().length() - 6));
            case "null" -> context.put(accounts, context.sender(), null);
            case "nullField" -> context.put(accounts, context.sender(), new Account(1, nothing()));
            case "undeclared" ->
                    context.get(
                            Table.of("other", AccountId.class, Account.class), context.sender());
            case "large" -> context.emit(new Paid(context.sender(), context.sender(), 1, big()));
            case "surrogate" ->
                    context.emit(
                            new Paid(context.sender(), context.sender(), 1, Optional.of("\ud800")));
            case "debt" -> put(context, context.sender(), -5);
            case "limit" -> context.range(accounts, context.sender(), context.sender(), 5000);
            default -> throw context.refuse(Refused.NOBODY);
        }
    }

    private static Level nothing() {
        return null;
    }

    private static Optional<String> big() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("0123456789");
        }
        return Optional.of(text.toString());
    }

    private Found holders(View view, Holders query) {
        return new Found(view.find(byLevel, query.level(), query.after(), query.limit()));
    }

    private Found listing(View view, Listing query) {
        List<AccountId> found = new ArrayList<>();
        AccountId first = AccountId.fromHex("00".repeat(32));
        AccountId last = AccountId.fromHex("ff".repeat(32));
        for (Entry<AccountId, Account> entry : view.range(accounts, first, last, query.limit())) {
            found.add(entry.key());
        }
        return new Found(found);
    }

    private long held(View view, AccountId account) {
        Optional<Account> found = view.get(accounts, account);
        return found.isPresent() ? found.get().amount() : 0;
    }

    private void put(Context context, AccountId account, long amount) {
        Level level = amount >= 1000 ? Level.GOLD : Level.BASIC;
        context.put(accounts, account, new Account(amount, level));
    }

    private final class Desk implements Payments {
        @Override
        public Result<Long> balance(View view, AccountId account) {
            return Result.ok(held(view, account));
        }

        @Override
        public Result<Boolean> move(Context context, AccountId from, AccountId to, long amount) {
            Bank.this.move(context, from, to, amount);
            return Result.ok(true);
        }
    }
}
