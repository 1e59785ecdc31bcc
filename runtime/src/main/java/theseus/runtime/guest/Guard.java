package theseus.runtime.guest;

import theseus.kernel.spi.Host;
import theseus.protocol.TrapKind;
import theseus.runtime.Trap;

/** Stands before every handler of module code that is wide enough to catch what it must not. */
public final class Guard {
    private Guard() {}

    /**
     * Whether a handler must pass {@code thrown} on: traps, what the kernel throws through, and
     * failures of the node itself. Module code may catch exceptions and failed assertions.
     */
    public static boolean mustPass(Throwable thrown) {
        if (thrown instanceof Exception) {
            return thrown instanceof Host.HostTrap;
        }
        return !(thrown instanceof AssertionError);
    }

    /** What a constructor meets that writes a final field of another object. */
    public static void foreignField() {
        throw new Trap(TrapKind.EXCEPTION, "a constructor writes a final field of another object");
    }
}
