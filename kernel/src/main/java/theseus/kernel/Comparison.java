package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.EventRecord;
import theseus.protocol.Gate;
import theseus.protocol.Plan;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;

/**
 * Compares what two worlds made of one submission, through the lenses of a plan: how it ended, its
 * events in order, and the net changes of every instance and of the kernel. Not compared: gas, the
 * words of a trap, the counters of traps, and rows that the kernel derives for one version alone.
 */
final class Comparison {
    private final Trial trial;
    private final StateView base;
    private final List<MessageName> messages;
    private final Reads reads;
    private final Upkeep upkeep;
    private final Declared declared;

    /** The messages that may have run an instance of the plan; none for a routine. */
    private final List<MessageName> reaching;

    private final Executed old;
    private final Executed candidate;

    private Comparison(
            Trial trial,
            StateView base,
            List<MessageName> messages,
            Executed old,
            Executed candidate,
            Reads reads,
            Upkeep upkeep) {
        this.upkeep = upkeep;
        this.trial = trial;
        this.base = base;
        this.messages = messages;
        this.declared = new Declared(trial.record().plan().declarations(), messages);
        this.old = new Seen(trial, upkeep).by(old, candidate);
        this.candidate = candidate;
        this.reads = reads;
        this.reaching = messages.stream().filter(one -> trial.mayTouch(one.instance())).toList();
    }

    /**
     * Compares.
     *
     * @param base on which both ran; it shows the tables of both sides
     * @param messages of the submission, in order; none for a routine
     * @param reads what the candidate's world read of records that only it may see
     * @throws CrossingFailed where it is {@link Mirrored.TooLarge}: then nothing is known
     */
    static Verdict of(
            Trial trial,
            StateView base,
            List<MessageName> messages,
            Executed old,
            Executed candidate,
            Reads reads,
            Upkeep upkeep) {
        return new Comparison(trial, base, messages, old, candidate, reads, upkeep).verdict();
    }

    private Verdict verdict() {
        List<Difference> differences =
                new ArrayList<>(Differences.between(old, candidate, this::isComparedByRow));
        try {
            differences.addAll(
                    UnitDifferences.between(
                            trial.crossing(), base, old.changes(), candidate.changes(), upkeep));
            if (differences.isEmpty()) {
                return new Verdict.Equal();
            }
            Optional<Gate> failure = failure();
            if (failure.isEmpty() && isDeclared(differences)) {
                return new Verdict.Declared(
                        Differences.first(differences), isOfEachMessage(differences));
            }
            boolean bearable = failure.isEmpty() || failure.get() == Gate.OUT_OF_GAS;
            // Nothing is hidden where no effect of the candidate ever counted.
            if (bearable
                    && trial.record().phase().hasTwoWorlds()
                    && Hidden.met(trial.crossing(), base, reads, candidate.changes(), upkeep)) {
                return new Verdict.Declared(Differences.first(differences), reaching.size() < 2);
            }
            return undeclared(failure, differences);
        } catch (CrossingFailed failed) {
            return switch (failed.result()) {
                case Mirrored.Failed(Gate gate, String how, var _) ->
                        new Verdict.Undeclared(gate, how, Differences.first(differences));
                // It has no image yet, so the candidate does not count for it.
                case Mirrored.Refused _ ->
                        new Verdict.Declared(Differences.first(differences), false);
                case Mirrored.TooLarge _ -> throw failed;
                case Mirrored.Done _, Mirrored.Taken _ ->
                        throw new IllegalStateException(failed.result().toString());
            };
        }
    }

    /** The gate that the candidate hits by failing where the version in force did not. */
    private Optional<Gate> failure() {
        if (candidate.receipt().status() instanceof Status.Trapped trapped
                && !Differences.sameResult(old.receipt().status(), trapped)) {
            return Optional.of(gate(trapped.kind()));
        }
        return Optional.empty();
    }

