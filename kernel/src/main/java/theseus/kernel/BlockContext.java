package theseus.kernel;

import theseus.kernel.spi.SignatureScheme;
import theseus.kernel.spi.StateView;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * What all submissions of a block have in common.
 *
 * @param start the state before the block: validators and their powers hold for the whole block
 * @param plans the active ones, as they hold in this block
 * @param parent hash of the header before this block's
 */
record BlockContext(
        StateView start,
        ChainRecord chain,
        Instances instances,
        SignatureScheme signatures,
        Plans plans,
        long height,
        long timeMillis,
        Hash parent,
        PublicKey proposer) {

    /** The same with other code in force. */
    BlockContext with(Instances others) {
        return new BlockContext(
                start, chain, others, signatures, plans, height, timeMillis, parent, proposer);
    }

    /** The same with other plans. */
    BlockContext with(Plans others) {
        return new BlockContext(
                start, chain, instances, signatures, others, height, timeMillis, parent, proposer);
    }

    /** The same with another module set in force, as the chain's record says. */
    BlockContext with(ChainRecord changed, Instances others) {
        return new BlockContext(
                start, changed, others, signatures, plans, height, timeMillis, parent, proposer);
    }
}
