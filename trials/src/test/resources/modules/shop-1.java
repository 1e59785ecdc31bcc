package trial.shop;

import theseus.sdk.*;
import theseus.sdk.Module;

/** Depends on the ledger: each sale is paid through its interface. */
@ModuleInfo(name = "shop", version = "1.0.0")
public final class Shop implements Module {
    public record Buy(String buyer, String seller, long price) implements Message {}

    public record Sold(String buyer, long left) implements Event {}

    public record Sale(long price) {}

    @Interface(name = "payments", version = "1.0")
    public interface Payments {
        Result<Long> pay(Context context, String from, String to, long amount);
    }

    /** Nobody needs it yet. */
    @Interface(name = "stock", version = "1.0")
    public interface Stock {
        Result<Long> price(View view, String buyer);
    }

    private final Payments payments = Required.interfaceOf(Payments.class, "1");
    private final Table<String, Sale> sales = Table.of("sales", String.class, Sale.class);

    @Override
    public void define(Definition module) {
        module.table(sales).handles(Buy.class, this::buy).offers(Stock.class, this::price);
    }

    private void buy(Context context, Buy message) {
        long left =
                payments.pay(context, message.buyer(), message.seller(), message.price())
                        .orRefuse();
        context.put(sales, message.buyer(), new Sale(message.price()));
        context.emit(new Sold(message.buyer(), left));
    }

    private Result<Long> price(View view, String buyer) {
        return Result.ok(view.get(sales, buyer).map(Sale::price).orElse(0L));
    }
}
