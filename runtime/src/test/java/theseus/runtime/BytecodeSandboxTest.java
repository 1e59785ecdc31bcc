package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.protocol.Artifact;
import theseus.protocol.RecordCodec;
import theseus.protocol.TrapKind;
import theseus.runtime.sample.bank.Bank;
import theseus.runtime.sample.shop.Shop;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

final class BytecodeSandboxTest {
    private static final long GAS = 10_000_000;
    private static final AccountId ALICE = AccountId.fromHex("aa".repeat(32));
    private static final AccountId BOB = AccountId.fromHex("bb".repeat(32));

    private final List<Throwable> failures = new ArrayList<>();
    private final BytecodeRuntime runtime = new BytecodeRuntime(failures::add);
    private FakeHost bank;
    private FakeHost shop;

    @BeforeEach
    void genesis() {
        bank = new FakeHost(open(Bank.class), "bank");
        shop = new FakeHost(open(Shop.class), "shop");
        shop.bound.put("payments", bank);
        var openings = List.of(new Bank.Opening(ALICE, 5_000), new Bank.Opening(BOB, 10));
        bank.invoke(new Invocation.Genesis(encode(new Bank.Genesis(openings))), GAS);
        bank.sender = ALICE;
        shop.sender = ALICE;
    }

    private Sandbox open(Class<?> module) {
        Artifact artifact = Packager.pack(Classpath.packageOf(module)).orThrow().artifact();
        return switch (runtime.admit(artifact)) {
            case Admission.Admitted admitted -> admitted.loader().open();
            case Admission.Rejected rejected -> throw new AssertionError(rejected);
        };
    }

    @SuppressWarnings("unchecked")
    static Bytes encode(Record value) {
        return RecordCodec.of((Class<Record>) value.getClass()).encode(value);
    }

    private static Invocation.Handle message(Record message) {
        return new Invocation.Handle(message.getClass().getSimpleName(), 1, encode(message));
    }

    private <T> T ask(FakeHost host, Record query, Class<T> result) {
        Outcome outcome =
                host.invoke(
                        new Invocation.Answer(query.getClass().getSimpleName(), encode(query)),
                        GAS);
        return RecordCodec.of(result)
                .decode(assertInstanceOf(Outcome.Returned.class, outcome).value());
    }

    private static <T> List<T> events(FakeHost host, Class<T> type) {
        return host.events.stream()
                .filter(event -> event.name().equals(type.getSimpleName()))
                .map(event -> RecordCodec.of(type).decode(event.body()))
                .toList();
    }

    @Test
    void aHandledMessageWritesAndTells() {
        Outcome outcome = bank.invoke(message(new Bank.Pay(BOB, 30)), GAS);
        assertInstanceOf(Outcome.Returned.class, outcome);
        assertTrue(outcome.gasUsed() > 2 * HostCosts.PUT && outcome.gasUsed() < GAS);
        assertEquals(
                List.of(new Bank.Paid(ALICE, BOB, 30, Optional.of("thanks"))),
                events(bank, Bank.Paid.class));
        assertEquals(5_010, ask(bank, new Bank.Total(), Long.class));
    }

    @Test
    void theSameInvocationCostsTheSameInEverySandbox() {
        Outcome first = bank.invoke(message(new Bank.Pay(BOB, 30)), GAS);
        genesis();
        assertEquals(first, bank.invoke(message(new Bank.Pay(BOB, 30)), GAS));
    }

    @Test
    void aRefusalIsAnOutcomeWithItsCode() {
        Outcome outcome = bank.invoke(message(new Bank.Pay(BOB, 5_001)), GAS);
        assertEquals("INSUFFICIENT_FUNDS", assertInstanceOf(Outcome.Refused.class, outcome).code());
    }

