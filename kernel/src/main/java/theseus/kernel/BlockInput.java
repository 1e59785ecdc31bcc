package theseus.kernel;

import java.util.List;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** A decided block as the kernel takes it. */
public record BlockInput(Hash chain, long height, long timeMillis, List<Bytes> submissions) {
    public BlockInput {
        submissions = List.copyOf(submissions);
    }
}
