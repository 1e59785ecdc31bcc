package theseus.node;

import theseus.kernel.spi.Application;
import theseus.kernel.spi.ConsensusEngine;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Of a node without a validator's key: nothing is ordered and nothing is taken. */
final class Observing implements ConsensusEngine {
    static final String CODE = "OBSERVER";

    @Override
    public void start(Application application) {}

    @Override
    public Submitted submit(Bytes transaction) {
        return new Submitted.Rejected(
                Hash.ZERO,
                CODE,
                "This node was restored without a validator's key: it answers queries and makes no"
                        + " blocks; send it to a node that does",
                0);
    }

    @Override
    public int queued() {
        return 0;
    }

    @Override
    public void close() {}
}
