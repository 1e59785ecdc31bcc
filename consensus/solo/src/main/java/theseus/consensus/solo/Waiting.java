package theseus.consensus.solo;

import java.util.concurrent.CompletableFuture;
import theseus.kernel.spi.ConsensusEngine.Committed;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** An accepted transaction on its way into a block. */
record Waiting(Hash id, Bytes bytes, long gasLimit, CompletableFuture<Committed> committed) {
    Waiting(Hash id, Bytes bytes, long gasLimit) {
        this(id, bytes, gasLimit, new CompletableFuture<>());
    }
}
