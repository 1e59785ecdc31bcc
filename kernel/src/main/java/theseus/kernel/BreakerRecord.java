package theseus.kernel;

import java.util.Optional;
import theseus.protocol.CborWriter;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;

/**
 * A circuit breaker that is open: calls into what it holds fail with {@code SUSPENDED}. Encoded as
 * the array of its fields.
 *
 * @param height the block that opened it
 * @param reason for people, one sentence
 */
public record BreakerRecord(long height, String reason) {
    /** What it holds: a whole instance, or one message of it. */
    public record Key(String instance, Optional<String> message) {
        public Bytes encode() {
            CborWriter out = new CborWriter().arrayHeader(2).text(instance);
            message.ifPresentOrElse(out::text, out::nil);
            return out.toBytes();
        }

        public static Key decode(Bytes encoding) {
            return Wire.decode(
                    encoding,
                    in -> {
                        in.expectArray(2);
                        String instance = in.text();
                        return new Key(
                                instance, in.nil() ? Optional.empty() : Optional.of(in.text()));
                    });
        }
    }

    public Bytes encode() {
        return new CborWriter().arrayHeader(2).integer(height).text(reason).toBytes();
    }

    public static BreakerRecord decode(Bytes encoding) {
        return Wire.decode(
                encoding,
                in -> {
                    in.expectArray(2);
                    return new BreakerRecord(in.integer(Long.SIZE), in.text());
                });
    }
}
