package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;
import theseus.protocol.Phase;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Transaction;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;

/**
 * Runs what touches a plan's instances twice, on two overlays of the same base, and picks: the
 * candidate's effects where it counts and is not wrong, else those of the version in force. The
 * other side's tables are kept through the lens. After the first wrong one the candidate does not
 * run again in this block, and nothing is kept for it any more.
 */
final class TwoWorlds {
    private final BlockContext block;
    private final Optional<Trial> trial;
    private final List<Compared> compared = new ArrayList<>();
    private Optional<Evidence> trip = Optional.empty();

    TwoWorlds(BlockContext block, Optional<Trial> trial) {
        this.block = block;
        this.trial = trial;
    }

    /** As in the block after {@code block}'s state, if the new tables have joined it by then. */
    static TwoWorlds of(BlockContext block, Trials trials) {
        Optional<Trial> trial =
                block.plans()
                        .withTwoWorlds()
                        .map(Plans.Standing::record)
                        .filter(record -> record.isAlive() && record.joinedHeight() > 0)
                        .map(record -> trials.of(block.start(), block.chain().moduleSet(), record));
        return new TwoWorlds(block, trial);
    }

    /** What is applied, and what both worlds together used of the block's gas. */
    record Picked(Executed effect, long blockGas, boolean candidateCounts) {
        static Picked of(Executed effect) {
            return new Picked(effect, effect.receipt().gasUsed(), false);
        }
    }

    List<Compared> compared() {
        return compared;
    }

    /** Why the candidate stopped running in this block. */
    Optional<Evidence> trip() {
        return trip;
    }

    /**
     * With the block in which the new tables join, their sums begin to count. A hotfix has no
     * shadow in which they would have been judged.
     */
    void begin(StateView base) {
        if (trial.isPresent() && trial.get().record().joinedHeight() == block.height()) {
            trip = NewSums.broken(trial.get(), block, base);
        }
    }

    Picked transaction(StateView base, Transaction transaction, int sizeBytes, Trace trace) {
        if (trial.isPresent()
                && trip.isEmpty()
                && isSuspended(trial.get(), transaction)
                && isLetIn(base, transaction, sizeBytes)) {
            // Before anything runs: what is rejected is not paid for.
            return Picked.of(
                    TransactionRunner.run(
                            candidates(trial.get()), base, transaction, sizeBytes, trace));
        }
        Executed old = TransactionRunner.run(World.of(block), base, transaction, sizeBytes, trace);
        if (trial.isEmpty() || trip.isPresent()) {
            return Picked.of(old);
        }
        Trial plan = trial.get();
        if (old.receipt().status() instanceof Status.Rejected) {
            return Newcomer.isOne(plan, transaction, old)
                    ? newcomer(plan, base, transaction, sizeBytes, trace)
                    : Picked.of(old);
        }
        // The sender chose the gas limit; what lies beyond it nobody can compare.
        if (!plan.touches(old.receipt()) || old.isTrapped(TrapKind.OUT_OF_GAS)) {
            return Picked.of(old);
        }
        Upkeep upkeep = Upkeep.ofSubmission();
        List<Bytes> keys = Canary.keys(plan, transaction, upkeep);
        Reads reads = Reads.of(plan.crossing().watched());
        World world = plan.candidateWorld(block, reads);
        Trace candidates = trace.another();
        Executed candidate =
                TransactionRunner.again(world, base, transaction, sizeBytes, candidates);
        Both both = Both.of(plan, transaction, keys, old, candidate, upkeep);
        Verdict verdict;
        try {
            verdict = both.compare(base, reads);
        } catch (CrossingFailed tooLarge) {
            return tooLarge(base, both, tooLarge.result());
        }
        boolean selected = Canary.counts(plan.record(), keys);
        Picked picked = pick(base, both, verdict, selected);
        if (picked.candidateCounts()) {
            trace.become(candidates);
        }
        return picked;
    }

