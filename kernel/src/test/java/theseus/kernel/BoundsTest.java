package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.protocol.Descriptor;
import theseus.protocol.Limits;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.View;

/** The kernel's own bounds on what a module writes and emits, whatever the sandbox lets through. */
final class BoundsTest {
    private static final int PLAIN = ScriptModule.PLAIN;
    private static final long GAS = 1_000_000;

    private final TestChain chain = new TestChain().with("a", ScriptModule.plain()).start();

    @Test
    void keysAreBounded() {
        Bytes most = Bytes.wrap(new byte[Limits.MAX_KEY_BYTES]);
        applied(host -> host.put(PLAIN, most, Script.integer(1), GAS));
        trapped(host -> host.put(PLAIN, more(most), Script.integer(1), GAS));
        trapped(host -> host.remove(PLAIN, more(most), GAS));
    }

    @Test
    void recordsAreBounded() {
        Bytes most = Bytes.wrap(new byte[Limits.MAX_VALUE_BYTES]);
        applied(host -> host.put(PLAIN, Script.integer(1), most, GAS));
        trapped(host -> host.put(PLAIN, Script.integer(1), more(most), GAS));
    }

    @Test
    void eventsAreBoundedInSizeAndNumber() {
        Bytes most = Bytes.wrap(new byte[Limits.MAX_VALUE_BYTES]);
        applied(host -> host.emit("Did", most));
        trapped(host -> host.emit("Did", more(most)));
        applied(host -> emit(host, Limits.MAX_EVENTS));
        trapped(host -> emit(host, Limits.MAX_EVENTS + 1));
    }

    @Test
    void rangesAreBounded() {
        applied(
                host -> {
                    for (int i = 0; i < View.MAX_RANGE + 10; i++) {
                        host.put(PLAIN, Script.integer(i), Script.integer(1), GAS);
                    }
                    assertEquals(
                            View.MAX_RANGE,
                            host.range(PLAIN, Bytes.EMPTY, Optional.empty(), Integer.MAX_VALUE)
                                    .size());
                    assertEquals(0, host.range(PLAIN, Bytes.EMPTY, Optional.empty(), -1).size());
                });
    }

    @Test
    void keepingSumsNeedsGas() {
        Status status =
                run(host -> host.put(ScriptModule.ROWS, Script.integer(1), Script.integer(1), 150));
        assertEquals(TrapKind.OUT_OF_GAS, assertInstanceOf(Status.Trapped.class, status).kind());
    }

    private static void emit(Host host, int count) {
        for (int i = 0; i < count; i++) {
            host.emit("Did", Script.integer(i));
        }
    }

    private static Bytes more(Bytes most) {
        return most.concat(Bytes.fromHex("00"));
    }

    private void applied(Consumer<Host> body) {
        assertEquals(new Status.Applied(), run(body));
    }

    private void trapped(Consumer<Host> body) {
        assertEquals(TrapKind.TOO_LARGE, assertInstanceOf(Status.Trapped.class, run(body)).kind());
    }

    /** The status of a transaction whose message does {@code body}; nothing is committed. */
    private Status run(Consumer<Host> body) {
        Kernel kernel = new Kernel(doing(body), TestChain.SIGNATURES);
        BlockResult result = kernel.execute(chain.state, chain.block(message()));
        return result.executed().getFirst().receipt().status();
    }

    private theseus.protocol.Transaction message() {
        return TestChain.signed(1, chain.unsigned(1, 0, java.util.List.of(TestChain.message("a"))));
    }

    private ModuleRuntime doing(Consumer<Host> body) {
        return artifact ->
                new Admission.Admitted(
                        ScriptModule.plain().descriptor(),
                        () -> new Doing(ScriptModule.plain().open(), body));
    }

    private record Doing(Sandbox inner, Consumer<Host> body) implements Sandbox {
        @Override
        public Descriptor descriptor() {
            return inner.descriptor();
        }

        @Override
        public Outcome invoke(Invocation invocation, Host host, long gasLimit) {
            if (!(invocation instanceof Invocation.Handle)) {
                return invocation instanceof Invocation.CheckScan
                        ? new Outcome.Returned(Bytes.fromHex("f5"), 0)
                        : inner.invoke(invocation, host, gasLimit);
            }
            try {
                body.accept(host);
                return new Outcome.Returned(Bytes.EMPTY, 1);
            } catch (Host.HostTrap trap) {
                return trap.trap();
            }
        }
    }
}
