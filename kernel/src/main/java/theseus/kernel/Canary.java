package theseus.kernel;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.protocol.CborReader;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Sha256;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;

/**
 * For whom the candidate counts. A key is selected by the first 8 bytes of SHA-256 of a salt and
 * the key; the salt is drawn with a step, and anew for as long as the step's window is not
 * complete. So nobody could choose keys before, and no step waits for keys that nobody uses.
 */
final class Canary {
    /** What computing a canary key may use. */
    static final long KEY_GAS = 5_000_000;

    private static final int BASIS = 10_000;

    private Canary() {}

    /** Whether the salt is drawn with the block of {@code height}. */
    static boolean drawsKeys(PlanRecord plan, long height) {
        return plan.phase() == Phase.CANARY
                && (height - plan.sinceHeight())
                                % plan.plan().schedule().canary().get(plan.step()).window().blocks()
                        == 0;
    }

    /** Whether the candidate counts for a transaction with these keys, if it is not wrong. */
    static boolean counts(PlanRecord plan, List<Bytes> keys) {
        if (plan.phase() == Phase.PROBATION) {
            return true;
        }
        if (plan.phase() != Phase.CANARY) {
            return false;
        }
        int basisPoints = plan.plan().schedule().canary().get(plan.step()).basisPoints();
        return keys.stream().allMatch(key -> isSelected(plan.salt().bytes(), key, basisPoints));
    }

    static boolean isSelected(Bytes salt, Bytes key, int basisPoints) {
        byte[] hash = Sha256.of(salt.concat(key)).bytes().unsafeArray();
        long first = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << 8 | hash[i] & 0xFF;
        }
        return Long.remainderUnsigned(first, BASIS) < basisPoints;
    }

    /**
     * The canary keys of a transaction, each once, sorted; the sender where no message names one.
     */
    static List<Bytes> keys(Trial trial, Transaction transaction, Upkeep upkeep) {
        SortedSet<Bytes> keys = new TreeSet<>();
        for (Message message : transaction.messages()) {
            if (trial.has(message.instance()) && !trial.retires(message.instance())) {
                keys.add(key(trial, transaction, message, upkeep));
            }
        }
        if (keys.isEmpty()) {
            keys.add(transaction.sender().bytes());
        }
        return List.copyOf(keys);
    }

    /** The types of a transaction's messages, in order. */
    static List<Plan.MessageName> names(Transaction transaction) {
        return transaction.messages().stream()
                .map(message -> new Plan.MessageName(message.instance(), message.name()))
                .toList();
    }

    private static Bytes key(Trial trial, Transaction transaction, Message message, Upkeep upkeep) {
        Instance candidate = trial.candidates().find(message.instance()).orElseThrow();
        Outcome outcome =
                upkeep.invoke(
                        candidate,
                        new Invocation.CanaryKey(message.name(), message.form(), message.body()),
                        new PureHost(message.instance(), transaction.sender()),
                        KEY_GAS);
        // A body that does not decode has no key of its own, and whoever sent it shall not choose.
        return outcome instanceof Outcome.Returned returned
                ? new CborReader(returned.value()).bytes()
                : transaction.sender().bytes();
    }
}
