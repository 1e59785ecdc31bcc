package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Submission;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Follows one block for a plan beside the chain: folds its effects over the state before it, one by
 * one; where one touched the plan, runs the candidate's world on what both sides had then, compares
 * it with what the block did, and forgets it. The new tables advance by the lens alone, from what
 * the block did. What the block did is never run again.
 */
final class Following {
    private final Trial trial;
    private final BlockContext block;
    private final Fold state;
    private final Fold tables;
    private final StateView base;

    /** A candidate of another plan may have a routine where the version in force has none. */
    private final SortedSet<String> ofOtherPlans = new TreeSet<>();

    /** What the block keeps for another plan's candidates belongs to no world of this plan. */
    private final SortedSet<TableId> keptForOthers = new TreeSet<>();

    /** The instances of another plan that has authority. */
    private final SortedSet<String> ofAuthority = new TreeSet<>();

    private final List<Compared> compared = new ArrayList<>();

    /** Whether nothing is left out of the new tables: else there is nothing to compare on. */
    private boolean isWhole;

    private Optional<Evidence> trip = Optional.empty();

    private Following(Trial trial, BlockContext block, StateView before, StateView tables) {
        this.trial = trial;
        this.block = block;
        this.state = new Fold(before);
        this.tables = new Fold(tables);
        this.base = new Joined(state, this.tables, trial.crossing().added());
        this.isWhole = LeftOut.isNone(tables);
    }

    /** Carries the net changes of a block; nothing is run but the lens. */
    static Followed catchUp(Trial trial, BlockContext block, StateView tables, ChangeSet changes) {
        Following following = new Following(trial, block, block.start(), tables);
        following.carry(changes, false);
        return following.followed();
    }

    /** Compares and carries a block's effects. */
    static Followed shadow(
            Trial trial,
            BlockContext block,
            StateView tables,
            List<Bytes> submissions,
            BlockResult result) {
        if (submissions.size() != result.executed().size()) {
            throw new IllegalArgumentException(
                    "%d submissions and %d effects"
                            .formatted(submissions.size(), result.executed().size()));
        }
        Following following = new Following(trial, block, block.start(), tables);
        following.noteOtherPlans();
        boolean wasWhole = following.isWhole;
        if (wasWhole && trial.record().sinceHeight() == block.height()) {
            following.trip = NewSums.broken(trial, block, following.base);
        }
        Map<Hash, Executed> routines = new TreeMap<>();
        result.routines().forEach(one -> routines.put(one.receipt().submission(), one));
        Hash plans =
                RoutineRunner.id(block.height(), RoutineRunner.Phase.PLANS_BEGIN, TableId.KERNEL);
        Optional.ofNullable(routines.get(plans)).ifPresent(following::apply);
        following.routines(RoutineRunner.Phase.BEGIN_BLOCK, routines);
        for (int i = 0; i < submissions.size(); i++) {
            following.submission(submissions.get(i), result.executed().get(i));
        }
        following.routines(RoutineRunner.Phase.END_BLOCK, routines);
        if (!wasWhole && following.isWhole && following.trip.isEmpty()) {
            following.trip = NewSums.broken(trial, block, following.base);
        }
        return following.followed();
    }

    private void noteOtherPlans() {
        for (Plans.Standing plan : block.modules().plans(block.start()).active()) {
            plan.record().plan().actions().forEach(action -> ofOtherPlans.add(action.instance()));
            if (plan.phase().hasTwoWorlds()) {
                Planned planned =
                        block.modules()
                                .planned(
                                        block.start(),
                                        block.chain().moduleSet(),
                                        plan.id(),
                                        plan.record().plan());
                keptForOthers.addAll(planned.newTables());
                plan.record().plan().actions().forEach(one -> ofAuthority.add(one.instance()));
            }
        }
    }

    private Followed followed() {
        return new Followed(trip.isPresent() ? ChangeSet.EMPTY : tables.changes(), compared, trip);
    }

    private void submission(Bytes encoding, Executed effect) {
        if (trip.isPresent() || effect.receipt().status() instanceof Status.Rejected) {
            return;
        }
        if (isWhole
                && isComparable(effect.receipt())
                && Submission.decode(encoding) instanceof Transaction transaction
                && isKnown(transaction)) {
            List<Bytes> keys = Canary.keys(trial, transaction, Upkeep.unbounded());
            Reads reads = Reads.of(trial.crossing().watched());
            World world = trial.candidateWorld(block, reads);
            Executed candidate =
                    TransactionRunner.again(world, base, transaction, encoding.size(), Trace.off());
            compare(Canary.names(transaction), keys, effect, candidate, reads, true);
        }
        apply(effect);
    }

    /** Not one that another plan's candidate served although this world does not know it. */
    private boolean isKnown(Transaction transaction) {
        return transaction.messages().stream()
                .allMatch(message -> Newcomer.isHandled(trial.old(), message));
    }

