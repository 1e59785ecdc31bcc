package theseus.consensus.solo;

import java.util.ArrayDeque;

/** What waits of one lane, and how much of the queue's room the lane takes. */
final class Lane {
    final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /** What waits and what is in a block under way. */
    int unsettled;

    long unsettledBytes;

    boolean isIdle() {
        return unsettled == 0;
    }
}
