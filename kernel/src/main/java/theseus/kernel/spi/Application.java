package theseus.kernel.spi;

import java.util.List;
import theseus.protocol.Header;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * What a consensus engine drives. Names and semantics are those of ABCI 2.0; calls come one at a
 * time except {@code checkTx}, which is thread-safe.
 */
public interface Application {
    /**
     * Where the application stands; height 0 and the genesis hash before the first block.
     *
     * @param validator the key with which this node attests
     */
    record Info(long height, Hash headerHash, Hash appHash, long timeMillis, PublicKey validator) {}

    /**
     * {@code code} is empty when the transaction may be queued.
     *
     * @param lane whose share of a block it takes: the instance of its first message, {@link
     *     #RECOVERY} or {@link #STATEMENTS}; empty when it is not accepted
     * @param sender whose share of the lane it takes; empty where nobody's in particular
     * @param retryable whether the same transaction may be accepted later
     */
    record Checked(
            Hash id,
            String code,
            String explanation,
            long gasLimit,
            String lane,
            String sender,
            boolean retryable) {
        /** The lane of messages that may repair the chain. No instance has such a name. */
        public static final String RECOVERY = "*recovery";

        /** The lane of validators' statements. */
        public static final String STATEMENTS = "*statements";

        /** Nobody's in particular. */
        public Checked(
                Hash id,
                String code,
                String explanation,
                long gasLimit,
                String lane,
                boolean retryable) {
            this(id, code, explanation, gasLimit, lane, "", retryable);
        }

        public boolean accepted() {
            return code.isEmpty();
        }
    }

    record Finalized(
            Header header, List<Receipt> receipts, List<Change.SetValidatorPower> updates) {
        public Finalized {
            receipts = List.copyOf(receipts);
            updates = List.copyOf(updates);
        }
    }

    Info info();

    Checked checkTx(Bytes transaction);

    /** The engine had no room for what {@code checkTx} accepted last. */
    void notQueued(Bytes transaction);

    /**
     * What goes into a block, in order, chosen among the candidates (the very objects). What is in
     * neither list stays queued.
     *
     * @param leftOut what must not be proposed any more
     */
    record Proposal(List<Bytes> transactions, List<LeftOut> leftOut) {
        public Proposal {
            transactions = List.copyOf(transactions);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** A candidate that would be rejected in the block, and why. */
    record LeftOut(Bytes transaction, String code, String explanation) {}

    /** Chooses and orders what goes into a block of that time, within {@code maxBytes}. */
    Proposal prepareProposal(long timeMillis, List<Bytes> candidates, int maxBytes);

    /**
     * Whether a block that another validator proposes may be voted for: its time follows, and it is
     * within the bounds of a block. What is in it is judged by executing it.
     */
    boolean processProposal(List<Bytes> transactions, long timeMillis);

    /** Executes a decided block. Durable only after {@link #commit}. */
    Finalized finalizeBlock(
            long height, long timeMillis, long epoch, PublicKey proposer, List<Bytes> transactions);

    /** Makes the finalized block durable and acknowledges it. */
    void commit();

    /** A snapshot of the state by which a node joins. */
    record Snapshot(long height, int format, int chunks, Hash hash) {}

    /** How an offered snapshot or chunk was taken. */
    enum Offer {
        ACCEPT,
        REJECT
    }

    List<Snapshot> listSnapshots();

    Offer offerSnapshot(Snapshot snapshot, Hash appHash);

    Bytes loadSnapshotChunk(long height, int format, int chunk);

    Offer applySnapshotChunk(int chunk, Bytes content);
}
