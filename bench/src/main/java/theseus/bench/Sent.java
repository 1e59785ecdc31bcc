package theseus.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import theseus.kernel.spi.ConsensusEngine.Committed;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.protocol.CborWriter;
import theseus.protocol.Message;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;

/** Submits to a node in this process, as long as it says to try again, and waits for blocks. */
final class Sent {
    private static final long PATIENCE_SECONDS = 900;
    private static final long FILL_GAS = 40_000_000;
    private static final int FILLED_AT_ONCE = 1_500;
    private static final int FILLS_UNDER_WAY = 40;

    private Sent() {}

    static Submitted.Accepted accepted(Function<Bytes, Submitted> node, Bytes transaction)
            throws InterruptedException {
        while (true) {
            switch (node.apply(transaction)) {
                case Submitted.Accepted accepted -> {
                    return accepted;
                }
                case Submitted.Rejected rejected -> {
                    if (rejected.retryAfterMillis() == 0) {
                        throw new IllegalStateException(rejected.toString());
                    }
                    Thread.sleep(rejected.retryAfterMillis());
                }
            }
        }
    }

    static Committed applied(Submitted.Accepted accepted) throws Exception {
        Committed committed =
                accepted.committed().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!(committed.receipt().status() instanceof Receipt.Status.Applied)) {
            throw new IllegalStateException(committed.receipt().status().toString());
        }
        return committed;
    }

    /** Puts that many records into an instance that takes {@code Fill}. */
    static void fill(Function<Bytes, Submitted> node, Caller from, String instance, long records)
            throws Exception {
        List<Submitted.Accepted> underWay = new ArrayList<>();
        for (long first = 0; first < records; first += FILLED_AT_ONCE) {
            Bytes body =
                    new CborWriter()
                            .arrayHeader(2)
                            .integer(first)
                            .integer(Math.min(FILLED_AT_ONCE, records - first))
                            .toBytes();
            underWay.add(
                    accepted(node, from.sign(FILL_GAS, new Message(instance, "Fill", 1, body))));
            if (underWay.size() == FILLS_UNDER_WAY) {
                for (Submitted.Accepted one : underWay) {
                    applied(one);
                }
                underWay.clear();
            }
        }
        for (Submitted.Accepted one : underWay) {
            applied(one);
        }
    }
}
