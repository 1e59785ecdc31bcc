package theseus.consensus.solo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import theseus.kernel.spi.Application;
import theseus.protocol.Header;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * Transactions are their own ids (32 bytes: the first is a marker, the last four a number). A block
 * can be held up, so that a test decides when the engine goes on.
 */
final class FakeApplication implements Application {
    static final byte REFUSED = 1;
    static final byte LEFT_OUT = 2;
    static final byte LATER = 3;
    static final byte FAILS = 4;
    static final byte RECOVERY = 100;
    static final byte STATEMENT = 101;

    record Seen(long height, long timeMillis, List<Bytes> transactions) {}

    final BlockingQueue<Seen> committed = new LinkedBlockingQueue<>();
    volatile CountDownLatch gate = new CountDownLatch(0);
    final BlockingQueue<Long> entered = new LinkedBlockingQueue<>();
    private final long startHeight;
    private final long startMillis;
    private volatile Seen finalized = new Seen(0, 0, List.of());

    FakeApplication(long startHeight, long startMillis) {
        this.startHeight = startHeight;
        this.startMillis = startMillis;
    }

    static Bytes transaction(byte marker, int number) {
        byte[] content = new byte[32];
        content[0] = marker;
        for (int i = 0; i < 4; i++) {
            content[31 - i] = (byte) (number >> (8 * i));
        }
        return Bytes.wrap(content);
    }

    /** The lane of a transaction is its second byte. */
    private static String lane(byte marker) {
        return switch (marker) {
            case RECOVERY -> Checked.RECOVERY;
            case STATEMENT -> Checked.STATEMENTS;
            default -> "lane" + marker;
        };
    }

    static Bytes transaction(byte marker, byte lane, int number) {
        byte[] content = transaction(marker, number).unsafeArray().clone();
        content[1] = lane;
        return Bytes.wrap(content);
    }

    /** And the sender its third. */
    static Bytes transaction(byte marker, byte lane, byte sender, int number) {
        byte[] content = transaction(marker, lane, number).unsafeArray().clone();
        content[2] = sender;
        return Bytes.wrap(content);
    }

    @Override
    public Info info() {
        return new Info(startHeight, Hash.ZERO, Hash.ZERO, startMillis, PROPOSER);
    }

    @Override
    public Checked checkTx(Bytes transaction) {
        boolean refused = transaction.at(0) == REFUSED || !seen.add(transaction);
        return new Checked(
                new Hash(transaction),
                refused ? "NO" : "",
                refused ? "not this one" : "",
                1_000,
                lane(transaction.at(1)),
                transaction.at(2) == 0 ? "" : "sender" + transaction.at(2),
                false);
    }

    @Override
    public void notQueued(Bytes transaction) {
        seen.remove(transaction);
    }

    private static final PublicKey PROPOSER = new PublicKey(PublicKey.ED25519, Hash.ZERO.bytes());

    private final java.util.Set<Bytes> seen = new java.util.HashSet<>();

    @Override
    public Proposal prepareProposal(long timeMillis, List<Bytes> candidates, int maxBytes) {
        List<Bytes> chosen = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        boolean full = false;
        for (Bytes candidate : candidates) {
            if (candidate.at(0) == LEFT_OUT) {
                leftOut.add(new LeftOut(candidate, "EXPIRED", "too late"));
            } else if (candidate.at(0) == LATER && !full && !chosen.isEmpty()) {
                full = true; // this one and what follows go into the next block
            } else if (!full) {
                chosen.add(candidate);
            }
        }
        return new Proposal(chosen, leftOut);
    }

    @Override
    public boolean processProposal(List<Bytes> transactions, long timeMillis) {
        return true;
    }

    @Override
    public Finalized finalizeBlock(
            long height,
            long timeMillis,
            long epoch,
            PublicKey proposer,
            List<Bytes> transactions) {
        entered.add(height);
        try {
            if (!gate.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate stayed shut");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        List<Receipt> receipts = new ArrayList<>();
        for (Bytes transaction : transactions) {
            if (transaction.at(0) == FAILS) {
                throw new IllegalStateException("disk on fire");
            }
            receipts.add(
                    new Receipt(
                            new Hash(transaction),
                            new Receipt.Status.Applied(),
                            1,
                            List.of(),
                            List.of()));
        }
        finalized = new Seen(height, timeMillis, transactions);
        Header header =
                new Header(
                        Hash.ZERO,
                        height,
                        timeMillis,
                        Hash.ZERO,
                        Hash.ZERO,
                        Hash.ZERO,
                        Hash.ZERO,
                        epoch,
                        proposer);
        return new Finalized(header, receipts, List.of());
    }

    @Override
    public void commit() {
        committed.add(finalized);
    }

    @Override
    public List<Snapshot> listSnapshots() {
        return List.of();
    }

    @Override
    public Offer offerSnapshot(Snapshot snapshot, Hash appHash) {
        return Offer.REJECT;
    }

    @Override
    public Bytes loadSnapshotChunk(long height, int format, int chunk) {
        throw new IllegalArgumentException("no snapshots");
    }

    @Override
    public Offer applySnapshotChunk(int chunk, Bytes content) {
        return Offer.REJECT;
    }
}
