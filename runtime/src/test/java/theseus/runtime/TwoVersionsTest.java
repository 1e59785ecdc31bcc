package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.protocol.CborWriter;
import theseus.sdk.Bytes;

/** Two versions of one module, class for class of the same names, side by side on one thread. */
final class TwoVersionsTest {
    private static final long GAS = 1_000_000;

    /** {@code %s} is how a deposit of {@code n} is rounded. */
    private static final String BANK =
            """
            record Held(long n) {}
            public record Deposit(long to, long n) implements Message {}
            public record Deposited(long to, long n) implements Event {}
            public enum No implements Refusal { ZERO }
            private final Table<Long, Held> held = Table.of("held", Long.class, Held.class);
            private final Sum<Long, Held> all = Sum.of("all", held, Held::n);
            public void define(Definition module) {
                module.table(held).sum(all).handles(Deposit.class, this::deposit);
            }
            private void deposit(Context context, Deposit it) {
                context.require(it.n() != 0, No.ZERO);
                long n = %s;
                long before = context.get(held, it.to()).orElse(new Held(0)).n();
                context.put(held, it.to(), new Held(before + n));
                context.emit(new Deposited(it.to(), n));
            }
            """;

    private final BytecodeRuntime runtime = new BytecodeRuntime();

    private FakeHost open(String version, String rounding) {
        var packed = Packager.pack(Compiled.module(version, BANK.formatted(rounding))).orThrow();
        Sandbox sandbox =
                assertInstanceOf(Admission.Admitted.class, runtime.admit(packed.artifact()))
                        .loader()
                        .open();
        assertEquals(version, sandbox.descriptor().version());
        return new FakeHost(sandbox, "bank");
    }

    private static Invocation deposit(long to, long n) {
        Bytes body = new CborWriter().arrayHeader(2).integer(to).integer(n).toBytes();
        return new Invocation.Handle("Deposit", 1, body);
    }

    @Test
    void aRefactoringIsEqualInEverythingButGas() {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        FakeHost old = open("1.0.0", "it.n() * 2");
        FakeHost next = open("1.0.1", "it.n() + it.n()");
        for (int i = 0; i < 500; i++) {
            Invocation invocation = deposit(random.nextInt(20), random.nextInt(5));
            Outcome one = old.invoke(invocation, GAS);
            Outcome two = next.invoke(invocation, GAS);
            assertEquals(one.getClass(), two.getClass());
            if (one instanceof Outcome.Refused refused) {
                assertEquals(refused.code(), ((Outcome.Refused) two).code());
            }
            assertEquals(old.tables, next.tables);
            assertEquals(old.events, next.events);
        }
    }

    @Test
    void aDifferenceShows() {
        FakeHost old = open("1.0.0", "it.n()");
        FakeHost next = open("1.0.1", "it.n() > 1000 ? it.n() - 1 : it.n()");
        for (long n : List.of(1L, 999L, 1000L)) {
            old.invoke(deposit(1, n), GAS);
            next.invoke(deposit(1, n), GAS);
            assertEquals(old.tables, next.tables);
        }
        old.invoke(deposit(1, 1001), GAS);
        next.invoke(deposit(1, 1001), GAS);
        assertNotEquals(old.tables, next.tables);
        assertNotEquals(old.events, next.events);
    }

    @Test
    void theSameInputCostsTheSameGasInBothSandboxesOfOneVersion() {
        FakeHost one = open("1.0.0", "it.n()");
        FakeHost two = open("1.0.0", "it.n()");
        for (int i = 0; i < 300; i++) {
            assertEquals(one.invoke(deposit(i % 7, i), GAS), two.invoke(deposit(i % 7, i), GAS));
        }
        // A sandbox that is opened later, when the JIT has compiled the others, is no cheaper.
        FakeHost late = open("1.0.0", "it.n()");
        FakeHost fresh = open("1.0.0", "it.n()");
        assertEquals(late.invoke(deposit(1, 1), GAS), fresh.invoke(deposit(1, 1), GAS));
    }
}
