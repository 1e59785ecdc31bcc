package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;

/** The invariants of a plan's new sums, once they are whole. */
final class NewSums {
    private NewSums() {}

    /** {@code base} shows the new tables. */
    static Optional<Evidence> broken(Trial trial, BlockContext block, StateView base) {
        Execution execution =
                new Execution(
                        new Overlay(base),
                        trial.candidates(),
                        block.signatures(),
                        Execution.Setting.ofKernel(block.height(), block.timeMillis(), trial.id()),
                        Trace.off());
        for (Instance instance : trial.candidates().all()) {
            for (int i = 0; i < instance.layout().tableCount(); i++) {
                boolean sum = instance.layout().table(i).shape().kind() == TableKind.SUM;
                if (sum && trial.crossing().added().contains(instance.table(i))) {
                    long total = DerivedTables.total(base, instance.table(i));
                    // As if it had just come to be what it is.
                    execution.touch(instance.table(i), instance, i, ~total);
                }
            }
        }
        if (SumInvariants.check(execution, Mirror.SUMS_GAS).holds()) {
            return Optional.empty();
        }
        Execution.Failure failure = execution.failure().orElseThrow();
        return Optional.of(
                Evidence.of(
                        Gate.INVARIANT,
                        block.height(),
                        DifferenceText.cut(failure.instance() + ": " + failure.trap().reason())));
    }
}
