package theseus.runtime.guest;

import theseus.runtime.Trap;

/**
 * Gas and stack of one loader. Static fields, since each executing thread has a loader of its own:
 * a thread-local meter costs several times as much. Not metered itself. What it charges for sizes
 * bounds memory too: a byte costs a gas.
 */
public final class Meter {
    /** Gas for the head of an object or array. */
    public static final int HEADER = 16;

    /** Gas for an exception with the trace of its stack, beside what the depth costs. */
    private static final int THROWABLE = 1500;

    /** Stack bytes for which filling in a trace costs one gas. */
    private static final int TRACED_BYTES_PER_GAS = 4;

    static final int STACK_BYTES = 256 * 1024;

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

    /** Head of a method that may recurse: takes its frame off the stack that is left. */
    public static void enter(int frameBytes) {
        int left = stack - frameBytes;
        if (left < 0) {
            throw Trap.callDepth();
        }
        stack = left;
    }

    /** The way out of a method that took its frame by {@link #enter}. */
    public static void exit(int frameBytes) {
        stack += frameBytes;
    }

    /** What a handler needs to find back to its own depth. */
    public static int depth() {
        return stack;
    }

    /** Back to the depth of the method whose handler caught an exception. */
    public static void depth(int saved) {
        stack = saved;
    }

    /** Before an array of {@code length} elements is made; gives the length back. */
    public static int array(int length, int elementBytes) {
        charge(HEADER + Math.max(length, 0) * (long) elementBytes);
        return length;
    }

    /** One dimension of a many-dimensional array; gives the number of arrays of the next. */
    public static long arrays(long count, int length, int elementBytes) {
        long elements = Math.max(length, 0);
        long high = Math.multiplyHigh(count, HEADER + elements * elementBytes);
        charge(high != 0 ? Long.MAX_VALUE : count * (HEADER + elements * elementBytes));
        return count * elements;
    }

    /** Before an exception is made that fills in its trace. */
    public static void throwable() {
        charge((long) THROWABLE + (STACK_BYTES - stack) / TRACED_BYTES_PER_GAS);
    }

    /** Where a handler lands: its own work, and the trace if the JVM made the exception. */
    public static void handler(int cost) {
        charge((long) cost + THROWABLE + (STACK_BYTES - stack) / TRACED_BYTES_PER_GAS);
    }

    private static Trap exhausted() {
        gas = 0;
        return Trap.outOfGas();
    }
}
