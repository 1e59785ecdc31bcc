package theseus.cli;

/**
 * What a copied state may take of the heap. A record costs about {@value #RECORD_BYTES} bytes in
 * the trees and tables around it, and its own bytes four times while it is folded into the state
 * and carried into a newer table (measured: 550 and three times, without the carrying).
 */
final class HeapBudget {
    private static final long RECORD_BYTES = 700;
    private static final int COPIES = 4;
    private static final int USABLE_PERCENT = 80;
    private static final long MIB = 1024 * 1024;

    private final long limitBytes;
    private long records;
    private long needBytes;

    HeapBudget(long heapBytes) {
        this.limitBytes = heapBytes / 100 * USABLE_PERCENT;
    }

    static HeapBudget ofThisProgram() {
        return new HeapBudget(Runtime.getRuntime().maxMemory());
    }

    /** Refuses what would not fit, before it does not. */
    void add(long keyBytes, long valueBytes) {
        records++;
        needBytes += RECORD_BYTES + COPIES * (keyBytes + valueBytes);
        if (needBytes > limitBytes) {
            throw Failure.refused(
                    "STATE_TOO_LARGE",
                    "The copy of the state does not fit into memory: %,d records so far take %,d MiB, and this program may use %,d MiB for them. Give it more, with JAVA_OPTS=-Xmx8g before ./theseus, or run it on a larger machine: it may be any that reaches the node."
                            .formatted(records, needBytes / MIB, limitBytes / MIB));
        }
    }
}
