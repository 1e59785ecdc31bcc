package theseus.model;

import java.util.Map;
import java.util.Optional;

/**
 * What happens beside the block, before the new tables are under the root.
 *
 * <p>BACKFILL: the new tables are what the lens makes of the old ones as they were after the start
 * height, and of what each block changed since. SHADOW: submission by submission, and each
 * submission that touches the plan is executed in a second world on the new tables, compared with
 * what the chain did, and forgotten. What the chain did counts, always: the new tables advance by
 * {@code up} alone, so a candidate's own new state is never carried here.
 *
 * <p>A real follower lags and catches up; what it has at a height is a function of the chain up to
 * that height, and this says which.
 */
final class Follower {
    private Follower() {}

    /** The new tables from the state of the start height; installed instances run their genesis. */
    static void backfill(Chain chain, PlanState state) {
        state.startHeight = chain.height;
        mirror(state, new Tables(), chain.tables);
        state.unlinked.join(installed(chain, state));
    }

    /** The tables of instances that the plan installs. */
    static Tables installed(Chain chain, PlanState state) {
        Map<String, Version> versions = state.plan.over(chain.inForce);
        Tables tables = new Tables();
        for (Plan.Action action : state.plan.actions()) {
            if (action instanceof Plan.Action.Install(var instance, var version, var document)) {
                Executed genesis =
                        Chain.genesis(instance, version, document, versions, chain.tables);
                if (!(genesis.result() instanceof Result.Applied)) {
                    state.trip(Gate.TRAP);
                }
                tables.apply(genesis.changes());
            }
        }
        return tables;
    }

    /**
     * One submission after the other, in the order of the block.
     *
     * @param versions those of the world that counted
     * @param before the chain's tables before it
     */
    static void follow(
            Chain chain,
            PlanState state,
            Work work,
            Map<String, Version> versions,
            Tables before,
            Executed counted) {
        if (state.stuck.isEmpty()
                && state.leftOut.isEmpty()
                && work.touches(state.plan, counted)
                && comparable(chain, work, versions, counted)) {
            compare(chain, state, work, versions, before, counted);
        }
        mirror(state, before, chain.tables);
    }

    /** A whole block at once, while the tables are being filled. */
    static void catchUp(Chain chain, PlanState state, Tables before) {
        mirror(state, before, chain.tables);
    }

    /**
     * Not what was not let in, nor what ran out of its sender's gas; nor what another plan's
     * candidate served: this plan is for the versions in force.
     */
    private static boolean comparable(
            Chain chain, Work work, Map<String, Version> versions, Executed counted) {
        return !(counted.result() instanceof Result.Rejected)
                && !counted.ranDry()
                && !isRefusedForAnother(counted.result())
                && Admission.accepts(chain.inForce, work)
                && counted.ran().stream()
                        .allMatch(
                                one ->
                                        Optional.ofNullable(versions.get(one))
                                                .equals(
                                                        Optional.ofNullable(
                                                                chain.inForce.get(one))));
    }

    /** By the kernel, which could not keep it for another plan's candidate. */
    private static boolean isRefusedForAnother(Result result) {
        return result.equals(new Result.Refused(Chain.KEY_TAKEN))
                || result.equals(new Result.Refused(Chain.TOO_MUCH_TO_CARRY));
    }

    private static void compare(
            Chain chain,
            PlanState state,
            Work work,
            Map<String, Version> versions,
            Tables before,
            Executed counted) {
        Plan plan = state.plan;
        Map<String, Version> candidates = plan.over(versions);
        Tables beside = before.copy();
        beside.join(state.unlinked);
        Executed candidate =
                work.isAcceptedBy(plan, versions)
                        ? work.run(
                                candidates, beside, chain.gone(plan), plan.schedule().gasFactor())
                        : work.untaken(plan);
        Verdict verdict =
                Comparison.of(chain.inForce, plan, work, false, before, beside, counted, candidate);
        state.tally.compared(plan, work, verdict, counted, candidate);
    }

    /** A follower whose lens fails stops there: what it reports from then on is the reason. */
    private static void mirror(PlanState state, Tables before, Tables after) {
        if (state.stuck.isPresent()) {
            return;
        }
        switch (Mirror.beside(state.plan, before, after, state.unlinked, state.leftOut)) {
            case Mirror.Mirrored.Done(Tables mirrored) -> state.unlinked = mirrored;
            case Mirror.Mirrored.Failed(Gate gate, _) -> state.stuck = Optional.of(gate);
            // Nothing could be hidden yet, and what is too large is left out.
            case Mirror.Mirrored.Taken _, Mirror.Mirrored.Refused _, Mirror.Mirrored.TooLarge _ ->
                    state.stuck = Optional.of(Gate.COLLISION);
        }
    }

    /** What an honest follower says, at the heights at which reports are due. */
    static void report(Chain chain, PlanState state) {
        if (chain.height % state.plan.schedule().reportBlocks() == 0) {
            Optional<Gate> hit =
                    state.tally.evidence.stream()
                            .map(Tally.Evidence::gate)
                            .findFirst()
                            .or(() -> state.stuck);
            state.seen.put(
                    chain.height,
                    new PlanState.Seen(
                            state.unlinked.toString(),
                            state.leftOut.isEmpty() || state.stuck.isPresent(),
                            state.tally.copy(),
                            hit));
        }
    }
}
