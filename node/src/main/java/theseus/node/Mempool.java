package theseus.node;

import java.util.List;
import theseus.kernel.Codes;
import theseus.kernel.Kernel;
import theseus.kernel.Plans;
import theseus.kernel.spi.Application.Checked;
import theseus.kernel.spi.Application.Proposal;
import theseus.protocol.Statement;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/**
 * Decides what may be queued and what goes into a block, against the last durable state and what
 * waits already. Thread-safe; one at a time.
 */
final class Mempool {
    private final Kernel kernel;
    private final BlockStore blocks;
    private final Pending pending = new Pending();
    private final Catalog catalog = new Catalog();
    private Plans plans = Plans.NONE;
    private Tip tip;

    /**
     * @param kernel used under this object's lock alone
     */
    Mempool(Kernel kernel, BlockStore blocks, Tip tip) {
        this.kernel = kernel;
        this.blocks = blocks;
        this.tip = tip;
    }

    /** The nonce of the sender's next transaction, those that wait counted. */
    synchronized long nextNonce(AccountId sender) {
        return pending.nextNonce(sender, tip.state());
    }

    synchronized Checked check(Bytes submission) {
        Checked checked = kernel.check(tip.state(), tip.timeMillis() + 1, submission);
        if (checked.code().equals(Codes.EXPIRY_TOO_FAR)) {
            // The last block may be days old where none is made without work.
            long now = Math.max(tip.timeMillis() + 1, System.currentTimeMillis());
            checked = kernel.check(tip.state(), now, submission);
        }
        if (checked.code().equals(Codes.WRONG_NONCE)) {
            return alreadyCommitted(checked);
        }
        if (!checked.accepted()) {
            return checked;
        }
        Submission decoded = Submission.decode(submission);
        if (decoded instanceof Transaction one) {
            long expected = pending.nextNonce(one.sender(), tip.state());
            if (one.nonce() != expected) {
                return new Checked(
                        checked.id(),
                        Codes.WRONG_NONCE,
                        "nonce "
                                + one.nonce()
                                + " is not the sender's next, which is "
                                + expected
                                + " with those that wait counted",
                        checked.gasLimit(),
                        "",
                        false);
            }
        }
        String lane = lane(decoded, checked.lane());
        pending.admitted(submission, decoded, checked.lane().equals(Checked.RECOVERY), lane);
        String sender = decoded instanceof Transaction one ? one.sender().toString() : "";
        return new Checked(checked.id(), "", "", checked.gasLimit(), lane, sender, false);
    }

    /** Code that will soon be in force, ready to run. */
    synchronized void adopt(Kernel.Warm warm) {
        kernel.adopt(warm);
    }

    /** What was accepted last found no room. */
    synchronized void notQueued(Bytes submission) {
        pending.withdrawn(submission);
    }

    /** Only what begins a sender's waiting transactions, or repairs the chain, makes a lane. */
    private String lane(Submission submission, String own) {
        return switch (submission) {
            case Statement _ -> Checked.STATEMENTS;
            case Transaction transaction ->
                    pending.lane(transaction.sender())
                            .filter(lane -> !lane.equals(Checked.RECOVERY))
                            .orElse(own);
        };
    }

    synchronized Proposal propose(long timeMillis, List<Bytes> candidates, int maxBytes) {
        plans = Plans.read(tip.state(), plans);
        BlockBudget budget = BlockBudget.of(tip.state(), plans, catalog);
        return pending.propose(candidates, tip.state(), budget, timeMillis, maxBytes);
    }

    /** After a block with these submissions became durable. */
    synchronized void committed(Tip next, List<Bytes> submissions) {
        tip = next;
        pending.committed(submissions);
    }

    private Checked alreadyCommitted(Checked checked) {
        return blocks.find(checked.id())
                .map(
                        at ->
                                new Checked(
                                        checked.id(),
                                        Codes.ALREADY_COMMITTED,
                                        "it was committed at height "
                                                + at.height()
                                                + ", index "
                                                + at.index(),
                                        checked.gasLimit(),
                                        "",
                                        false))
                .orElse(checked);
    }
}
