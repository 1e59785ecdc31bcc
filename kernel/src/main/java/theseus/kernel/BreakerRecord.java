package theseus.kernel;

import java.util.Optional;

/**
 * A circuit breaker that is open: calls into what it holds fail with {@code SUSPENDED}. Encoded as
 * the array of its fields.
 *
 * @param height the block that opened it
 * @param reason for people, one sentence
 */
public record BreakerRecord(long height, String reason) {
    /** What it holds: a whole instance, or one message of it. */
    public record Key(String instance, Optional<String> message) {}
}
