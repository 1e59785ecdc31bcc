package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.protocol.EventRecord;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Limits;
import theseus.protocol.Plan.Action;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/**
 * Fills the tables of instances that a plan installs, each from its genesis document, when nobody
 * did it beforehand beside the chain.
 */
final class Installation {
    /** It stands in the block's way, so it may take no longer than any transaction. */
    static final long MAX_GAS = Limits.MAX_TRANSACTION_GAS;

    private Installation() {}

    /** What is told of it. */
    record Begun(List<EventRecord> events, List<Receipt.VersionUsed> versions) {}

    /** Writes to {@code overlay} unless it fails; then it says why. */
    static Optional<Evidence> run(
            BlockContext block,
            Planned planned,
            Instances instances,
            Overlay overlay,
            Begun begun) {
        int checkpoint = overlay.checkpoint();
        for (Planned.Changed changed : planned.changes().values()) {
            if (changed.action() instanceof Action.Install install
                    && changed.after().orElseThrow().genesis().isPresent()) {
                Optional<Evidence> failure =
                        run(block, planned, install, instances, overlay, begun);
                if (failure.isPresent()) {
                    overlay.revert(checkpoint);
                    return failure;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Evidence> run(
            BlockContext block,
            Planned planned,
            Action.Install install,
            Instances instances,
            Overlay base,
            Begun begun) {
        Instance instance = instances.find(install.instance()).orElseThrow();
        Hash id = RoutineRunner.id(block.height(), RoutineRunner.Phase.PLANS_BEGIN, TableId.KERNEL);
        Overlay overlay = new Overlay(base);
        Execution execution =
                new Execution(
                        overlay,
                        instances,
                        block.signatures(),
                        Execution.Setting.ofKernel(block.height(), block.timeMillis(), id),
                        Trace.off());
        long budget = MAX_GAS;
        Outcome outcome =
                execution.run(
                        instance,
                        new Invocation.Genesis(install.document()),
                        Optional.empty(),
                        false,
                        budget);
        if (outcome instanceof Outcome.Returned) {
            SumInvariants.check(execution, budget - outcome.gasUsed());
        }
        if (outcome instanceof Outcome.Refused(String code, long _)) {
            return failed(
                    block, Gate.TRAP, id, install.instance() + " refused its document: " + code);
        }
        if (execution.failure().isPresent()) {
            Execution.Failure failure = execution.failure().get();
            return failed(
                    block,
                    Gate.TRAP,
                    id,
                    "%s failed at its document with %s: %s"
                            .formatted(
                                    failure.instance(),
                                    failure.trap().kind(),
                                    failure.trap().reason()));
        }
        SortedSet<TableId> own = planned.newTables();
        for (TableId table : overlay.changes().tables().keySet()) {
            if (!own.contains(table)) {
                // Nothing could take it back with the plan.
                return failed(
                        block,
                        Gate.UNDECLARED_DIFFERENCE,
                        id,
                        "the genesis of %s writes to %s, which is not its own"
                                .formatted(install.instance(), Way.name(table)));
            }
        }
        base.apply(overlay.changes());
        Receipt.VersionUsed used = instance.version();
        begun.events().addAll(execution.events());
        begun.versions()
                .add(
                        new Receipt.VersionUsed(
                                used.instance(),
                                used.version(),
                                used.artifact(),
                                Optional.of(planned.plan())));
        return Optional.empty();
    }

    private static Optional<Evidence> failed(
            BlockContext block, Gate gate, Hash id, String explanation) {
        return Optional.of(
                new Evidence(
                        gate,
                        block.height(),
                        id,
                        Texts.reason(explanation),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
    }
}
