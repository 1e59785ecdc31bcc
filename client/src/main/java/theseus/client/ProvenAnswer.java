package theseus.client;

import java.util.List;
import theseus.protocol.Header;
import theseus.protocol.StateProof;

/**
 * A query's answer with the records that the node says it was computed from. Each record is proven;
 * that the answer follows from them, and that there are no others, is the node's word.
 */
public record ProvenAnswer<T>(T answer, List<StateProof> reads, Header header) {
    public ProvenAnswer {
        reads = List.copyOf(reads);
    }
}
