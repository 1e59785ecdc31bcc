package theseus.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * When a phase ends. All is decided at the end of a block and holds from the next block on; what a
 * block runs under never changes inside it.
 */
final class Transitions {
    /** From so many validators on, readiness asks for more. */
    private static final int MANY_VALIDATORS = 6;

    /** So many plans are followed side by side. */
    private static final int MAX_FOLLOWED = 4;

    /** What is given away at the end of one block. */
    private static final class Turn {
        boolean taken;
        long followed;
    }

    private Transitions() {}

    /** The vote agreed. A hotfix takes the place of a plan on the same instance. */
    static void approve(Chain chain, PlanState state) {
        if (state.phase != Phase.VOTING || state.stopped.isPresent()) {
            return;
        }
        if (state.plan.hotfix()) {
            chain.plans.values().stream()
                    .filter(other -> other != state && !other.phase.ended())
                    .filter(other -> shares(chain, other.plan, state.plan))
                    .forEach(other -> other.stop(Gate.SUPERSEDED));
        }
        enter(chain, state, Phase.READY);
    }

    /** Plans on the same instance, or on instances of which one calls the other. */
    private static boolean shares(Chain chain, Plan one, Plan other) {
        Set<String> mine = one.instances();
        Set<String> theirs = other.instances();
        Map<String, Version> versions = new TreeMap<>(chain.inForce);
        return mine.stream().anyMatch(theirs::contains)
                || List.of(versions, one.candidates(), other.candidates()).stream()
                        .anyMatch(
                                set -> adjacent(set, mine, theirs) || adjacent(set, theirs, mine));
    }

    private static boolean adjacent(
            Map<String, Version> versions, Set<String> callers, Set<String> called) {
        return versions.entrySet().stream()
                .filter(one -> callers.contains(one.getKey()))
                .anyMatch(one -> one.getValue().calls.stream().anyMatch(called::contains));
    }

    /**
     * The new tables join the state root in the first block with two worlds, before anything runs;
     * for an irreversible plan in the first block of FINAL.
     */
    static void beginOfBlock(Chain chain, PlanState state) {
        boolean joins = !state.joined && (state.phase.twoWorlds() || state.phase == Phase.FINAL);
        Optional<Gate> lacking =
                state.stuck.or(
                        () ->
                                state.leftOut.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(Gate.LENS_FAILED));
        if (joins && lacking.isPresent()) {
            // The new tables lack records: they never come under the root.
            if (state.phase == Phase.FINAL) {
                rollBack(chain, state, lacking.get());
                state.sinceHeight = chain.height;
            } else {
                state.stop(lacking.get());
            }
        } else if (joins && state.phase.twoWorlds()) {
            if (!state.plan.hasUpgrade()) {
                state.unlinked = Follower.installed(chain, state);
            }
            join(chain, state);
        } else if (joins) {
            join(chain, state);
            inForce(chain, state);
        } else if (state.leaving) {
            leave(chain, state);
        }
    }

    private static void join(Chain chain, PlanState state) {
        chain.tables.join(state.unlinked);
        state.unlinked = new Tables();
        state.joined = true;
        state.joinedHeight = chain.height;
    }

    private static void leave(Chain chain, PlanState state) {
        state.unlinked = chain.tables.leave(state.plan.newTables());
        state.leaving = false;
    }

    /**
     * The plan with two worlds moves first. Its place is free from the next block on, whatever
     * becomes of it.
     */
    static void endOfBlock(Chain chain) {
        List<PlanState> order = new ArrayList<>(chain.plans.values());
        order.sort(Comparator.comparing(state -> state.phase.twoWorlds() ? 0 : 1));
        Turn turn = new Turn();
        turn.taken = order.stream().anyMatch(state -> state.phase.twoWorlds());
        turn.followed = order.stream().filter(state -> state.phase.followed()).count();
        for (PlanState state : order) {
            if (state.phase.ended()) {
                continue;
            }
            Optional<Gate> gate = gate(chain, state);
            if (gate.isPresent()) {
                rollBack(chain, state, gate.get());
            } else {
                advance(chain, state, turn);
            }
        }
    }

