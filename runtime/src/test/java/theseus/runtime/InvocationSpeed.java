package theseus.runtime;

import java.util.List;
import java.util.Locale;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Sandbox;
import theseus.runtime.sample.bank.Bank;
import theseus.runtime.sample.shop.Shop;
import theseus.sdk.AccountId;

/** Prints what invocations cost in time; run by hand. The host is a tree map. */
final class InvocationSpeed {
    private static final long GAS = 100_000_000;
    private static final AccountId ALICE = AccountId.fromHex("aa".repeat(32));
    private static final AccountId BOB = AccountId.fromHex("bb".repeat(32));

    private InvocationSpeed() {}

    public static void main(String[] arguments) {
        FakeHost bank = new FakeHost(open(Bank.class), "bank");
        FakeHost shop = new FakeHost(open(Shop.class), "shop");
        shop.bound.put("payments", bank);
        shop.revert = false;
        var openings = List.of(new Bank.Opening(ALICE, 900_000_000L), new Bank.Opening(BOB, 10));
        bank.invoke(
                new Invocation.Genesis(BytecodeSandboxTest.encode(new Bank.Genesis(openings))),
                GAS);
        bank.sender = ALICE;
        shop.sender = ALICE;
        var pay = new Invocation.Handle("Pay", 1, BytecodeSandboxTest.encode(new Bank.Pay(BOB, 1)));
        var can =
                new Invocation.Answer(
                        "CanPay", BytecodeSandboxTest.encode(new Shop.CanPay(ALICE, 1)));
        var buy = new Invocation.Handle("Buy", 1, BytecodeSandboxTest.encode(new Shop.Buy(BOB, 1)));
        var total = new Invocation.Answer("Total", BytecodeSandboxTest.encode(new Bank.Total()));
        var canary =
                new Invocation.CanaryKey(
                        "Pay", 1, BytecodeSandboxTest.encode(new Bank.Pay(BOB, 1)));
        for (int round = 0; round < 5; round++) {
            measure("canary key (decode a message, call a lambda)", bank, canary);
            measure("query that reads a sum", bank, total);
            measure("query with one nested read", shop, can);
            measure("payment: 2 get, 2 put with index and sum, 1 event", bank, pay);
            measure("purchase: nested payment and nested read", shop, buy);
            System.out.println();
        }
    }

    private static Sandbox open(Class<?> module) {
        var artifact = Packager.pack(Classpath.packageOf(module)).orThrow().artifact();
        long start = System.nanoTime();
        var admitted = (Admission.Admitted) new BytecodeRuntime().admit(artifact);
        long middle = System.nanoTime();
        Sandbox sandbox = admitted.loader().open();
        System.out.printf(
                Locale.ROOT,
                "admit %.1f ms, open %.1f ms%n",
                (middle - start) / 1e6,
                (System.nanoTime() - middle) / 1e6);
        return sandbox;
    }

    private static void measure(String what, FakeHost host, Invocation invocation) {
        int runs = 200_000;
        long start = System.nanoTime();
        long gas = 0;
        for (int i = 0; i < runs; i++) {
            host.events.clear();
            host.bound.values().forEach(one -> one.events.clear());
            gas = host.invokeRaw(invocation, GAS).gasUsed();
        }
        double each = (System.nanoTime() - start) / (double) runs;
        System.out.printf(Locale.ROOT, "%-52s %8.0f ns, gas %d%n", what, each, gas);
    }
}
