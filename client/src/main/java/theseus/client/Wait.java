package theseus.client;

import java.util.Locale;

/** How long a submission is waited for. */
public enum Wait {
    /** Until it is queued. */
    ACCEPTED,
    /** Until its block is durable. */
    COMMITTED;

    String parameter() {
        return "?wait=" + name().toLowerCase(Locale.ROOT);
    }
}
