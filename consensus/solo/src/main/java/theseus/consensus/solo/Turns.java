package theseus.consensus.solo;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What waits of one lane, in the order in which it goes on: senders in turn, each one's in order of
 * acceptance. A transaction's turn begins where its sender's last one ends, and not before what is
 * served now (start-time fair queuing: Goyal, Vin and Cheng, 1996); so who has much waiting does
 * not keep others waiting.
 */
final class Turns {
    private record Turn(double start, Waiting waiting) {}

    private final PriorityQueue<Turn> turns =
            new PriorityQueue<>(
                    Comparator.comparingDouble(Turn::start)
                            .thenComparingLong(turn -> turn.waiting().number()));
    private final Map<String, Double> ends = new HashMap<>();
    private double now;

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /**
     * @param cost in parts of a block
     */
    void add(Waiting one, double cost) {
        double start = Math.max(now, ends.getOrDefault(one.sender(), now));
        ends.put(one.sender(), start + cost);
        turns.add(new Turn(start, one));
    }

    /** What was taken has its turn again, before all that has not had it. */
    void putBack(Waiting one) {
        turns.add(new Turn(Double.NEGATIVE_INFINITY, one));
    }

    Waiting first() {
        return turns.element().waiting();
    }

    Waiting removeFirst() {
        Turn turn = turns.remove();
        now = Math.max(now, turn.start());
        return turn.waiting();
    }

    /** Nothing of that sender is left. */
    void forget(String sender) {
        ends.remove(sender);
    }
}
