package theseus.kernel;

import theseus.kernel.spi.SignatureScheme;
import theseus.kernel.spi.StateView;

/**
 * What all submissions of a block have in common.
 *
 * @param start the state before the block: validators and their powers hold for the whole block
 */
record BlockContext(
        StateView start,
        ChainRecord chain,
        Instances instances,
        SignatureScheme signatures,
        long height,
        long timeMillis) {}