    @Test
    void rangesAndIndexesPage() {
        assertEquals(
                List.of(ALICE, BOB), ask(bank, new Bank.Listing(10), Bank.Found.class).accounts());
        assertEquals(List.of(ALICE), ask(bank, new Bank.Listing(1), Bank.Found.class).accounts());
        assertEquals(List.of(BOB), holders(Bank.Level.BASIC, Optional.empty(), 10));
        assertEquals(List.of(ALICE), holders(Bank.Level.GOLD, Optional.empty(), 10));
        bank.invoke(message(new Bank.Pay(BOB, 4_500)), GAS);
        assertEquals(List.of(BOB), holders(Bank.Level.GOLD, Optional.empty(), 10));
        assertEquals(List.of(), holders(Bank.Level.GOLD, Optional.of(BOB), 10));
        bank.invoke(message(new Bank.Pay(ALICE, 0)), GAS);
    }

    private List<AccountId> holders(Bank.Level level, Optional<AccountId> after, int limit) {
        return ask(bank, new Bank.Holders(level, after, limit), Bank.Found.class).accounts();
    }

    @Test
    void aRangeLongerThanAPageIsComplete() {
        for (int i = 0; i < 300; i++) {
            byte[] id = new byte[32];
            id[0] = (byte) (i >>> 8);
            id[1] = (byte) i;
            bank.invoke(message(new Bank.Pay(new AccountId(Bytes.wrap(id)), 1)), GAS);
        }
        List<AccountId> all = ask(bank, new Bank.Listing(1000), Bank.Found.class).accounts();
        assertEquals(302, all.size());
        assertEquals(all.stream().sorted().toList(), all);
        assertEquals(301, holders(Bank.Level.BASIC, Optional.empty(), 1000).size());
        assertEquals(150, holders(Bank.Level.BASIC, Optional.of(all.get(150)), 1000).size());
    }

    @Test
    void aCallBetweenModulesWorksAndCostsWhatTheCalleeUsed() {
        Outcome direct = bank.invoke(message(new Bank.Pay(BOB, 1)), GAS);
        Outcome bought = shop.invoke(message(new Shop.Buy(BOB, 30)), GAS);
        assertInstanceOf(Outcome.Returned.class, bought);
        assertTrue(bought.gasUsed() > direct.gasUsed());
        assertEquals(List.of(new Shop.Bought(BOB, 30, 4_969)), events(shop, Shop.Bought.class));
        assertEquals(true, ask(shop, new Shop.CanPay(ALICE, 4_969), Boolean.class));
        assertEquals(false, ask(shop, new Shop.CanPay(ALICE, 4_970), Boolean.class));
    }

    @Test
    void aRefusedCallComesBackAsAValueOrIsPassedOn() {
        Outcome passedOn = shop.invoke(message(new Shop.Buy(BOB, 9_000)), GAS);
        assertEquals(
                "INSUFFICIENT_FUNDS", assertInstanceOf(Outcome.Refused.class, passedOn).code());
        Outcome handled = shop.invoke(message(new Shop.TryBuy(BOB, 9_000)), GAS);
        assertInstanceOf(Outcome.Returned.class, handled);
        assertEquals(
                List.of(new Shop.Failed("INSUFFICIENT_FUNDS")), events(shop, Shop.Failed.class));
    }

    @Test
    void aCalleeThatRunsOutOfGasTrapsTheCallerToo() {
        Outcome outcome = shop.invoke(message(new Shop.TryBuy(BOB, 30)), 40_000);
        var trapped = assertInstanceOf(Outcome.Trapped.class, outcome);
        assertEquals(TrapKind.OUT_OF_GAS, trapped.kind());
        assertEquals(40_000, trapped.gasUsed());
    }

    @ParameterizedTest
    @CsvSource({
        "divide, EXCEPTION, java.lang.ArithmeticException left"
                + " theseus.runtime.sample.bank.Bank handling Crash",
        "null, MALFORMED, cannot be encoded",
        "nullField, MALFORMED, cannot be encoded",
        "undeclared, EXCEPTION, define() does not declare",
        "large, TOO_LARGE, of more than 131072 bytes",
        "surrogate, MALFORMED, surrogate",
        "debt, INVARIANT, breaks the invariant 'solvent'",
        "limit, EXCEPTION, 0 to 1000"
    })
    void whatGoesWrongIsATrapThatSaysWhere(String how, TrapKind kind, String reason) {
        Outcome outcome = bank.invoke(message(new Bank.Crash(how)), GAS);
        var trapped = assertInstanceOf(Outcome.Trapped.class, outcome);
        assertEquals(kind, trapped.kind());
        assertTrue(trapped.reason().contains(reason), trapped.reason());
        assertEquals(how.equals("divide") ? 1 : 0, failures.size());
    }

