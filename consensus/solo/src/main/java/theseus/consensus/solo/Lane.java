package theseus.consensus.solo;

import java.util.HashMap;
import java.util.Map;

/** What waits of one lane, and how much of the queue's room the lane and each sender take. */
final class Lane {
    /** How much of the room is taken, by what waits and what is in a block under way. */
    static final class Taken {
        int count;
        long bytes;

        private void add(Waiting one, int sign) {
            count += sign;
            bytes += (long) sign * one.bytes().size();
        }
    }

    private static final Taken NOTHING = new Taken();

    final Turns waiting = new Turns();
    final Taken taken = new Taken();
    private final Map<String, Taken> bySender = new HashMap<>();

    Taken of(String sender) {
        return sender.isEmpty() ? NOTHING : bySender.getOrDefault(sender, NOTHING);
    }

    void admit(Waiting one) {
        taken.add(one, 1);
        bySender.computeIfAbsent(one.sender(), name -> new Taken()).add(one, 1);
    }

    void settle(Waiting one) {
        taken.add(one, -1);
        Taken own = bySender.get(one.sender());
        if (own != null) {
            own.add(one, -1);
            if (own.count == 0) {
                bySender.remove(one.sender());
                waiting.forget(one.sender());
            }
        }
    }

    boolean isIdle() {
        return taken.count == 0;
    }
}
