package theseus.runtime.guest;

import theseus.runtime.Trap;

/**
 * Gas and stack of one loader. Static fields, since each executing thread has a loader of its own:
 * a thread-local meter costs several times as much.
 */
public final class Meter {
    static long gas;
    static int stack;

    private Meter() {}

    /** What the instrumented code calls at the head of each metered region. */
    public static void charge(int cost) {
        if ((gas -= cost) < 0) {
            throw exhausted();
        }
    }

    /** What library code charges for work whose size is only known at run time. */
    public static void charge(long cost) {
        if (cost < 0 || (gas -= cost) < 0) {
            throw exhausted();
        }
    }

    private static Trap exhausted() {
        gas = 0;
        return Trap.outOfGas();
    }
}
