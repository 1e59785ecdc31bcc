package theseus.protocol;

import java.util.List;
import theseus.sdk.Bytes;

/** A block: its header and its submissions as they came, byte for byte. */
public record Block(Header header, List<Bytes> submissions) {
    public Block {
        submissions = List.copyOf(submissions);
    }
}
