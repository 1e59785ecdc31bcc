package theseus.kernel.spi;

import java.util.concurrent.CompletionStage;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Orders transactions for one engine epoch and drives the application.
 *
 * <p>Validators of more than two thirds of the voting power must come to propose, in turn or by
 * changes of leader that the engine makes on purpose: a plan's window waits for them (ADR 0110).
 */
public interface ConsensusEngine extends AutoCloseable {
    /** Code of a submission that found the queue full; it may be sent again. */
    String BUSY = "BUSY";

    /** Code of a submission whose sender has its part of the queue; others' may still find room. */
    String SENDER_BUSY = "SENDER_BUSY";

    /** Code of a submission to an engine that has stopped, or has not started. */
    String STOPPED = "STOPPED";

    /** Code of a submission to an engine that makes no blocks for now and says why. */
    String PAUSED = "PAUSED";

    /** The answer to a submission. */
    sealed interface Submitted {
        Hash id();

        /**
         * Queued, not durable. {@code committed} completes when its block is durable, or fails with
         * {@link NotCommitted}.
         */
        record Accepted(Hash id, CompletionStage<Committed> committed) implements Submitted {}

        /** Not queued; {@code retryAfterMillis} is 0 when trying again would not help. */
        record Rejected(Hash id, String code, String explanation, long retryAfterMillis)
                implements Submitted {}
    }

    record Committed(long height, int index, Receipt receipt) {}

    /**
     * An accepted transaction that will not be committed: it became invalid while it waited, or the
     * engine stopped.
     */
    final class NotCommitted extends RuntimeException {
        private final String code;

        public NotCommitted(String code, String explanation) {
            super(explanation, null, false, false);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    void start(Application application);

    Submitted submit(Bytes transaction);

    /** How many transactions wait. */
    int queued();

    /** Stops after the block under way. */
    @Override
    void close();
}
