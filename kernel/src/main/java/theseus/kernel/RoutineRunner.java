package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborWriter;
import theseus.protocol.Gate;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Sha256;
import theseus.sdk.Hash;

/**
 * Runs what modules do at the beginning and the end of a block, each as a pseudo-transaction with a
 * budget of its own. A trap there harms nobody else: it is reverted, counted and shown.
 */
final class RoutineRunner {
    private static final String DOMAIN = "theseus/routine/1";

    /** When a pseudo-transaction runs; its position is part of the id. */
    enum Phase {
        BEGIN_BLOCK,
        END_BLOCK,
        SCAN,
        /** What plans do before a block. */
        PLANS_BEGIN,
        /** What plans do after it. */
        PLANS_END
    }

    private RoutineRunner() {}

    /** The id of a pseudo-transaction: SHA-256 of the domain and [height, phase, instance]. */
    static Hash id(long height, Phase phase, String instance) {
        return Sha256.of(
                DOMAIN,
                new CborWriter()
                        .arrayHeader(3)
                        .integer(height)
                        .integer(phase.ordinal())
                        .text(instance)
                        .toBytes());
    }

    /** Whether the instance has a routine in that phase. */
    static boolean has(Instance instance, Phase phase) {
        return switch (phase) {
            case BEGIN_BLOCK -> instance.layout().descriptor().beginBlock();
            case END_BLOCK -> instance.layout().descriptor().endBlock();
            case SCAN -> !instance.layout().scans().isEmpty();
            case PLANS_BEGIN, PLANS_END -> false;
        };
    }

    /** The instances that have a routine in that phase, in either world, by name. */
    static SortedSet<String> names(Instances inForce, Optional<Trial> trial, Phase phase) {
        SortedSet<String> names = new TreeSet<>();
        Stream.concat(
                        inForce.all().stream(),
                        trial.stream().flatMap(one -> one.candidates().all().stream()))
                .filter(instance -> has(instance, phase))
                .forEach(instance -> names.add(instance.name()));
        return names;
    }

    /** Whether that world has the routine. */
    static boolean isThere(World world, Phase phase, String name) {
        Instances instances = world.block().instances();
        return !instances.isRetired(name)
                && instances.find(name).map(instance -> has(instance, phase)).orElse(false);
    }

    /** Runs a routine in a world; one that is not there does nothing. */
    static Executed runIfThere(World world, StateView base, Phase phase, String name) {
        return isThere(world, phase, name)
                ? run(world, base, phase, world.block().instances().find(name).orElseThrow())
                : nothing(world.block().height(), phase, name);
    }

    /** That one version has a routine and the other none is plain to see in their descriptors. */
    static Verdict verdict(boolean bothHaveIt, Verdict verdict) {
        return !bothHaveIt
                        && verdict instanceof Verdict.Undeclared wrong
                        && wrong.gate() == Gate.UNDECLARED_DIFFERENCE
                ? new Verdict.Declared(wrong.differences(), true)
                : verdict;
    }

    /** What a routine does that is not there. */
    static Executed nothing(long height, Phase phase, String instance) {
        return new Executed(
                new Receipt(
                        id(height, phase, instance), new Status.Applied(), 0, List.of(), List.of()),
                ChangeSet.EMPTY);
    }

    /** Whether there is nothing to tell. */
    static boolean isQuiet(Executed executed) {
        return executed.receipt().status() instanceof Status.Applied
                && executed.receipt().events().isEmpty()
                && executed.changes().equals(ChangeSet.EMPTY);
    }

    /** Runs one on an overlay of its own. */
    static Executed run(World world, StateView base, Phase phase, Instance instance) {
        BlockContext block = world.block();
        Hash id = id(block.height(), phase, instance.name());
        Overlay overlay = new Overlay(base);
        Execution execution =
                new Execution(
                        overlay,
                        block.instances(),
                        block.signatures(),
                        Execution.Setting.ofKernel(block.height(), block.timeMillis(), id),
                        Trace.off(),
                        world.reads());
        long budget = world.routineGas();
        Outcome outcome =
                execution.run(
                        instance,
                        phase == Phase.BEGIN_BLOCK
                                ? new Invocation.BeginBlock()
                                : new Invocation.EndBlock(),
                        Optional.empty(),
                        false,
                        budget);
        long used = outcome.gasUsed();
        if (outcome instanceof Outcome.Returned) {
            used += SumInvariants.check(execution, budget - used).gasUsed();
        }
        Status status = status(execution, instance, outcome);
        if (!(status instanceof Status.Applied)) {
            overlay.revert(0);
            execution.revertEvents(0);
        }
        if (status instanceof Status.Trapped trapped) {
            Instance culprit = block.instances().find(trapped.instance()).orElseThrow();
            Traps.count(overlay, culprit, trapped.kind(), block.height());
        }
        Receipt receipt =
                new Receipt(
                        id,
                        status,
                        Math.min(budget, used),
                        execution.events(),
                        execution.versions());
        return new Executed(receipt, overlay.changes());
    }

    private static Status status(Execution execution, Instance instance, Outcome outcome) {
        if (execution.failure().isPresent()) {
            Execution.Failure failure = execution.failure().get();
            return new Status.Trapped(
                    0,
                    failure.instance(),
                    failure.trap().kind(),
                    Texts.reason(failure.trap().reason()));
        }
        return outcome instanceof Outcome.Refused refused
                ? new Status.Refused(0, instance.name(), Texts.code(refused.code()))
                : new Status.Applied();
    }
}