    /**
     * Absolute gates stop a plan at the first hit, and so does too long a wait. What a candidate
     * was seen to do wrong is said before whoever else stopped it.
     */
    private static Optional<Gate> gate(Chain chain, PlanState state) {
        Optional<Gate> shown =
                state.tripped.or(
                        () ->
                                state.phase.followed()
                                        ? state.agreed.flatMap(PlanState.Seen::evidence)
                                        : Optional.empty());
        if (shown.isPresent()) {
            return shown;
        }
        if (state.stopped.isPresent()) {
            return state.stopped;
        }
        if (state.sinceHeight > chain.height) {
            // Opened or approved in this block: it stands there from the next one on.
            return Optional.empty();
        }
        if (chain.power(state.tripping) * 3 > chain.power()) {
            return Optional.of(Gate.TRIPPED);
        }
        Plan.Schedule schedule = state.plan.schedule();
        long blocks = chain.height - state.sinceHeight + 1;
        return switch (state.phase) {
            case VOTING -> late(blocks >= schedule.votingBlocks(), Gate.NOT_VOTED);
            case READY ->
                    late(!ready(chain, state) && blocks >= schedule.readyBlocks(), Gate.NOT_READY);
            case BACKFILL -> {
                boolean filled = state.agreed.map(PlanState.Seen::backfilled).orElse(false);
                yield late(!filled && blocks >= schedule.backfillBlocks(), Gate.BACKFILL_TOO_SLOW);
            }
            case SHADOW -> {
                long last = Math.max(state.agreedHeight, state.sinceHeight - 1);
                yield late(chain.height - last > schedule.agreementBlocks(), Gate.NO_AGREEMENT);
            }
            case CANARY, PROBATION, FINAL, ROLLED_BACK -> Optional.empty();
        };
    }

    private static Optional<Gate> late(boolean late, Gate gate) {
        return late ? Optional.of(gate) : Optional.empty();
    }

    /** A report is counted at once: it makes two thirds agree, or makes that impossible. */
    static void report(
            Chain chain, PlanState state, String validator, long height, PlanState.Seen said) {
        state.report(validator, height, said);
        agree(chain, state);
        if (split(chain, state)) {
            state.stop(Gate.NO_AGREEMENT);
        }
    }

    /** What more than two thirds of the power say alike about one height; the newest counts. */
    private static void agree(Chain chain, PlanState state) {
        for (Map.Entry<Long, Map<String, PlanState.Seen>> reports : state.reports.entrySet()) {
            for (PlanState.Seen seen : Set.copyOf(reports.getValue().values())) {
                long power =
                        reports.getValue().entrySet().stream()
                                .filter(one -> one.getValue().equals(seen))
                                .mapToLong(one -> chain.power(Set.of(one.getKey())))
                                .sum();
                if (power * 3 > chain.power() * 2 && reports.getKey() > state.agreedHeight) {
                    state.agreedHeight = reports.getKey();
                    state.agreed = Optional.of(seen);
                }
            }
        }
    }

    /** Reports about one height differ so that no two thirds can agree on it any more. */
    private static boolean split(Chain chain, PlanState state) {
        return state.reports.tailMap(state.agreedHeight + 1).values().stream()
                .anyMatch(
                        reports -> {
                            long top =
                                    reports.values().stream()
                                            .mapToLong(seen -> power(chain, reports, seen))
                                            .max()
                                            .orElse(0);
                            long against = chain.power(reports.keySet()) - top;
                            return (chain.power() - against) * 3 <= chain.power() * 2;
                        });
    }

    private static long power(
            Chain chain, Map<String, PlanState.Seen> reports, PlanState.Seen seen) {
        return reports.entrySet().stream()
                .filter(one -> one.getValue().equals(seen))
                .mapToLong(one -> chain.power(Set.of(one.getKey())))
                .sum();
    }

