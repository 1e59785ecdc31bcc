package theseus.runtime;

/**
 * The meter of one loader: the gas and the stack that are left to the module code in it. Not
 * thread-safe: a loader belongs to one executing thread. Invocations nest by saving {@link #left}
 * and {@link #stackLeft} before and setting them again afterwards.
 */
public interface GasAccount {
    /**
     * What all nested invocations of one thread may use together of its stack, in estimated bytes
     * of interpreter frames. The thread itself needs four times that (1 MiB is the JVM's default).
     */
    int STACK_BYTES = 256 * 1024;

    long left();

    void set(long gas);

    /**
     * Takes {@code gas} off.
     *
     * @throws Trap when it is not there; what is left is 0 then
     */
    void charge(long gas);

    /** Bytes of stack that are left; pass them on to an invocation that starts from here. */
    int stackLeft();

    void stack(int bytes);
}
