package theseus.node;

import theseus.kernel.spi.StateView;

/** On which state the next block runs. */
@FunctionalInterface
interface BlockBase {
    /**
     * By the engine's thread.
     *
     * @param tip the block before
     */
    StateView of(Tip tip);
}
