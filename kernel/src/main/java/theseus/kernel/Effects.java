package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;

/** What becomes of an execution when it is picked. */
final class Effects {
    private Effects() {}

    /** With what keeps the other side's tables. */
    static Executed with(Executed picked, Mirrored.Done mirrored) {
        if (mirrored.changes().tables().isEmpty()) {
            return picked;
        }
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables =
                new TreeMap<>(picked.changes().tables());
        tables.putAll(mirrored.changes().tables());
        return new Executed(picked.receipt(), new ChangeSet(tables));
    }

    /** The candidate's, for the gas that the version in force would have cost. */
    static Executed charged(Executed candidate, Executed old) {
        Receipt receipt = candidate.receipt();
        if (isRejected(candidate)) {
            return candidate;
        }
        return new Executed(
                new Receipt(
                        receipt.submission(),
                        receipt.status(),
                        old.receipt().gasUsed(),
                        receipt.events(),
                        receipt.versions()),
                candidate.changes());
    }

    /** It leaves no trace at all: a proposer that leaves it out makes the same block. */
    static boolean isRejected(Executed executed) {
        return executed.receipt().status() instanceof Status.Rejected;
    }

    /**
     * Refused by the kernel with a code of its own. Gas and nonce are spent, so the submission
     * stays in the block, and with it what it showed of the candidate.
     */
    static Executed refused(
            StateView base,
            Receipt receipt,
            Optional<Transaction> transaction,
            String instance,
            String code) {
        Receipt refused =
                new Receipt(
                        receipt.submission(),
                        new Status.Refused(0, instance, code),
                        receipt.gasUsed(),
                        List.of(),
                        receipt.versions());
        Overlay overlay = new Overlay(base);
        transaction.ifPresent(one -> TransactionRunner.spendNonce(overlay, one.sender()));
        return new Executed(refused, overlay.changes());
    }

    /** Of what cannot be carried, where nobody can be refused. */
    static Verdict.Undeclared undeclared(Mirrored mirrored) {
        return switch (mirrored) {
            case Mirrored.Failed failed ->
                    new Verdict.Undeclared(failed.gate(), failed.explanation(), List.of());
            case Mirrored.TooLarge tooLarge -> undeclared(tooLarge.failed());
            case Mirrored.Done _, Mirrored.Taken _, Mirrored.Refused _ ->
                    throw new IllegalArgumentException(mirrored.toString());
        };
    }
}
