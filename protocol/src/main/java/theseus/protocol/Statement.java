package theseus.protocol;

import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * A statement of a validator inside a block: it passes by accounts, nonces and fees, and counts
 * once. Attestations of headers are kept beside the blocks instead ({@link Certificate}).
 *
 * @param moduleSet hash of the module set it speaks about
 */
public record Statement(
        Hash chain,
        PublicKey validator,
        long firstHeight,
        long lastHeight,
        Hash moduleSet,
        Body body,
        Bytes signature)
        implements Submission {
    /** What it says. */
    public sealed interface Body {
        /** Ready for exactly these hashes and this configuration. */
        record Ready(Hash plan, Hash prepared) implements Body {}

        /** What the follower saw at {@code height}. */
        record Report(Hash plan, long height, Hash tableRoot, Hash counters) implements Body {}

        /** Stop a plan. */
        record Trip(Hash plan, String reason) implements Body {}

        /** Repair the chain; needs more than 2/3 of the voting power. */
        record Recover(Bytes action) implements Body {}
    }
}