    @Test
    void bodiesThatDoNotDecodeAreRefusals() {
        assertEquals("MALFORMED", refused(new Invocation.Handle("Pay", 1, Bytes.fromHex("80"))));
        assertEquals(
                "MALFORMED",
                refused(
                        new Invocation.Handle(
                                "Pay", 1, encode(new Bank.Pay(BOB, 1)).concat(Bytes.ofLong(0)))));
        Bytes negative = Bytes.fromHex("825820" + "bb".repeat(32) + "20");
        assertEquals("INVALID", refused(new Invocation.Handle("Pay", 1, negative)));
        assertEquals("MALFORMED", refused(new Invocation.Answer("Total", Bytes.fromHex("81"))));
    }

    private String refused(Invocation invocation) {
        return assertInstanceOf(Outcome.Refused.class, bank.invoke(invocation, GAS)).code();
    }

    @Test
    void aFaultOfTheNodeIsNoFaultOfTheModule() {
        bank.broken = Optional.of(new IllegalStateException("disk on fire"));
        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> bank.invoke(message(new Bank.Pay(BOB, 30)), GAS));
        assertEquals("disk on fire", thrown.getMessage());
        bank.broken = Optional.empty();
        assertInstanceOf(Outcome.Returned.class, bank.invoke(message(new Bank.Pay(BOB, 30)), GAS));
    }

    @Test
    void invariantsAndCanaryKeysAreAsked() {
        assertEquals(true, holds(new Invocation.CheckSum("bounded", 1_000_000_000L)));
        assertEquals(false, holds(new Invocation.CheckSum("bounded", 1_000_000_001L)));
        Bytes key = RecordCodec.of(AccountId.class).encode(BOB);
        var poor = encode(new Bank.Account(0, Bank.Level.BASIC));
        assertEquals(false, holds(new Invocation.CheckScan("positive", key, poor)));
        Outcome canary =
                bank.invoke(new Invocation.CanaryKey("Pay", 1, encode(new Bank.Pay(BOB, 1))), GAS);
        assertEquals(key, assertInstanceOf(Outcome.Returned.class, canary).value());
        Outcome bySender =
                bank.invoke(new Invocation.CanaryKey("Spin", 1, Bytes.fromHex("8100")), GAS);
        assertEquals(
                RecordCodec.of(AccountId.class).encode(ALICE),
                assertInstanceOf(Outcome.Returned.class, bySender).value());
    }

    private boolean holds(Invocation invocation) {
        Outcome outcome = bank.invoke(invocation, GAS);
        return RecordCodec.of(Boolean.class)
                .decode(assertInstanceOf(Outcome.Returned.class, outcome).value());
    }

    @Test
    void noClassOfTheModuleIsSharedBetweenSandboxes() throws Exception {
        Artifact artifact = Packager.pack(Classpath.packageOf(Bank.class)).orThrow().artifact();
        var admitting = Admitting.admit(ModuleClasses.of(artifact.entries()));
        var first =
                Linker.link(
                        admitting.moduleClasses(), admitting.instrumented(), admitting.generated());
        var second =
                Linker.link(
                        admitting.moduleClasses(), admitting.instrumented(), admitting.generated());
        assertNotSame(type(first), type(second));
        assertNotSame(Bank.Pay.class, type(first));
        assertSame(AccountId.class, first.bindings().tables().getFirst().handle().key());
    }

    @Test
    void nothingIsLeftToLinkLate() {
        for (Class<?> module : List.of(Bank.class, Shop.class)) {
            var admitting = Admitting.admit(ModuleClasses.of(Classpath.packageOf(module)));
            assertTrue(admitting.generated().size() > 4);
            admitting
                    .instrumented()
                    .forEach((name, content) -> assertEquals(0, LateLinks.in(content), name));
            admitting
                    .generated()
                    .forEach((name, content) -> assertEquals(0, LateLinks.in(content), name));
        }
    }

    private static Class<?> type(Linker.Linked linked) {
        return linked.bindings().tables().getFirst().handle().value();
    }
}
