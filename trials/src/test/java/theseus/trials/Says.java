package theseus.trials;

import theseus.protocol.Message;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PlanKind;

/** The messages of the trials' modules: same names and shapes as in their sources. */
final class Says {
    static final String COUNCIL = "council";
    static final String LEDGER = "ledger";
    static final String SHOP = "shop";

    record Open(String name, long amount) implements theseus.sdk.Message {}

    record Transfer(String from, String to, long amount) implements theseus.sdk.Message {}

    record Close(String name) implements theseus.sdk.Message {}

    record Write(String name, long number, String text) implements theseus.sdk.Message {}

    record Limit(long amount) implements theseus.sdk.Message {}

    record Audit() implements theseus.sdk.Message {}

    record Remark(String name, String memo) implements theseus.sdk.Message {}

    record Freeze(String name) implements theseus.sdk.Message {}

    record Buy(String buyer, String seller, long price) implements theseus.sdk.Message {}

    record Genesis(long limit) {}

    record Stage(Hash artifact, int index, int count, Bytes content)
            implements theseus.sdk.Message {}

    record Propose(Bytes plan, PlanKind kind) implements theseus.sdk.Message {}

    record Approve(Hash plan) implements theseus.sdk.Message {}

    record Stop(Hash plan) implements theseus.sdk.Message {}

    record Suspend(String instance, String message, boolean open) implements theseus.sdk.Message {}

    private Says() {}

    static Message open(String name, long amount) {
        return Message.of(LEDGER, new Open(name, amount));
    }

    static Message transfer(String from, String to, long amount) {
        return Message.of(LEDGER, new Transfer(from, to, amount));
    }

    static Message close(String name) {
        return Message.of(LEDGER, new Close(name));
    }

    static Message write(String name, long number, String text) {
        return Message.of(LEDGER, new Write(name, number, text));
    }

    static Message limit(long amount) {
        return Message.of(LEDGER, new Limit(amount));
    }

    static Message audit() {
        return Message.of(LEDGER, new Audit());
    }

    static Message remark(String name, String memo) {
        return Message.of(LEDGER, new Remark(name, memo));
    }

    static Message freeze(String name) {
        return Message.of(LEDGER, new Freeze(name));
    }

    static Message buy(String buyer, String seller, long price) {
        return Message.of(SHOP, new Buy(buyer, seller, price));
    }
}
