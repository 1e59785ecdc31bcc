package theseus.client;

import theseus.protocol.Receipt;
import theseus.sdk.Hash;

/** What became of a submission. */
public sealed interface Answer {
    Hash id();

    /** Queued, not durable. */
    record Accepted(Hash id) implements Answer {}

    /** Durable in a block. The receipt says whether the modules agreed to it. */
    record Committed(Hash id, long height, int index, Receipt receipt) implements Answer {
        public boolean applied() {
            return receipt.status() instanceof Receipt.Status.Applied;
        }
    }

    /**
     * Not let in, nothing happened; {@code retryAfterMillis} is 0 when sending it again would not
     * help.
     */
    record Refused(Hash id, String code, String explanation, long retryAfterMillis)
            implements Answer {}
}