    /** The routine of an instance in one phase of the block. */
    Executed routine(StateView base, RoutineRunner.Phase phase, String name) {
        World inForce = World.of(block);
        Executed old = RoutineRunner.runIfThere(inForce, base, phase, name);
        if (trial.isEmpty() || trip.isPresent() || old.isTrapped(TrapKind.OUT_OF_GAS)) {
            return old;
        }
        Trial plan = trial.get();
        if (!plan.has(name) && !plan.touches(old.receipt())) {
            return old;
        }
        Reads reads = Reads.of(plan.crossing().watched());
        World world = plan.candidateWorld(block, reads);
        Executed candidate = RoutineRunner.runIfThere(world, base, phase, name);
        Upkeep upkeep = Upkeep.ofSubmission();
        Both both = Both.ofRoutine(plan, old, candidate, upkeep);
        boolean bothHaveIt =
                RoutineRunner.isThere(inForce, phase, name)
                        && RoutineRunner.isThere(world, phase, name);
        Verdict verdict;
        try {
            verdict = RoutineRunner.verdict(bothHaveIt, both.compare(base, reads));
        } catch (CrossingFailed tooLarge) {
            return tooLarge(base, both, tooLarge.result()).effect();
        }
        boolean counts = plan.record().phase() == Phase.PROBATION;
        return pick(base, both, verdict, counts).effect();
    }

    /** The candidates' scan invariants, over their own tables. */
    void scans(Overlay overlay) {
        if (trial.isPresent() && trip.isEmpty()) {
            trip = CandidateScans.run(trial.get(), block, overlay);
        }
    }

    private Picked pick(StateView base, Both both, Verdict verdict, boolean selected) {
        if (verdict instanceof Verdict.Undeclared wrong) {
            return trip(both, wrong);
        }
        // Out of gas over what only it can see: no fault of its own, and no service either. What it
        // does not take at all is an instance that it retires, which serves until probation.
        if (selected
                && mayServe(verdict)
                && !both.candidate().isTrapped(TrapKind.OUT_OF_GAS)
                && !Effects.isRejected(both.candidate())) {
            Mirrored down = down(base, both, verdict);
            if (down instanceof Mirrored.Done done) {
                Executed served = Effects.charged(both.candidate(), both.old());
                compared.add(both.as(verdict, true));
                return new Picked(Effects.with(served, done), both.gas(), true);
            }
            if (down instanceof Mirrored.Failed failed) {
                return trip(both, Effects.undeclared(failed));
            }
        }
        Mirrored up = mirror(base, both, both.old().changes(), true);
        return switch (up) {
            case Mirrored.Done done -> {
                compared.add(both.as(verdict, false));
                yield new Picked(Effects.with(both.old(), done), both.gas(), false);
            }
            case Mirrored.Taken taken -> taken(base, both, verdict, taken);
            case Mirrored.TooLarge _ -> tooLarge(base, both, up);
            case Mirrored.Failed failed -> trip(both, Effects.undeclared(failed));
            case Mirrored.Refused refused ->
                    throw new IllegalStateException("refused on the way up: " + refused);
        };
    }

    /**
     * Who sent it takes another key. A routine takes the one that it takes, and what it does must
     * not be lost.
     */
    private Picked taken(StateView base, Both both, Verdict verdict, Mirrored.Taken taken) {
        if (both.transaction().isEmpty()) {
            return trip(both, Effects.undeclared(taken.failed()));
        }
        compared.add(both.as(verdict, false));
        return both.refused(base, both.old(), taken.table().instance(), Codes.KEY_TAKEN);
    }

    /**
     * It proves nothing, and cannot be kept for the other version. Who sent it chose its size; a
     * routine nobody can send again.
     */
    private Picked tooLarge(StateView base, Both both, Mirrored result) {
        return both.transaction().isPresent()
                ? both.refused(
                        base,
                        both.old(),
                        both.messages().getFirst().instance(),
                        Codes.TOO_MUCH_TO_CARRY)
                : trip(both, Effects.undeclared(result));
    }

