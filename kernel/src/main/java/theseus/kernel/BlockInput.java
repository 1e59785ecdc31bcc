package theseus.kernel;

import java.util.List;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * A decided block as the kernel takes it: what its header says and the submissions.
 *
 * @param parent hash of the header before it, which nobody could know when earlier blocks were made
 */
public record BlockInput(
        Hash chain,
        long height,
        long timeMillis,
        Hash parent,
        PublicKey proposer,
        List<Bytes> submissions) {
    public BlockInput {
        submissions = List.copyOf(submissions);
    }
}
