package theseus.kernel;

import java.util.Map;
import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;

/**
 * Checks the invariants of the sums that an execution changed; what did not change costs nothing.
 */
final class SumInvariants {
    /**
     * How checking ended.
     *
     * @param message the message that first touched the sum that is wrong
     */
    record Verdict(boolean holds, int message, long gasUsed) {}

    private SumInvariants() {}

    /** On a broken one, {@link Execution#failure} says which. */
    static Verdict check(Execution execution, long gasLimit) {
        long used = 0;
        for (Map.Entry<TableId, Execution.TouchedSum> entry : execution.sums().entrySet()) {
            Execution.TouchedSum sum = entry.getValue();
            long total = DerivedTables.total(execution.overlay(), entry.getKey());
            if (total == sum.before()) {
                continue;
            }
            for (String invariant : sum.instance().layout().table(sum.table()).invariants()) {
                Outcome outcome =
                        execution.run(
                                sum.instance(),
                                new Invocation.CheckSum(invariant, total),
                                Optional.empty(),
                                true,
                                gasLimit - used);
                used += outcome.gasUsed();
                if (!holds(execution, sum, invariant, total, outcome)) {
                    return new Verdict(false, sum.message(), used);
                }
            }
        }
        return new Verdict(true, 0, used);
    }

    private static boolean holds(
            Execution execution,
            Execution.TouchedSum sum,
            String invariant,
            long total,
            Outcome outcome) {
        if (outcome instanceof Outcome.Returned returned && Execution.holds(returned)) {
            return true;
        }
        if (!(outcome instanceof Outcome.Trapped)) {
            String reason = "sum invariant " + invariant + " does not hold for a total of " + total;
            execution.fail(sum.instance(), new Outcome.Trapped(TrapKind.INVARIANT, reason, 0));
        }
        return false;
    }
}
