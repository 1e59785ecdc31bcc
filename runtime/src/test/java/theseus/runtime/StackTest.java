package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.protocol.CborWriter;
import theseus.protocol.TrapKind;

/** The stack is a resource like gas: shared by nested sandboxes, and never really exhausted. */
final class StackTest {
    private static final long GAS = 50_000_000;

    /** Recurses, and then calls the module that {@code down} is bound to. */
    private static final String DIVER =
            """
            @Interface(name = "%s", version = "1.0")
            public interface Up { Result<Long> dive(Context context, int here, int below); }
            @Interface(name = "%s", version = "1.0")
            public interface Down { Result<Long> dive(Context context, int here, int below); }
            private final Down down = Required.interfaceOf(Down.class, "1");
            public record Dive(int here, int below) implements Message {}
            public void define(Definition module) {
                module.handles(Dive.class, (c, m) -> go(c, m.here(), m.below()))
                    .offers(Up.class, (c, here, below) -> Result.ok(go(c, here, below)));
            }
            private long go(Context context, int here, int below) {
                if (here > 0) {
                    return go(context, here - 1, below) + 1;
                }
                return below > 0 ? down.dive(context, below, 0).orRefuse() : 0;
            }
            """;

    private final List<Throwable> failures = new ArrayList<>();
    private final BytecodeRuntime runtime = new BytecodeRuntime(failures::add);
    private final FakeHost upper = open("upper", "lower");
    private final FakeHost lower = open("lower", "upper");

    StackTest() {
        upper.bound.put("lower", lower);
    }

    private FakeHost open(String up, String down) {
        var packed = Packager.pack(Compiled.module(DIVER.formatted(up, down))).orThrow();
        var admitted = assertInstanceOf(Admission.Admitted.class, runtime.admit(packed.artifact()));
        return new FakeHost(admitted.loader().open(), up);
    }

    private Outcome dive(int here, int below) {
        var body = new CborWriter().arrayHeader(2).integer(here).integer(below).toBytes();
        return upper.invoke(new Invocation.Handle("Dive", 1, body), GAS);
    }

    private boolean goes(int here, int below) {
        Outcome outcome = dive(here, below);
        if (outcome instanceof Outcome.Trapped trapped) {
            assertEquals(TrapKind.CALL_DEPTH, trapped.kind());
            return false;
        }
        assertInstanceOf(Outcome.Returned.class, outcome);
        return true;
    }

    private int deepest(int above) {
        int good = 0;
        for (int step = 1 << 14; step > 0; step /= 2) {
            if (above == 0 ? goes(good + step, 0) : goes(above, good + step)) {
                good += step;
            }
        }
        return good;
    }

    @Test
    void whatIsAboveIsMissingBelow() {
        int alone = deepest(0);
        int under = deepest(alone / 2);
        assertTrue(alone > 500, "only " + alone);
        assertTrue(under > alone / 4 && under < alone * 3 / 4, under + " of " + alone);
        assertEquals(alone, deepest(0));
        assertEquals(List.of(), failures, "the stack really overflowed");
    }
}
