package theseus.node;

import java.util.Optional;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Certificate;
import theseus.protocol.Header;
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
        StateView state) {
    static Tip ofGenesis(Hash chain, long timeMillis, StateStore store) {
        return new Tip(0, chain, timeMillis, store.root(), Optional.empty(), store.head());
    }

    static Tip of(Certificate certificate, StateView state) {
        Header header = certificate.header();
        return new Tip(
                header.height(),
                header.hash(),
                header.timeMillis(),
                header.stateRoot(),
                Optional.of(certificate),
                state);
    }
}
