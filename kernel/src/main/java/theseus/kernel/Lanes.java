package theseus.kernel;

import theseus.kernel.spi.Application.Checked;
import theseus.protocol.Limits;
import theseus.protocol.Message;
import theseus.protocol.Transaction;

/**
 * Room in a block. A part of gas, bytes and places is kept for what may repair the chain, and of
 * that a part for statements alone; the rest is shared by whoever proposes, and a block that shares
 * it otherwise is still valid.
 */
final class Lanes {
    /** Of a block's gas, bytes and places. */
    static final int RECOVERY_PERCENT = 10;

    /** Of what is kept for repair, one of so many parts is for statements. */
    private static final int STATEMENTS_PART = 4;

    /**
     * Of a block's gas, one of so many parts is the most that goes to what no sender pays: second
     * worlds, and what is carried from one to the other.
     */
    private static final int BESIDE_PART = 2;

    private final long[] left;
    private final long[] reserved;
    private final long[] statements;
    private long beside;

    Lanes(long blockGas) {
        beside = blockGas / BESIDE_PART;
        left = new long[] {blockGas, Limits.MAX_BLOCK_BYTES, Limits.MAX_BLOCK_TRANSACTIONS};
        reserved = new long[left.length];
        statements = new long[left.length];
        for (int i = 0; i < left.length; i++) {
            reserved[i] = left[i] / 100 * RECOVERY_PERCENT;
            statements[i] = reserved[i] / STATEMENTS_PART;
        }
    }

    /** The lane of a transaction: that of recovery if all its messages may repair the chain. */
    static String of(Instances instances, Transaction transaction) {
        boolean repairs =
                transaction.messages().stream()
                        .map(Message::instance)
                        .allMatch(name -> instances.find(name).map(Lanes::repairs).orElse(false));
        return repairs ? Checked.RECOVERY : transaction.messages().getFirst().instance();
    }

    private static boolean repairs(Instance instance) {
        return BreakerOrders.isProtected(instance.module());
    }

    /** Whether a submission of the lane still fits, by the most that it may use. */
    boolean hasRoom(String lane, long gas, long sizeBytes) {
        long[] wanted = {gas, sizeBytes, 1};
        for (int i = 0; i < left.length; i++) {
            long keptFromIt =
                    switch (lane) {
                        case Checked.STATEMENTS -> 0;
                        case Checked.RECOVERY -> statements[i];
                        default -> reserved[i];
                    };
            if (wanted[i] > left[i] - keptFromIt) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether something may run in two worlds still. Else it waits for the next block: what one
     * sender has others carry leaves them no less than the rest of it.
     */
    boolean hasRoomBeside() {
        return beside > 0;
    }

    /** Takes what nobody paid of what {@link #take} takes. */
    void takeBeside(long gas) {
        beside -= gas;
    }

    /**
     * Takes what a submission of the lane did use. That may be more than there was room for, where
     * a second world ran; what is kept for others is theirs all the same.
     */
    void take(String lane, long gas, long sizeBytes) {
        long[] used = {gas, sizeBytes, 1};
        for (int i = 0; i < left.length; i++) {
            if (lane.equals(Checked.STATEMENTS)) {
                statements[i] = Math.max(0, statements[i] - used[i]);
            }
            if (lane.equals(Checked.STATEMENTS) || lane.equals(Checked.RECOVERY)) {
                reserved[i] = Math.max(statements[i], reserved[i] - used[i]);
            }
            left[i] = Math.max(left[i] - used[i], reserved[i]);
        }
    }
}
