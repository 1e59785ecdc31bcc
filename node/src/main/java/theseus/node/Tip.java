package theseus.node;

import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.Certificate;
import theseus.sdk.Hash;

/**
 * Where the chain stands: the last block that is durable, and the state after it.
 *
 * @param headerHash hash of its header; of the genesis before the first block
 * @param certificate empty before the first block
 */
record Tip(
        long height,
        Hash headerHash,
        long timeMillis,
        Hash stateRoot,
        Optional<Certificate> certificate,
        StateView state) {}
