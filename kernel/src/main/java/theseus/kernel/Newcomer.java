package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.protocol.Message;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Transaction;
import theseus.protocol.TrapKind;

/** Transactions with a message, or a form of one, that only a plan's candidates know. */
final class Newcomer {
    private Newcomer() {}

    /** Whether {@code old} was rejected because of such a message. */
    static boolean isOne(Trial trial, Transaction transaction, Executed old) {
        if (!(old.receipt().status() instanceof Status.Rejected(String code))) {
            return false;
        }
        boolean aboutMessages =
                switch (code) {
                    case Codes.NO_SUCH_INSTANCE,
                            Codes.NO_SUCH_MESSAGE,
                            Codes.FORM_UNKNOWN,
                            Codes.NOT_YET_IN_FORCE ->
                            true;
                    default -> false;
                };
        return aboutMessages
                && transaction.messages().stream().anyMatch(one -> isBrought(trial, one))
                && transaction.messages().stream()
                        .allMatch(one -> isHandled(trial.candidates(), one));
    }

    /**
     * Whether all its messages are such. Nothing is compared in it, so an older one would pass by
     * the comparison; and one to another instance that traps there would be laid to the candidate.
     */
    static boolean standsAlone(Trial trial, Transaction transaction) {
        return transaction.messages().stream().allMatch(one -> isBrought(trial, one));
    }

    /** Why it does not run, where the candidate does not count for it. */
    static Executed notYet(Transaction transaction, Trial trial) {
        return new Rejection(
                        Codes.NOT_YET_IN_FORCE,
                        ("plan %s brings a message in it; until it is final it serves those whom it"
                                        + " selects, in transactions without older messages")
                                .formatted(trial.id()))
                .of(transaction.id());
    }

    /**
     * Nothing stands beside it, so any effect is declared. What its sender can bring about with a
     * low gas limit, with a message that does not decode or with a large one is no fault of the
     * candidate.
     */
    static Verdict verdict(Executed candidate) {
        if (candidate.receipt().status() instanceof Status.Trapped trapped
                && trapped.kind() != TrapKind.OUT_OF_GAS
                && trapped.kind() != TrapKind.MALFORMED
                && trapped.kind() != TrapKind.TOO_LARGE) {
            return new Verdict.Undeclared(
                    Comparison.gate(trapped.kind()),
                    "the candidate fails at a message that it brings: " + trapped.reason(),
                    List.of());
        }
        return new Verdict.Declared(List.of(), true);
    }

    private static boolean isBrought(Trial trial, Message message) {
        return trial.has(message.instance())
                && !isHandled(trial.old(), message)
                && isHandled(trial.candidates(), message);
    }

    static boolean isHandled(Instances instances, Message message) {
        Optional<Instance> instance = instances.find(message.instance());
        return instance.isPresent()
                && instance.get().layout().handles(message.name(), message.form());
    }
}
