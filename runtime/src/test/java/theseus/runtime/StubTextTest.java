package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.protocol.CborWriter;

/** What the runtime generates shows no identity either. */
final class StubTextTest {
    @Test
    void aStubsTextIsItsClass() {
        var packed =
                Packager.pack(
                                Compiled.module(
                                        """
                                        @Interface(name = "down", version = "1.0")
                                        public interface Down { Result<Long> dive(View view); }
                                        private final Down down = Required.interfaceOf(Down.class, "1");
                                        public record Say() implements Message {}
                                        public record Said(String text) implements Event {}
                                        public void define(Definition module) {
                                            module.handles(Say.class, (c, m) -> c.emit(new Said("" + down)));
                                        }
                                        """))
                        .orThrow();
        var runtime = new BytecodeRuntime();
        var admitted = assertInstanceOf(Admission.Admitted.class, runtime.admit(packed.artifact()));
        assertEquals(text(admitted), text(admitted));
    }

    private static String text(Admission.Admitted admitted) {
        var host = new FakeHost(admitted.loader().open(), "sample");
        var body = new CborWriter().arrayHeader(0).toBytes();
        assertInstanceOf(
                Outcome.Returned.class,
                host.invoke(new Invocation.Handle("Say", 1, body), 1_000_000));
        return host.events.toString();
    }
}
