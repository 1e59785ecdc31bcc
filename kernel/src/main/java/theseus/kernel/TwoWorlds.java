package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import theseus.protocol.Evidence;
import theseus.protocol.Phase;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Transaction;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;

/**
 * Runs what touches a plan's instances twice, on two overlays of the same base, and picks: the
 * candidate's effects where it counts and is not wrong, else those of the version in force. The
 * other side's tables are kept through the lens. After the first wrong one the candidate does not
 * run again in this block.
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

    /** What is applied, and what both worlds together used of the block's gas. */
    record Picked(Executed effect, long blockGas) {
        static Picked of(Executed effect) {
            return new Picked(effect, effect.receipt().gasUsed());
        }
    }

    List<Compared> compared() {
        return compared;
    }

    /** Why the candidate stopped running in this block. */
    Optional<Evidence> trip() {
        return trip;
    }

    Picked transaction(Overlay base, Transaction transaction, int sizeBytes, Trace trace) {
        Executed old = TransactionRunner.run(World.of(block), base, transaction, sizeBytes, trace);
        if (trial.isEmpty() || trip.isPresent()) {
            return Picked.of(old);
        }
        Trial plan = trial.get();
        if (old.receipt().status() instanceof Status.Rejected || !plan.touches(old.receipt())) {
            return Picked.of(old);
        }
        if (isOutOfGas(old)) {
            // The sender chose the limit; what lies beyond it nobody can compare.
            return Picked.of(old);
        }
        List<Bytes> keys = Canary.keys(plan, transaction);
        Reads reads = Reads.of(plan.crossing().watched());
        Executed candidate =
                TransactionRunner.again(candidates(plan, reads), base, transaction, sizeBytes);
        return pick(
                plan,
                base,
                Canary.names(transaction),
                keys,
                old,
                candidate,
                reads,
                Canary.counts(plan.record(), keys));
    }

    /** The routine of an instance in one phase of the block. */
    Executed routine(Overlay base, RoutineRunner.Phase phase, String name) {
        Executed old = routine(World.of(block), base, phase, name);
        if (trial.isEmpty() || trip.isPresent() || isOutOfGas(old)) {
            return old;
        }
        Trial plan = trial.get();
        if (!plan.has(name) && !plan.touches(old.receipt())) {
            return old;
        }
        Reads reads = Reads.of(plan.crossing().watched());
        Executed candidate = routine(candidates(plan, reads), base, phase, name);
        return pick(
                        plan,
                        base,
                        List.of(),
                        List.of(),
                        old,
                        candidate,
                        reads,
                        plan.record().phase() == Phase.PROBATION)
                .effect();
    }

    private Executed routine(World world, Overlay base, RoutineRunner.Phase phase, String name) {
        Optional<Instance> instance = world.block().instances().find(name);
        boolean runs =
                instance.isPresent()
                        && RoutineRunner.has(instance.get(), phase)
                        && !world.block().instances().isRetired(name);
        return runs
                ? RoutineRunner.run(world, base, phase, instance.get())
                : RoutineRunner.nothing(block.height(), phase, name);
    }

    private World candidates(Trial plan, Reads reads) {
        return new World(
                block.with(plan.candidates()), plan.record().plan().schedule().gasFactor(), reads);
    }

    private Picked pick(
            Trial plan,
            Overlay base,
            List<MessageName> messages,
            List<Bytes> keys,
            Executed old,
            Executed candidate,
            Reads reads,
            boolean selected) {
        Verdict verdict = Comparison.of(plan, base, messages, old, candidate, reads);
        boolean counts = selected && !(verdict instanceof Verdict.Undeclared);
        Compared one =
                new Compared(
                        plan.id(),
                        List.copyOf(new TreeSet<>(messages)),
                        keys,
                        verdict,
                        old,
                        candidate,
                        counts);
        compared.add(one);
        if (verdict instanceof Verdict.Undeclared undeclared) {
            trip = Optional.of(Diverged.evidence(block.height(), undeclared, one));
        }
        long blockGas = old.receipt().gasUsed() + candidate.receipt().gasUsed();
        return new Picked(counts ? charged(candidate, old) : old, blockGas);
    }

    /** The sender pays what the version in force would have cost. */
    private static Executed charged(Executed candidate, Executed old) {
        Receipt receipt = candidate.receipt();
        return new Executed(
                new Receipt(
                        receipt.submission(),
                        receipt.status(),
                        old.receipt().gasUsed(),
                        receipt.events(),
                        receipt.versions()),
                candidate.changes());
    }

    private static boolean isOutOfGas(Executed executed) {
        return executed.receipt().status() instanceof Status.Trapped trapped
                && trapped.kind() == TrapKind.OUT_OF_GAS;
    }
}
