package theseus.kernel;

import java.util.Optional;
import theseus.protocol.Plan;
import theseus.protocol.Tally;

/** Whether a plan's schedule lies within bounds: what has no end, or no beginning, is refused. */
final class ScheduleChecks {
    /** About three years of a block each ten seconds. */
    static final long MAX_BLOCKS = 10_000_000;

    static final long MAX_MILLIS = 366L * 24 * 60 * 60 * 1000;
    static final long MAX_REPORT_BLOCKS = 10_000;

    /** Reports that may wait for agreement. */
    static final long MAX_OPEN_REPORTS = 64;

    static final long MAX_TRANSACTIONS = 1_000_000_000;
    static final int MAX_GAS_FACTOR = 10;
    static final int MAX_GAS_RATIO_PERCENT = 1000;
    static final int ALL_BASIS_POINTS = 10_000;

    private ScheduleChecks() {}

    static Optional<PlanProblem> problem(Plan plan) {
        Plan.Schedule schedule = plan.schedule();
        return within("votingBlocks", schedule.votingBlocks(), 1, MAX_BLOCKS)
                .or(() -> within("readyBlocks", schedule.readyBlocks(), 1, MAX_BLOCKS))
                .or(() -> within("backfillBlocks", schedule.backfillBlocks(), 1, MAX_BLOCKS))
                .or(() -> within("reportBlocks", schedule.reportBlocks(), 1, MAX_REPORT_BLOCKS))
                .or(
                        () ->
                                within(
                                        "agreementBlocks",
                                        schedule.agreementBlocks(),
                                        schedule.reportBlocks() + 1,
                                        schedule.reportBlocks() * MAX_OPEN_REPORTS))
                .or(() -> within("gasFactor", schedule.gasFactor(), 1, MAX_GAS_FACTOR))
                .or(
                        () ->
                                within(
                                        "gasRatioPercent",
                                        schedule.gasRatioPercent(),
                                        100,
                                        MAX_GAS_RATIO_PERCENT))
                .or(() -> reach(schedule))
                .or(() -> window("shadow", schedule.shadow()))
                .or(() -> canary(plan))
                .or(() -> window("probation", schedule.probation()));
    }

    /**
     * Else whoever sets the gas limit to what it costs so far ends the plan with what it allows.
     */
    private static Optional<PlanProblem> reach(Plan.Schedule schedule) {
        return schedule.gasFactor() * 100 >= schedule.gasRatioPercent()
                ? Optional.empty()
                : refused(
                        "gasFactor",
                        "%d times the gas is less than the %d %% that the plan allows; raise it"
                                .formatted(schedule.gasFactor(), schedule.gasRatioPercent()));
    }

    private static Optional<PlanProblem> canary(Plan plan) {
        boolean none = plan.irreversible() || plan.hotfix();
        if (none && !plan.schedule().canary().isEmpty()) {
            return refused(
                    "canary",
                    "a plan that is irreversible or a hotfix has no canary; leave the steps out");
        }
        int before = 0;
        int number = 0;
        for (Plan.Step step : plan.schedule().canary()) {
            String where = "canary[" + number++ + "]";
            Optional<PlanProblem> problem =
                    within(
                                    where + ".basisPoints",
                                    step.basisPoints(),
                                    before + 1,
                                    ALL_BASIS_POINTS - 1)
                            .or(() -> window(where, step.window()));
            if (problem.isPresent()) {
                return problem;
            }
            before = step.basisPoints();
        }
        return Optional.empty();
    }

    private static Optional<PlanProblem> window(String name, Plan.Window window) {
        return within(name + ".blocks", window.blocks(), 1, MAX_BLOCKS)
                .or(() -> within(name + ".millis", window.millis(), 0, MAX_MILLIS))
                .or(
                        () ->
                                within(
                                        name + ".transactions",
                                        window.transactions(),
                                        0,
                                        MAX_TRANSACTIONS))
                .or(() -> within(name + ".keys", window.keys(), 0, Tally.MAX_KEYS));
    }

    private static Optional<PlanProblem> within(String name, long value, long least, long most) {
        return value >= least && value <= most
                ? Optional.empty()
                : refused(name, "%d is not between %d and %d".formatted(value, least, most));
    }

    private static Optional<PlanProblem> refused(String where, String explanation) {
        return Optional.of(new PlanProblem(Codes.SCHEDULE, "schedule." + where, explanation));
    }
}
