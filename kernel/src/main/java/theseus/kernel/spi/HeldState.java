package theseus.kernel.spi;

import theseus.sdk.Hash;

/**
 * The state after one block, kept as it is until it is closed: reading it costs the same however
 * far the head has moved on, and whether or not the history still has it. Once closed it is read as
 * {@link StateStore#at} would, while the history has it. May be read and closed from any thread.
 */
public interface HeldState extends StateView, AutoCloseable {
    long height();

    /** The unlinked tables of that name as they were when the state was taken hold of. */
    StateView unlinked(Hash set);

    @Override
    void close();
}
