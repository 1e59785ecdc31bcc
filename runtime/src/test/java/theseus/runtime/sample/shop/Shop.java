package theseus.runtime.sample.shop;

import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Required;
import theseus.sdk.Result;
import theseus.sdk.View;

/** Sells through another module. */
@ModuleInfo(name = "shop", version = "0.1.0")
public final class Shop implements Module {
    public record Buy(AccountId seller, long price) implements Message {}

    /** Buys if there is money, and says so if there is not. */
    public record TryBuy(AccountId seller, long price) implements Message {}

    public record Bought(AccountId seller, long price, long left) implements Event {}

    public record Failed(String code) implements Event {}

    public record CanPay(AccountId account, long price) implements Query<Boolean> {}

    private final Payments payments = Required.interfaceOf(Payments.class, "1.1");

    @Override
    public void define(Definition module) {
        module.handles(Buy.class, this::buy)
                .handles(TryBuy.class, this::tryBuy)
                .answers(CanPay.class, Boolean.class, this::canPay);
    }

    private void buy(Context context, Buy buy) {
        payments.move(context, context.sender(), buy.seller(), buy.price()).orRefuse();
        long left = payments.balance(context, context.sender()).orRefuse();
        context.emit(new Bought(buy.seller(), buy.price(), left));
    }

    private void tryBuy(Context context, TryBuy buy) {
        switch (payments.move(context, context.sender(), buy.seller(), buy.price())) {
            case Result.Ok<Boolean> _ -> context.emit(new Bought(buy.seller(), buy.price(), 0));
            case Result.Refused<Boolean> refused -> context.emit(new Failed(refused.code()));
        }
    }

    private boolean canPay(View view, CanPay query) {
        return payments.balance(view, query.account()).orRefuse() >= query.price();
    }
}
