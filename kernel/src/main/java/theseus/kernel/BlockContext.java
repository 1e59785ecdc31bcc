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
 * @param modules what was read and opened before; it shows in no result
 * @param parent hash of the header before this block's
 */
record BlockContext(
        StateView start,
        ChainRecord chain,
        Instances instances,
        SignatureScheme signatures,
        Plans plans,
        Modules modules,
        long height,
        long timeMillis,
        Hash parent,
        PublicKey proposer) {

    /** The same with other code in force. */
    BlockContext with(Instances others) {
        return with(chain, others, plans);
    }

    /** The same with other plans. */
    BlockContext with(Plans others) {
        return with(chain, instances, others);
    }

    /** The same with another module set in force, as the chain's record says. */
    BlockContext with(ChainRecord changed, Instances others) {
        return with(changed, others, plans);
    }

    private BlockContext with(ChainRecord chains, Instances code, Plans active) {
        return new BlockContext(
                start,
                chains,
                code,
                signatures,
                active,
                modules,
                height,
                timeMillis,
                parent,
                proposer);
    }
}
