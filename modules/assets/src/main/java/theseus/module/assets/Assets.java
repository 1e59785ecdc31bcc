package theseus.module.assets;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Singleton;
import theseus.sdk.Sum;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * One asset per instance: accounts hold and transfer it, its issuer issues more of it. What all
 * accounts hold together is what was issued, after every transaction. See README.md.
 */
@ModuleInfo(name = "assets", version = "1.0.0")
public final class Assets implements Module {

    // ---- genesis ----

    /** The first balances count as issued. */
    public record Genesis(AccountId issuer, List<Allocation> allocations) {}

    public record Allocation(AccountId account, long amount) {}

    // ---- messages ----

    /** Moves {@code amount} from the sender to {@code to}. */
    public record Transfer(AccountId to, long amount) implements Message {}

    /** Creates {@code amount} for {@code to}; only the issuer may. */
    public record Issue(AccountId to, long amount) implements Message {}

    // ---- events ----

    public record Transferred(AccountId from, AccountId to, long amount) implements Event {}

    public record Issued(AccountId to, long amount) implements Event {}

    // ---- refusals ----

    public enum Refused implements Refusal {
        /** An amount is 1 or more. */
        AMOUNT_NOT_POSITIVE,
        /** The sender holds less than the amount. */
        INSUFFICIENT_FUNDS,
        /** The sender is not the issuer. */
        NOT_ISSUER,
        /** The asset would exceed 2^63 − 1. */
        SUPPLY_EXHAUSTED
    }

    // ---- queries ----

    public record BalanceOf(AccountId account) implements Query<Balance> {}

    public record Supply() implements Query<Issuance> {}

    // ---- tables ----

    /** What an account holds, always more than 0: who holds nothing has no record. */
    public record Balance(long amount) {}

    /** Who may issue, and what was issued since genesis. */
    public record Issuance(AccountId issuer, long issued) {}

    private static final long NOTHING = 0;

    private final Table<AccountId, Balance> balances =
            Table.of("balances", AccountId.class, Balance.class);
    private final Table<Singleton, Issuance> issuance =
            Table.of("issuance", Singleton.class, Issuance.class);
    private final Sum<AccountId, Balance> supply = Sum.of("supply", balances, Balance::amount);

    @Override
    public void define(Definition module) {
        module.table(balances)
                .table(issuance)
                .sum(supply)
                .genesis(Genesis.class, this::genesis)
                .handles(Transfer.class, this::transfer)
                .handles(Issue.class, this::issue)
                .answers(BalanceOf.class, Balance.class, this::balanceOf)
                .answers(Supply.class, Issuance.class, this::supply)
                .recordInvariant(
                        "balanceIsPositive",
                        balances,
                        (account, balance) -> balance.amount() > NOTHING)
                .sumInvariant("supplyWasIssued", supply, this::supplyWasIssued);
    }

    private void genesis(Context context, Genesis genesis) {
        context.put(issuance, Singleton.KEY, new Issuance(genesis.issuer(), NOTHING));
        for (Allocation allocation : genesis.allocations()) {
            create(context, allocation.account(), allocation.amount());
        }
    }

    private void transfer(Context context, Transfer transfer) {
        AccountId from = context.sender();
        context.require(transfer.amount() > NOTHING, Refused.AMOUNT_NOT_POSITIVE);
        long held = held(context, from);
        context.require(held >= transfer.amount(), Refused.INSUFFICIENT_FUNDS);
        hold(context, from, held - transfer.amount());
        hold(context, transfer.to(), held(context, transfer.to()) + transfer.amount());
        context.emit(new Transferred(from, transfer.to(), transfer.amount()));
    }

    private void issue(Context context, Issue issue) {
        Issuance now = issuance(context);
        context.require(context.sender().equals(now.issuer()), Refused.NOT_ISSUER);
        create(context, issue.to(), issue.amount());
    }

    private Balance balanceOf(View view, BalanceOf query) {
        return new Balance(held(view, query.account()));
    }

    private Issuance supply(View view, Supply query) {
        return issuance(view);
    }

    private boolean supplyWasIssued(View view, long total) {
        return total == issuance(view).issued();
    }

    private void create(Context context, AccountId to, long amount) {
        context.require(amount > NOTHING, Refused.AMOUNT_NOT_POSITIVE);
        Issuance now = issuance(context);
        context.require(amount <= Long.MAX_VALUE - now.issued(), Refused.SUPPLY_EXHAUSTED);
        context.put(issuance, Singleton.KEY, new Issuance(now.issuer(), now.issued() + amount));
        hold(context, to, held(context, to) + amount);
        context.emit(new Issued(to, amount));
    }

    private Issuance issuance(View view) {
        return view.get(issuance, Singleton.KEY).get();
    }

    private long held(View view, AccountId account) {
        return view.get(balances, account).orElse(new Balance(NOTHING)).amount();
    }

    private void hold(Context context, AccountId account, long amount) {
        if (amount == NOTHING) {
            context.remove(balances, account);
        } else {
            context.put(balances, account, new Balance(amount));
        }
    }
}
