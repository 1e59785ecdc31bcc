package theseus.node;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is open, to be closed once: what opened last closes first. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T one) {
        open.push(one);
        return one;
    }

    synchronized boolean isEmpty() {
        return open.isEmpty();
    }

    /** Closes all of it, whatever of it fails. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                Log.error("node.close", e);
            }
        }
    }
}
