package theseus.runtime;

/**
 * How much stack the sandboxes that are nested on this thread have left together, in the meter's
 * estimated bytes. It follows from the calls alone, so it is the same on every node.
 */
final class StackBudget {
    /** What kernel and runtime use between two nested invocations. */
    static final int PASSAGE_BYTES = 4 * 1024;

    private static final ThreadLocal<StackBudget> OF_THREAD =
            ThreadLocal.withInitial(StackBudget::new);

    private int left = GasAccount.STACK_BYTES;

    private StackBudget() {}

    static StackBudget ofThread() {
        return OF_THREAD.get();
    }

    int left() {
        return left;
    }

    void left(int bytes) {
        left = bytes;
    }
}