    static Gate gate(TrapKind kind) {
        return switch (kind) {
            case OUT_OF_GAS -> Gate.OUT_OF_GAS;
            case INVARIANT -> Gate.INVARIANT;
            case CALL_DEPTH, EXCEPTION, REENTRANCY, MALFORMED, TOO_LARGE -> Gate.TRAP;
        };
    }

    private boolean isDeclared(List<Difference> differences) {
        // What an upgraded instance does beside a retired one is compared. In a transaction that
        // anybody may have put together, it does not count instead: others must not be stopped.
        return touchesRetired() && (!touchesCandidates() || reaching.size() > 1)
                || isDeclared(declared, differences);
    }

    /** Whether each message that reaches the plan would be excused if it were alone. */
    private boolean isOfEachMessage(List<Difference> differences) {
        if (reaching.size() < 2) {
            return true;
        }
        if (touchesRetired()) {
            return !touchesCandidates();
        }
        if (!sameResult()) {
            // Of a message that the other world never came to nothing was compared.
            return !(candidate.receipt().status() instanceof Status.Applied);
        }
        List<Plan.Declaration> all = trial.record().plan().declarations();
        return reaching.stream()
                .distinct()
                .allMatch(one -> isDeclared(new Declared(all, List.of(one)), differences));
    }

    private boolean isDeclared(Declared by, List<Difference> differences) {
        if (!sameResult()) {
            return isEndOfRetired()
                    || by.outcome(old.receipt().status(), candidate.receipt().status());
        }
        return others(by, old.receipt()).equals(others(by, candidate.receipt()))
                && differences.stream().allMatch(one -> isDeclaredRecord(by, one));
    }

    private boolean sameResult() {
        return Differences.sameResult(old.receipt().status(), candidate.receipt().status());
    }

    private boolean isDeclaredRecord(Declared by, Difference difference) {
        return switch (difference) {
            case Difference.OfRecord record ->
                    trial.retires(record.table().instance()) || by.table(record.table());
            case Difference.OfUnit unit -> by.table(unit.oldTable()) || by.table(unit.newTable());
            case Difference.OfEvent _, Difference.OfResult _ -> true;
        };
    }

    /** The events but those that are declared, or of what is retired: alike, and in order. */
    private List<EventRecord> others(Declared by, Receipt receipt) {
        return receipt.events().stream()
                .filter(event -> !trial.retires(event.instance()) && !by.event(event))
                .toList();
    }

    private boolean touchesRetired() {
        return old.receipt().versions().stream().anyMatch(one -> trial.retires(one.instance()))
                || messages.stream().anyMatch(one -> trial.retires(one.instance()));
    }

    /** Whether code ran that the plan brings. */
    private boolean touchesCandidates() {
        return candidate.receipt().versions().stream().anyMatch(one -> trial.has(one.instance()));
    }

    /** That who was called is there no more. */
    private boolean isEndOfRetired() {
        return touchesRetired()
                && switch (candidate.receipt().status()) {
                    case Status.Rejected _ -> true;
                    case Status.Refused refused -> refused.code().equals(Codes.SUSPENDED);
                    case Status.Applied _, Status.Trapped _ -> false;
                };
    }

    /** Not those that a lens relates, nor those that the kernel derives for one side alone. */
    private boolean isComparedByRow(TableId table) {
        Crossing crossing = trial.crossing();
        if (table.equals(KernelTables.HIDDEN)) {
            return false; // The mirror's, of another plan: beside the chain it shows in effects.
        }
        if (!crossing.added().contains(table) && !crossing.dropped().contains(table)) {
            return true;
        }
        return crossing.unrelated().contains(table);
    }

    private static Verdict undeclared(Optional<Gate> failure, List<Difference> differences) {
        String first = DifferenceText.line(differences.getFirst());
        return new Verdict.Undeclared(
                failure.orElse(Gate.UNDECLARED_DIFFERENCE),
                failure.isPresent()
                        ? "the candidate fails where the version in force does not: " + first
                        : "the versions do not do the same, and the plan does not say so: " + first,
                Differences.first(differences));
    }
}
