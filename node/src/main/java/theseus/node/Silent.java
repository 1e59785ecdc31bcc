package theseus.node;

import theseus.kernel.spi.Application;
import theseus.kernel.spi.ConsensusEngine;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Where blocks are given, nothing is ordered and nothing is taken: statements are in the blocks.
 */
final class Silent implements ConsensusEngine {
    @Override
    public void start(Application application) {}

    @Override
    public Submitted submit(Bytes transaction) {
        return new Submitted.Rejected(Hash.ZERO, STOPPED, "", 0);
    }

    @Override
    public int queued() {
        return 0;
    }

    @Override
    public void close() {}
}
