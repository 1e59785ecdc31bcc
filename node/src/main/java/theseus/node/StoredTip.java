package theseus.node;

import theseus.kernel.ChainRecord;
import theseus.kernel.KernelTables;
import theseus.kernel.spi.StateStore;
import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** Where the store stands, after checking that it is this chain's and whole. */
final class StoredTip {
    private StoredTip() {}

    /**
     * @throws NodeException when it is another chain's, or contradicts its blocks
     */
    static Tip load(Genesis genesis, StateStore store, BlockStore blocks) {
        Hash chain = genesis.hash();
        Hash stored =
                store.head()
                        .get(KernelTables.PARAMETERS, KernelTables.SINGLE)
                        .map(bytes -> ChainRecord.decode(bytes).chain())
                        .orElse(Hash.ZERO);
        if (!stored.equals(chain)) {
            throw new NodeException(
                    "DIRECTORY_DAMAGED",
                    "The state belongs to chain "
                            + stored
                            + ", the genesis beside it makes chain "
                            + chain
                            + "; restore the directory from a backup");
        }
        long height = store.height();
        if (height == 0) {
            return Tip.ofGenesis(chain, genesis.timeMillis(), store);
        }
        Certificate certificate =
                blocks.block(height)
                        .map(BlockStore.Stored::certificate)
                        .orElseThrow(
                                () ->
                                        new NodeException(
                                                "DIRECTORY_DAMAGED",
                                                "The state stands at height "
                                                        + height
                                                        + " but that block is missing; restore the"
                                                        + " directory from a backup"));
        Header header = certificate.header();
        if (!header.stateRoot().equals(store.root())) {
            throw new NodeException(
                    "STATE_DIVERGED",
                    "The state of height "
                            + height
                            + " has the root "
                            + store.root()
                            + ", its certified header says "
                            + header.stateRoot()
                            + "; restore the directory from a backup");
        }
        return Tip.of(certificate, store.head());
    }

    /** A key that nobody counts would make certificates that nobody believes. */
    static void checkKey(Genesis genesis, Tip tip, PublicKey key) {
        boolean isOfGenesis = genesis.validators().stream().anyMatch(one -> one.key().equals(key));
        boolean isOfNow =
                tip.state().get(KernelTables.VALIDATORS, KernelTables.key(key)).isPresent();
        if (!isOfGenesis && !isOfNow) {
            throw new NodeException(
                    "KEY_OF_NO_VALIDATOR",
                    "The key in validator.key is that of no validator of this chain; restore the"
                            + " file from a backup");
        }
    }
}
