package theseus.node;

/**
 * How many records the filling carries in one step: so many that a step takes about {@link
 * #AIM_NANOS}, whatever the machine, the lens and code that is not compiled yet: a block that comes
 * meanwhile waits for the write of no more, and does not have to sync it. While a step lasts no
 * block is followed, and the state that it reads is kept for so many blocks only. Time is handed
 * in. By one thread.
 */
final class Batch {
    static final long AIM_NANOS = 3_000_000;
    static final int FIRST_RECORDS = 16;

    private final int most;
    private int records;

    Batch(int most) {
        this.most = most;
        this.records = Math.min(FIRST_RECORDS, most);
    }

    int records() {
        return records;
    }

    /** A step of {@link #records} took so long. */
    void took(long nanos) {
        if (nanos > 2 * AIM_NANOS) {
            records = Math.max(1, records / 2);
        } else if (nanos < AIM_NANOS) {
            records = (int) Math.min(most, 2L * records);
        }
    }
}
