package theseus.bench;

import java.util.List;
import java.util.Optional;
import theseus.protocol.Artifact;
import theseus.protocol.Plan;
import theseus.sdk.Hash;

/** Plans that upgrade {@code notes}. */
final class BenchPlans {
    /** Short, and yet some time passes in each phase. */
    static final Plan.Window SHORT = new Plan.Window(10, 300, 20, 10);

    /** Never complete. */
    static final Plan.Window ENDLESS = new Plan.Window(10_000_000, 0, 1, 1);

    private static final long MANY_BLOCKS = 1_000_000;
    private static final long REPORT_BLOCKS = 20;
    private static final long AGREEMENT_BLOCKS = 64 * REPORT_BLOCKS;
    private static final int GAS_FACTOR = 2;
    private static final int GAS_RATIO_PERCENT = 200;

    private BenchPlans() {}

    /**
     * @param number makes plans differ that say the same otherwise
     * @param canary window of its only step, which selects half of the keys; none when absent
     */
    static Plan of(
            Hash chain,
            int number,
            Artifact from,
            Artifact to,
            Plan.Window shadow,
            Optional<Plan.Window> canary,
            Plan.Window probation) {
        return new Plan(
                chain,
                "benchmark, plan " + number,
                List.of(
                        new Plan.Action.Upgrade(
                                BenchNode.NOTES, from.hash(), to.hash(), List.of(), List.of())),
                false,
                false,
                new Plan.Schedule(
                        MANY_BLOCKS,
                        MANY_BLOCKS,
                        MANY_BLOCKS,
                        REPORT_BLOCKS,
                        AGREEMENT_BLOCKS,
                        shadow,
                        canary.map(window -> new Plan.Step(5_000, window)).stream().toList(),
                        probation,
                        GAS_FACTOR,
                        GAS_RATIO_PERCENT),
                List.of(),
                List.of(new Plan.MessageName(BenchNode.NOTES, "Fill")),
                Optional.empty());
    }
}
