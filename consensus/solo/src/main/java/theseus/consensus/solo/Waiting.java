package theseus.consensus.solo;

import java.util.concurrent.CompletableFuture;
import theseus.kernel.spi.ConsensusEngine.Committed;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * An accepted transaction on its way into a block.
 *
 * @param number counts what was accepted, in order
 */
record Waiting(
        long number,
        Hash id,
        Bytes bytes,
        long gasLimit,
        String lane,
        String sender,
        CompletableFuture<Committed> committed) {
    Waiting(long number, Hash id, Bytes bytes, long gasLimit, String lane, String sender) {
        this(number, id, bytes, gasLimit, lane, sender, new CompletableFuture<>());
    }
}
