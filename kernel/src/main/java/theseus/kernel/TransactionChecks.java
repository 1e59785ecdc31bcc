package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.Limits;
import theseus.protocol.Message;
import theseus.protocol.Transaction;
import theseus.sdk.Hash;

/**
 * What must hold before a transaction may run, from cheap to dear; in a block and before it is
 * queued, which differ in the nonce alone.
 */
final class TransactionChecks {
    private final BlockContext block;
    private final StateView state;
    private final Transaction transaction;
    private final int sizeBytes;

    /** Asked for more than once, and dear. */
    private Optional<Hash> id = Optional.empty();

    /** {@code state} is that of now, earlier transactions of the block included. */
    TransactionChecks(BlockContext block, StateView state, Transaction transaction, int sizeBytes) {
        this.block = block;
        this.state = state;
        this.transaction = transaction;
        this.sizeBytes = sizeBytes;
    }

    Hash id() {
        if (id.isEmpty()) {
            id = Optional.of(transaction.id());
        }
        return id.get();
    }

    /** Whether its sender agreed. */
    Optional<Rejection> authorization(AccountRecord account) {
        return Authorization.check(transaction, id(), account, block.signatures());
    }

    /** For a block: the nonce must be the sender's next. */
    Optional<Rejection> toExecute(AccountRecord account) {
        return envelope()
                .or(() -> exactNonce(account))
                .or(this::targets)
                .or(() -> authorization(account));
    }

    /** For the queue: transactions of the same sender may wait before it. */
    Optional<Rejection> toQueue(AccountRecord account) {
        return envelope()
                .or(() -> nonceAhead(account))
                .or(this::targets)
                .or(() -> authorization(account));
    }

    private Optional<Rejection> envelope() {
        if (!transaction.chain().equals(block.chain().chain())) {
            return rejected(
                    Codes.WRONG_CHAIN,
                    "it is for chain %s, this is chain %s"
                            .formatted(transaction.chain(), block.chain().chain()));
        }
        long left = transaction.expiryMillis() - block.timeMillis();
        if (left <= 0) {
            return rejected(
                    Codes.EXPIRED,
                    "it expired at %d, block time is %d; sign it again with a later expiry"
                            .formatted(transaction.expiryMillis(), block.timeMillis()));
        }
        if (left > Limits.MAX_EXPIRY_MILLIS) {
            return rejected(
                    Codes.EXPIRY_TOO_FAR,
                    "it expires %d ms after block time, at most %d are allowed"
                            .formatted(left, Limits.MAX_EXPIRY_MILLIS));
        }
        return gasLimit();
    }

    private Optional<Rejection> gasLimit() {
        long most = Math.min(Limits.MAX_TRANSACTION_GAS, block.chain().parameters().blockGas());
        long least = Gas.intrinsic(transaction, sizeBytes);
        if (transaction.gasLimit() < least || transaction.gasLimit() > most) {
            return rejected(
                    Codes.GAS_LIMIT,
                    "a gas limit of %d; its size and signatures cost %d, at most %d are allowed"
                            .formatted(transaction.gasLimit(), least, most));
        }
        return Optional.empty();
    }

    private Optional<Rejection> exactNonce(AccountRecord account) {
        return transaction.nonce() == account.nonce()
                ? Optional.empty()
                : wrongNonce(account, "its sender's next nonce is " + account.nonce());
    }

    private Optional<Rejection> nonceAhead(AccountRecord account) {
        long ahead = transaction.nonce() - account.nonce();
        return ahead >= 0 && ahead <= Limits.MAX_NONCES_AHEAD
                ? Optional.empty()
                : wrongNonce(
                        account,
                        "its sender's next nonce is %d, at most %d may wait"
                                .formatted(account.nonce(), Limits.MAX_NONCES_AHEAD));
    }

    private Optional<Rejection> wrongNonce(AccountRecord account, String explanation) {
        return rejected(
                Codes.WRONG_NONCE,
                transaction.nonce() < account.nonce()
                        ? "nonce " + transaction.nonce() + " is used up; " + explanation
                        : "nonce " + transaction.nonce() + " is too far ahead; " + explanation);
    }

    /** Whether each message has an instance that takes it. */
    Optional<Rejection> targets() {
        for (Message message : transaction.messages()) {
            Optional<Rejection> problem = target(message);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<Rejection> target(Message message) {
        String instance = message.instance();
        String name = message.name();
        Optional<Instance> found = block.instances().find(instance);
        if (found.isEmpty()) {
            return unknown(
                    message, Codes.NO_SUCH_INSTANCE, "the chain has no instance " + instance);
        }
        Layout layout = found.get().layout();
        if (!layout.handles(name)) {
            return unknown(
                    message, Codes.NO_SUCH_MESSAGE, instance + " handles no message " + name);
        }
        // Only an older form can be over; most are not, and are not looked up.
        if (layout.hasNewer(name, message.form())
                && Forms.isOver(state, block.timeMillis(), instance, name, message.form())) {
            return rejected(
                    Codes.NO_LONGER_IN_FORCE,
                    "form %d of %s.%s is no longer accepted; sign it in its present form"
                            .formatted(message.form(), instance, name));
        }
        if (!layout.handles(name, message.form())) {
            return unknown(
                    message,
                    Codes.FORM_UNKNOWN,
                    "form %d of %s.%s is not known".formatted(message.form(), instance, name));
        }
        if (block.instances().isRetired(instance) || Breakers.isOpen(state, instance, name)) {
            return rejected(
                    Codes.SUSPENDED, instance + "." + name + " is suspended; try again later");
        }
        return Optional.empty();
    }

    /** What a plan brings may be sent again later. */
    private Optional<Rejection> unknown(Message message, String code, String explanation) {
        for (Plans.Standing plan : block.plans().active()) {
            if (plan.record().isAlive() && block.modules().brings(state, plan, message)) {
                return rejected(
                        Codes.NOT_YET_IN_FORCE,
                        "%s; plan %s (%s) brings it and is in %s"
                                .formatted(
                                        explanation,
                                        plan.id(),
                                        plan.record().plan().title(),
                                        plan.phase()));
            }
        }
        return rejected(code, explanation);
    }

    private static Optional<Rejection> rejected(String code, String explanation) {
        return Optional.of(new Rejection(code, explanation));
    }
}
