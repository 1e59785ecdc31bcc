package theseus.node;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Something bounded that all clients share: requests under way, bytes, streams. A client gets at
 * most its own bound, and at most {@value #SHARE} times of what is left free, so that few clients
 * leave room to others, as lanes do in the queue. One thing alone is never too large for its
 * client.
 */
final class ClientQuota {
    static final int SHARE = 4;

    /** What became of the wish for more. */
    enum Outcome {
        TAKEN,
        /** The client has its part. */
        OWN_PART_TAKEN,
        /** Others have all of it. */
        ALL_TAKEN;

        /**
         * @param things what was wished for, as in "requests under way"
         * @throws HttpError when it was not had: 429 for the client's part, 503 for all
         */
        void orRefuse(String things, long retryAfterMillis) {
            switch (this) {
                case TAKEN -> {}
                case OWN_PART_TAKEN ->
                        throw HttpError.quota(
                                "You have as many " + things + " as one client may",
                                retryAfterMillis);
                case ALL_TAKEN -> throw HttpError.busy("Too many " + things, retryAfterMillis);
            }
        }
    }

    private final long limit;
    private final long perClient;
    private final Map<String, Long> parts = new HashMap<>();
    private long taken;

    ClientQuota(long limit, long perClient) {
        this.limit = limit;
        this.perClient = perClient;
    }

    synchronized Outcome take(String client, long amount) {
        long own = parts.getOrDefault(client, 0L);
        long free = limit - taken;
        if (amount > free) {
            return own > 0 && own + amount > perClient ? Outcome.OWN_PART_TAKEN : Outcome.ALL_TAKEN;
        }
        if (own > 0 && (own + amount > perClient || own >= SHARE * free)) {
            return Outcome.OWN_PART_TAKEN;
        }
        parts.put(client, own + amount);
        taken += amount;
        return Outcome.TAKEN;
    }

    /** Waits for what others give back, {@code millis} at most. */
    synchronized Outcome take(String client, long amount, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            Outcome outcome = take(client, amount);
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (outcome == Outcome.TAKEN || left <= 0) {
                return outcome;
            }
            wait(left);
        }
    }

    /** What cannot be refused any more, beyond any bound; others then get the less. */
    synchronized void force(String client, long amount) {
        parts.merge(client, amount, Long::sum);
        taken += amount;
    }

    synchronized void release(String client, long amount) {
        parts.computeIfPresent(client, (name, own) -> own > amount ? own - amount : null);
        taken -= amount;
        notifyAll();
    }

    /** How much is taken. */
    synchronized long taken() {
        return taken;
    }
}