    /** A transaction with a message that only the candidate knows. */
    private Picked newcomer(
            Trial plan, StateView base, Transaction transaction, int sizeBytes, Trace trace) {
        Upkeep upkeep = Upkeep.ofSubmission();
        List<Bytes> keys = Canary.keys(plan, transaction, upkeep);
        Picked notYet = Picked.of(Newcomer.notYet(transaction, plan));
        if (!Newcomer.standsAlone(plan, transaction) || !Canary.counts(plan.record(), keys)) {
            return notYet;
        }
        Executed candidate =
                TransactionRunner.run(candidates(plan), base, transaction, sizeBytes, trace);
        if (candidate.receipt().status() instanceof Status.Rejected) {
            return Picked.of(candidate);
        }
        Verdict verdict = Newcomer.verdict(candidate);
        Both both = Both.of(plan, transaction, keys, notYet.effect(), candidate, upkeep);
        if (verdict instanceof Verdict.Undeclared wrong) {
            trip(both, wrong);
            return notServed(base, both);
        }
        Mirrored down = down(base, both, verdict);
        if (down instanceof Mirrored.Done done) {
            compared.add(both.as(verdict, true));
            return new Picked(Effects.with(candidate, done), both.gas(), true);
        }
        if (down instanceof Mirrored.Failed failed) {
            trip(both, Effects.undeclared(failed));
        }
        return notServed(base, both);
    }

    /**
     * Nothing stands in its place; but it ran, so it is paid for, and what tripped the plan must
     * stay in the block.
     */
    private static Picked notServed(StateView base, Both both) {
        return both.refused(
                base,
                both.candidate(),
                both.messages().getFirst().instance(),
                Codes.NOT_YET_IN_FORCE);
    }

    /** Whether it goes to an instance that does not serve any more because the plan retires it. */
    static boolean isSuspended(Trial plan, Transaction transaction) {
        return plan.record().phase() == Phase.PROBATION
                && transaction.messages().stream().anyMatch(one -> plan.retires(one.instance()));
    }

    /** By the versions in force, whose reasons not to come first. */
    private boolean isLetIn(StateView base, Transaction transaction, int sizeBytes) {
        return new TransactionChecks(block, base, transaction, sizeBytes)
                .toExecute(AccountRecord.read(base, transaction.sender()))
                .isEmpty();
    }

    /** Where nothing stands beside them. */
    private World candidates(Trial plan) {
        return World.of(block.with(plan.candidates()));
    }

    /** What both worlds did alike, the version in force itself found lawful. */
    private Mirrored down(StateView base, Both both, Verdict verdict) {
        ChangeSet changes = both.candidate().changes();
        Mirrored down = mirror(base, both, changes, false);
        return down instanceof Mirrored.Done done && !(verdict instanceof Verdict.Equal)
                ? RulesInForce.broken(
                                both.plan(), block, base, changes, done.changes(), both.upkeep())
                        .orElse(down)
                : down;
    }

    private Mirrored mirror(StateView base, Both both, ChangeSet changes, boolean up) {
        Mirror.Views views = Mirror.Views.on(base, changes);
        return up
                ? Mirror.up(both.plan(), block, changes, views, both.upkeep())
                : Mirror.down(both.plan(), block, changes, views, both.upkeep());
    }

    private static boolean mayServe(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Equal _ -> true;
            case Verdict.Declared declared -> declared.mayServe();
            case Verdict.Oversized _, Verdict.Undeclared _ -> false;
        };
    }

    /** The version in force counts alone from here on. */
    private Picked trip(Both both, Verdict.Undeclared wrong) {
        Compared one = both.as(wrong, false);
        compared.add(one);
        trip = Optional.of(Diverged.evidence(block.height(), wrong, one));
        return new Picked(both.old(), both.gas(), false);
    }
}
