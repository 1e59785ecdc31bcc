package theseus.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether all has been seen that a phase or step asks for. */
final class Windows {
    private Windows() {}

    /**
     * All of it: blocks, time, samples of each message type, keys, proposers; and no hold.
     *
     * @param until the last block that the tally counts
     */
    static boolean complete(
            Chain chain, PlanState state, Plan.Window window, Tally tally, long until) {
        return until - state.sinceHeight + 1 >= window.blocks()
                && chain.millis - state.sinceMillis >= window.millis()
                && (!state.plan.hasUpgrade() || tally.keys.size() >= window.keys())
                && samples(state.plan, window, tally, state.phase.twoWorlds())
                && chain.power(state.proposers) * 3 > chain.power() * 2
                && !held(state.plan, tally);
    }

    /** A type without samples holds the plan, unless the vote waived it. */
    private static boolean samples(Plan plan, Plan.Window window, Tally tally, boolean served) {
        for (Map.Entry<String, Version> base : plan.replaced().entrySet()) {
            Optional<Version> candidate = Optional.ofNullable(plan.candidates().get(base.getKey()));
            Set<String> both = base.getValue().messages();
            both.retainAll(candidate.map(Version::messages).orElse(new java.util.TreeSet<>()));
            for (String message : both) {
                Plan.MessageName name = new Plan.MessageName(base.getKey(), message);
                if (!plan.waived().contains(name)
                        && tally.samples(name, served) < window.transactions()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Gas is a statistical gate: each key counts once, and a plan beyond the ratio waits. */
    static boolean held(Plan plan, Tally tally) {
        return tally.messages.values().stream()
                .anyMatch(
                        counts ->
                                counts.candidateGas * 100
                                        > counts.oldGas * plan.schedule().gasRatioPercent());
    }
}