    private static void advance(Chain chain, PlanState state, Turn turn) {
        if (state.sinceHeight > chain.height) {
            return;
        }
        Plan plan = state.plan;
        switch (state.phase) {
            case VOTING -> {} // Approved by an order, not by time.
            case READY -> {
                if (ready(chain, state)) {
                    if (!plan.hasUpgrade()) {
                        authority(chain, state, Phase.PROBATION, turn);
                    } else if (turn.followed < MAX_FOLLOWED || plan.hotfix()) {
                        turn.followed++;
                        enter(chain, state, Phase.BACKFILL);
                        Follower.backfill(chain, state);
                    }
                }
            }
            case BACKFILL -> {
                if (state.agreed.map(PlanState.Seen::backfilled).orElse(false)) {
                    if (plan.hotfix()) {
                        if (turn.taken) {
                            makeWay(chain);
                        }
                        authority(chain, state, Phase.PROBATION, turn);
                    } else {
                        enter(chain, state, Phase.SHADOW);
                    }
                }
            }
            case SHADOW -> {
                boolean complete =
                        state.agreed.map(PlanState.Seen::backfilled).orElse(false)
                                && Windows.complete(
                                        chain,
                                        state,
                                        plan.schedule().shadow(),
                                        state.agreed.get().tally(),
                                        state.agreedHeight);
                if (complete) {
                    boolean steps = !plan.schedule().canary().isEmpty();
                    Phase next = steps ? Phase.CANARY : Phase.PROBATION;
                    authority(chain, state, plan.irreversible() ? Phase.FINAL : next, turn);
                }
            }
            case CANARY -> {
                List<Plan.Window> steps = plan.schedule().canary();
                if (Windows.complete(
                        chain, state, steps.get(state.step), state.tally, chain.height)) {
                    int next = state.step + 1;
                    enter(chain, state, next < steps.size() ? Phase.CANARY : Phase.PROBATION);
                    state.step = next;
                }
            }
            case PROBATION -> {
                if (Windows.complete(
                        chain, state, plan.schedule().probation(), state.tally, chain.height)) {
                    enter(chain, state, Phase.FINAL);
                    inForce(chain, state);
                }
            }
            case FINAL, ROLLED_BACK -> {}
        }
    }

    /** A window begins with nothing seen. */
    private static void enter(Chain chain, PlanState state, Phase phase) {
        state.phase = phase;
        state.sinceHeight = chain.height + 1;
        state.sinceMillis = chain.millis;
        state.tally = new Tally();
        state.proposers.clear();
        state.reports.clear();
        state.agreed = Optional.empty();
    }

    /** At most one plan has authority; the others wait where they are. */
    private static void authority(Chain chain, PlanState state, Phase phase, Turn turn) {
        if (!turn.taken) {
            turn.taken = true;
            enter(chain, state, phase);
        }
    }

    /** A hotfix that is ready waits for no plan but another hotfix. */
    private static void makeWay(Chain chain) {
        chain.plans.values().stream()
                .filter(one -> one.phase.twoWorlds() && one.sinceHeight <= chain.height)
                .filter(one -> !one.plan.hotfix())
                .findFirst()
                .ifPresent(one -> rollBack(chain, one, Gate.SUPERSEDED));
    }

    private static boolean ready(Chain chain, PlanState state) {
        long ready = chain.power(state.ready);
        return chain.powers.size() >= MANY_VALIDATORS
                ? ready * 6 >= chain.power() * 5
                : ready * 3 > chain.power() * 2;
    }

    private static boolean basesInForce(Chain chain, PlanState state) {
        Map<String, Version> inForce = new TreeMap<>(chain.inForce);
        boolean bases =
                state.plan.replaced().entrySet().stream()
                        .allMatch(base -> base.getValue().equals(inForce.get(base.getKey())));
        // A hotfix may be opened beside a plan that takes the name first.
        boolean namesFree =
                state.plan.actions().stream()
                        .filter(action -> action instanceof Plan.Action.Install)
                        .noneMatch(action -> inForce.containsKey(action.instance()));
        return bases && namesFree;
    }

    /** FINAL: the candidates are the versions in force, and only-old tables leave the root. */
    private static void inForce(Chain chain, PlanState state) {
        state.plan
                .replaced()
                .forEach(
                        (instance, version) -> {
                            chain.inForce.remove(instance);
                            chain.admission.forget(instance, version);
                        });
        chain.inForce.putAll(state.plan.candidates());
        state.unlinked = chain.tables.leave(state.plan.oldTables());
        forgetThoseGone(chain, state);
        chain.plans.values().stream()
                .filter(other -> !other.phase.ended() && !basesInForce(chain, other))
                .forEach(other -> other.stop(Gate.BASE_CHANGED));
    }

    private static void forgetThoseGone(Chain chain, PlanState state) {
        state.plan.instances().stream()
                .filter(instance -> !chain.inForce.containsKey(instance))
                .forEach(chain.admission::left);
    }

    /**
     * From the next block on the version before serves all. What was committed stays: the old
     * tables have it, as far as it has an image there; the new tables are kept aside, readable, for
     * what has none.
     */
    private static void rollBack(Chain chain, PlanState state, Gate gate) {
        enter(chain, state, Phase.ROLLED_BACK);
        state.ended = Optional.of(gate);
        forgetThoseGone(chain, state);
        if (state.joined && state.joinedHeight < chain.height) {
            leave(chain, state);
        } else {
            state.leaving = state.joined;
        }
    }
}
