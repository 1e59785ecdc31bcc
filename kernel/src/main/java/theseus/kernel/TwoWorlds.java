package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;
import theseus.protocol.Phase;
import theseus.protocol.Plan.MessageName;
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
        if (trial.isPresent() && trip.isEmpty() && isSuspended(trial.get(), transaction)) {
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
        if (!plan.touches(old.receipt()) || isOutOfGas(old)) {
            return Picked.of(old);
        }
        Upkeep upkeep = Upkeep.ofSubmission();
        List<Bytes> keys = Canary.keys(plan, transaction, upkeep);
        Reads reads = Reads.of(plan.crossing().watched());
        World world = plan.candidateWorld(block, reads);
        Trace candidates = trace.another();
        Executed candidate =
                TransactionRunner.again(world, base, transaction, sizeBytes, candidates);
        List<MessageName> messages = Canary.names(transaction);
        Run run = new Run(plan, messages, keys, old, candidate, upkeep);
        Pair pair;
        try {
            pair =
                    new Pair(
                            run,
                            Comparison.of(plan, base, messages, old, candidate, reads, upkeep));
        } catch (CrossingFailed tooLarge) {
            return tooMuch(base, run, transaction);
        }
        boolean selected = Canary.counts(plan.record(), keys);
        Picked picked = pick(base, pair, selected, Optional.of(transaction));
        if (picked.candidateCounts()) {
            trace.become(candidates);
        }
        return picked;
    }

    /** The routine of an instance in one phase of the block. */
    Executed routine(StateView base, RoutineRunner.Phase phase, String name) {
        World inForce = World.of(block);
        Executed old = RoutineRunner.runIfThere(inForce, base, phase, name);
        if (trial.isEmpty() || trip.isPresent() || isOutOfGas(old)) {
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
        Run run = new Run(plan, List.of(), List.of(), old, candidate, upkeep);
        Pair pair;
        try {
            pair =
                    new Pair(
                            run,
                            RoutineRunner.verdict(
                                    RoutineRunner.isThere(inForce, phase, name)
                                            && RoutineRunner.isThere(world, phase, name),
                                    Comparison.of(
                                            plan, base, List.of(), old, candidate, reads, upkeep)));
        } catch (CrossingFailed tooLarge) {
            Verdict.Undeclared wrong = Effects.undeclared(tooLarge.result());
            return trip(new Pair(run, wrong), wrong).effect();
        }
        boolean counts = plan.record().phase() == Phase.PROBATION;
        return pick(base, pair, counts, Optional.empty()).effect();
    }

    /** The candidates' scan invariants, over their own tables. */
    void scans(Overlay overlay) {
        if (trial.isPresent() && trip.isEmpty()) {
            trip = CandidateScans.run(trial.get(), block, overlay);
        }
    }

    /** Both executions of a submission. */
    private record Run(
            Trial plan,
            List<MessageName> messages,
            List<Bytes> keys,
            Executed old,
            Executed candidate,
            Upkeep upkeep) {
        /** Of the block. */
        long gas() {
            return old.receipt().gasUsed() + candidate.receipt().gasUsed() + upkeep.gasUsed();
        }
    }

    /** What comparing them came to. */
    private record Pair(Run run, Verdict verdict) {
        Executed old() {
            return run.old();
        }

        Executed candidate() {
            return run.candidate();
        }

        long gas() {
            return run.gas();
        }

        Compared compared(boolean candidateCounts, Verdict finalVerdict) {
            return new Compared(
                    run.plan().id(),
                    List.copyOf(new TreeSet<>(run.messages())),
                    run.keys(),
                    finalVerdict,
                    run.old(),
                    run.candidate(),
                    candidateCounts);
        }
    }

    /** {@code transaction} is empty for a routine. */
    private Picked pick(
            StateView base, Pair pair, boolean selected, Optional<Transaction> transaction) {
        if (pair.verdict() instanceof Verdict.Undeclared wrong) {
            return trip(pair, wrong);
        }
        // Out of gas over what only it can see: no fault of its own, and no service either. What it
        // does not take at all is an instance that it retires, which serves until probation.
        if (selected && !isOutOfGas(pair.candidate()) && !Effects.isRejected(pair.candidate())) {
            Mirrored down = mirror(base, pair, pair.candidate().changes(), false);
            if (down instanceof Mirrored.Done done) {
                Executed served = Effects.charged(pair.candidate(), pair.old());
                compared.add(pair.compared(true, pair.verdict()));
                return new Picked(Effects.with(served, done), pair.gas(), true);
            }
            if (down instanceof Mirrored.Failed failed) {
                return trip(pair, Effects.undeclared(failed));
            }
        }
        return switch (mirror(base, pair, pair.old().changes(), true)) {
            case Mirrored.Done done -> {
                compared.add(pair.compared(false, pair.verdict()));
                yield new Picked(Effects.with(pair.old(), done), pair.gas(), false);
            }
            case Mirrored.Taken taken -> {
                compared.add(pair.compared(false, pair.verdict()));
                yield new Picked(
                        Effects.refused(
                                base,
                                pair.old().receipt(),
                                transaction,
                                taken.table().instance(),
                                Codes.KEY_TAKEN),
                        pair.gas(),
                        false);
            }
            case Mirrored.TooLarge tooLarge ->
                    transaction.isPresent()
                            ? tooMuch(base, pair.run(), transaction.get())
                            : trip(pair, Effects.undeclared(tooLarge));
            case Mirrored.Failed failed -> trip(pair, Effects.undeclared(failed));
            case Mirrored.Refused refused ->
                    throw new IllegalStateException("refused on the way up: " + refused);
        };
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
        Pair pair =
                new Pair(
                        new Run(
                                plan,
                                Canary.names(transaction),
                                keys,
                                notYet.effect(),
                                candidate,
                                upkeep),
                        verdict);
        if (verdict instanceof Verdict.Undeclared wrong) {
            trip(pair, wrong);
            return refusedNewcomer(base, pair.run(), transaction);
        }
        Mirrored down = mirror(base, pair, candidate.changes(), false);
        if (down instanceof Mirrored.Done done) {
            compared.add(pair.compared(true, verdict));
            return new Picked(Effects.with(candidate, done), pair.gas(), true);
        }
        if (down instanceof Mirrored.Failed failed) {
            trip(pair, Effects.undeclared(failed));
        }
        return refusedNewcomer(base, pair.run(), transaction);
    }

    /**
     * Nothing stands in its place; but it ran, so it is paid for, and what tripped the plan must
     * stay in the block.
     */
    private static Picked refusedNewcomer(StateView base, Run run, Transaction transaction) {
        Executed refused =
                Effects.refused(
                        base,
                        run.candidate().receipt(),
                        Optional.of(transaction),
                        transaction.messages().getFirst().instance(),
                        Codes.NOT_YET_IN_FORCE);
        return new Picked(refused, run.gas(), false);
    }

    /** Its sender chose its size: it proves nothing, and cannot be kept for the other version. */
    private static Picked tooMuch(StateView base, Run run, Transaction transaction) {
        Executed refused =
                Effects.refused(
                        base,
                        run.old().receipt(),
                        Optional.of(transaction),
                        transaction.messages().getFirst().instance(),
                        Codes.TOO_MUCH_TO_CARRY);
        return new Picked(refused, run.gas(), false);
    }

    /** Whether it goes to an instance that does not serve any more because the plan retires it. */
    static boolean isSuspended(Trial plan, Transaction transaction) {
        return plan.record().phase() == Phase.PROBATION
                && transaction.messages().stream().anyMatch(one -> plan.retires(one.instance()));
    }

    /** Where nothing stands beside them. */
    private World candidates(Trial plan) {
        return World.of(block.with(plan.candidates()));
    }

    private Mirrored mirror(StateView base, Pair pair, ChangeSet changes, boolean up) {
        Run run = pair.run();
        Mirror.Views views = Mirror.Views.on(base, changes);
        return up
                ? Mirror.up(run.plan(), block, changes, views, run.upkeep())
                : Mirror.down(run.plan(), block, changes, views, run.upkeep());
    }

    /** The version in force counts alone from here on. */
    private Picked trip(Pair pair, Verdict.Undeclared wrong) {
        Compared one = pair.compared(false, wrong);
        compared.add(one);
        trip = Optional.of(Diverged.evidence(block.height(), wrong, one));
        return new Picked(pair.old(), pair.gas(), false);
    }

    private static boolean isOutOfGas(Executed executed) {
        return executed.receipt().status() instanceof Status.Trapped trapped
                && trapped.kind() == TrapKind.OUT_OF_GAS;
    }
}