    private void routines(RoutineRunner.Phase phase, Map<Hash, Executed> effects) {
        SortedSet<String> own = RoutineRunner.names(block.instances(), Optional.of(trial), phase);
        SortedSet<String> names = new TreeSet<>(own);
        names.addAll(ofOtherPlans);
        for (String name : names) {
            if (trip.isPresent() || Breakers.isOpen(base, name)) {
                continue;
            }
            Hash id = RoutineRunner.id(block.height(), phase, name);
            Executed effect =
                    Optional.ofNullable(effects.get(id))
                            .orElseGet(() -> RoutineRunner.nothing(block.height(), phase, name));
            boolean quiet = !effects.containsKey(id);
            boolean touches =
                    quiet
                            ? own.contains(name) && trial.mayTouch(name)
                            : isComparable(effect.receipt());
            if (isWhole && touches) {
                routine(phase, name, effect);
            }
            apply(effect);
        }
    }

    private void routine(RoutineRunner.Phase phase, String name, Executed effect) {
        Reads reads = Reads.of(trial.crossing().watched());
        World world = trial.candidateWorld(block, reads);
        Executed candidate = RoutineRunner.runIfThere(world, base, phase, name);
        boolean both =
                RoutineRunner.isThere(World.of(block), phase, name)
                        && RoutineRunner.isThere(world, phase, name);
        compare(List.of(), List.of(), effect, candidate, reads, both);
    }

    private void compare(
            List<MessageName> messages,
            List<Bytes> keys,
            Executed effect,
            Executed candidate,
            Reads reads,
            boolean bothHaveIt) {
        Optional<Verdict> found =
                Oversize.is(effect, candidate)
                        ? Optional.of(new Verdict.Oversized())
                        : verdict(messages, effect, candidate, reads);
        if (found.isEmpty()) {
            return; // Too large to be compared, it is left out when it is carried.
        }
        Verdict verdict = RoutineRunner.verdict(bothHaveIt, found.get());
        compared.add(Compared.of(trial, messages, keys, verdict, effect, candidate, false));
    }

    private Optional<Verdict> verdict(
            List<MessageName> messages, Executed effect, Executed candidate, Reads reads) {
        try {
            return Optional.of(
                    Comparison.of(
                            trial,
                            base,
                            messages,
                            withoutOthers(effect),
                            candidate,
                            reads,
                            Upkeep.unbounded()));
        } catch (CrossingFailed failed) {
            return failed.result() instanceof Mirrored.TooLarge
                    ? Optional.empty()
                    : Optional.of(Effects.undeclared(failed.result()));
        }
    }

    /** A submission to this plan's instance and another's is kept for the other's candidate too. */
    private Executed withoutOthers(Executed effect) {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables =
                new TreeMap<>(effect.changes().tables());
        return tables.keySet().removeAll(keptForOthers)
                ? new Executed(effect.receipt(), new ChangeSet(tables))
                : effect;
    }

    /**
     * Whether the candidate's world can be held against it: an instance of the plan ran, in the
     * version in force, and none that another plan has put in the place of what this world knows.
     */
    private boolean isComparable(Receipt receipt) {
        if (!trial.touches(receipt)
                || receipt.status() instanceof Status.Trapped trapped
                        && trapped.kind() == TrapKind.OUT_OF_GAS) {
            return false;
        }
        for (Receipt.VersionUsed version : receipt.versions()) {
            Optional<Instance> known = trial.old().find(version.instance());
            if (known.isEmpty() || !known.get().version().equals(version)) {
                return false;
            }
        }
        return !isRefusedForAnother(receipt);
    }

    /** By the kernel, which could not keep it for another plan's candidate. */
    private boolean isRefusedForAnother(Receipt receipt) {
        return receipt.status() instanceof Status.Refused refused
                && (refused.code().equals(Codes.KEY_TAKEN)
                        || refused.code().equals(Codes.TOO_MUCH_TO_CARRY))
                && receipt.versions().stream()
                        .anyMatch(one -> ofAuthority.contains(one.instance()));
    }

    private void apply(Executed effect) {
        if (trip.isEmpty() && !effect.changes().tables().isEmpty()) {
            carry(effect.changes(), true);
        }
    }

    private void carry(ChangeSet changes, boolean whole) {
        if (trial.crossing().isTouchedBy(changes)) {
            Mirror.Views views = new Mirror.Views(state, new Fold(state).apply(changes), base);
            Mirrored mirrored = Mirror.beside(trial, block, changes, views, whole && isWhole);
            if (mirrored instanceof Mirrored.Done done) {
                tables.apply(done.changes());
                if (done.changes().tables().containsKey(KernelTables.LEFT_OUT)) {
                    isWhole = LeftOut.isNone(tables);
                }
            } else {
                trip = Optional.of(Diverged.evidence(block.height(), mirrored));
                return;
            }
        }
        state.apply(changes);
    }
}
