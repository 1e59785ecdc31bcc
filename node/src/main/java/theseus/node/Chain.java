package theseus.node;

import java.util.Optional;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;

/** What the API reads: the chain's blocks, its state now and at a height, its descriptors. */
record Chain(
        Genesis genesis,
        ChainApplication application,
        StateStore store,
        Catalog catalog,
        Views views,
        Readers readers) {

    /**
     * The state after a block.
     *
     * @param certificate of that block; empty before the first
     */
    record At(long height, long timeMillis, StateView state, Optional<Certificate> certificate) {
        Certificate certificateOrFail() {
            return certificate.orElseThrow(
                    () ->
                            HttpError.notFound(
                                    "NO_BLOCK_YET",
                                    "The chain has no block yet that could be certified",
                                    "Ask again in a moment"));
        }
    }

    BlockStore blocks() {
        return application.blocks();
    }

    /**
     * After the block of that height, or the last one.
     *
     * @throws HttpError 404 when it is not kept, or not there yet
     */
    At at(Optional<Long> height) {
        Tip tip = application.tip();
        if (height.isEmpty() || height.get() == tip.height()) {
            return new At(tip.height(), tip.timeMillis(), tip.state(), tip.certificate());
        }
        try {
            StateView state = store.at(height.get());
            if (height.get() == 0) {
                return new At(0, genesis.timeMillis(), state, Optional.empty());
            }
            Certificate certificate = block(height.get()).certificate();
            Header header = certificate.header();
            return new At(header.height(), header.timeMillis(), state, Optional.of(certificate));
        } catch (HistoryUnavailable e) {
            throw unavailable(e);
        }
    }

    BlockStore.Stored block(long height) {
        Tip tip = application.tip();
        if (height > tip.height()) {
            throw HttpError.notFound(
                    "NO_SUCH_BLOCK",
                    "The chain has no block " + height + " yet; the last is " + tip.height(),
                    "");
        }
        return blocks().block(height)
                .orElseThrow(
                        () ->
                                HttpError.notFound(
                                        "NO_SUCH_BLOCK", "There is no block " + height, ""));
    }

    /**
     * A block with its content.
     *
     * @throws BlockPruned when only its header is kept
     */
    BlockStore.Stored whole(long height) {
        BlockStore.Stored stored = block(height);
        BlockPruned.check(height, blocks().first());
        return stored;
    }

    static HttpError unavailable(HistoryUnavailable e) {
        return HttpError.notFound(
                "HISTORY_UNAVAILABLE",
                "The state at height " + e.height() + " is not kept here",
                "Ask for heights from " + e.oldest() + " to " + e.newest());
    }
}
