package theseus.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A chain: versions in force, tables under the state root, plans. Steps are applied one by one; the
 * phase of a block is what the steps before that block led to.
 *
 * <p>Who counts, for work that touches an instance of the plan with two worlds:
 *
 * <ul>
 *   <li>CANARY, some canary key not selected, and routines: world-old; new tables get {@code up}.
 *   <li>CANARY, all canary keys selected, and PROBATION: world-new, if it is alike or differs as
 *       declared; old tables get {@code down}.
 *   <li>Anything else that the candidate does: world-old, whatever the phase, and the plan trips:
 *       for the rest of the block only world-old runs and nothing is mirrored; at its end the plan
 *       is rolled back.
 * </ul>
 *
 * So no undeclared effect is ever committed.
 */
public final class Chain {
    public static final String NOT_YET_IN_FORCE = "NOT_YET_IN_FORCE";
    public static final String NO_LONGER_IN_FORCE = "NO_LONGER_IN_FORCE";
    public static final String NO_SUCH_INSTANCE = "NO_SUCH_INSTANCE";
    public static final String NO_SUCH_MESSAGE = "NO_SUCH_MESSAGE";
    public static final String FORM_UNKNOWN = "FORM_UNKNOWN";
    public static final String SUSPENDED = "SUSPENDED";
    public static final String KEY_TAKEN = "KEY_TAKEN";
    public static final String TOO_MUCH_TO_CARRY = "TOO_MUCH_TO_CARRY";

    /** Whether a canary key belongs to the share of a plan's step. */
    public interface Selection {
        boolean selects(String plan, int step, String key);
    }

    final Map<String, Version> inForce = new TreeMap<>();
    final TreeMap<String, Long> powers = new TreeMap<>();
    final TreeMap<String, PlanState> plans = new TreeMap<>();
    final Admission admission = new Admission();
    Tables tables = new Tables();
    long height;
    long millis;
    private String proposer = "";

    /** The tables on which the present block runs. */
    private Tables start = tables;

    private final Selection selection;
    private final Map<Step, Set<String>> recoveries = new HashMap<>();
    private final List<Executed> routines = new ArrayList<>();

    public Chain(Map<String, Long> powers, Selection selection) {
        this.powers.putAll(powers);
        this.selection = selection;
    }

    /** Before the first block. */
    public Chain install(String instance, Version version, String document) {
        inForce.put(instance, version);
        tables.apply(genesis(instance, version, document, inForce, tables).changes());
        return this;
    }

    static Executed genesis(
            String instance,
            Version version,
            String document,
            Map<String, Version> versions,
            Tables base) {
        return World.alone(
                versions,
                base,
                _ -> false,
                instance,
                context -> version.genesis.ifPresent(code -> code.handle(context, document)));
    }

    /** The receipt, for a transaction that is sent. */
    public Optional<Executed> apply(Step step) {
        switch (step) {
            case Step.Begin(String by, long now) -> begin(by, now);
            case Step.Send(Transaction transaction) -> {
                return Optional.of(execute(new Work.Sent(transaction)));
            }
            case Step.Open(Plan plan) -> {
                PlanState opened = new PlanState(plan);
                opened.sinceHeight = height + 1;
                plans.put(plan.id(), opened);
            }
            case Step.Approve(String plan) -> Transitions.approve(this, plan(plan));
            case Step.Stop(String plan) -> plan(plan).stop(Gate.STOPPED);
            case Step.Breaker(String instance, Optional<String> message, boolean open) ->
                    admission.set(instance, message, open);
            case Step.Ready(String validator, String plan) -> plan(plan).ready.add(validator);
            case Step.Report(String validator, String plan, long at, PlanState.Seen seen) ->
                    Transitions.report(this, plan(plan), validator, at, seen);
            case Step.Trip(String validator, String plan) -> plan(plan).tripping.add(validator);
            case Step.Recover(String validator, Step action) -> recover(validator, action);
            case Step.End _ -> end();
        }
        return Optional.empty();
    }

    /** In force, or of the plan that has authority. */
    private boolean isThere(Step.Breaker breaker) {
        Map<String, Version> versions = new TreeMap<>();
        plans.values().stream()
                .filter(state -> state.phase.twoWorlds())
                .forEach(state -> versions.putAll(state.plan.candidates()));
        versions.putAll(inForce);
        return Optional.ofNullable(versions.get(breaker.instance()))
                .filter(version -> breaker.message().map(version::knows).orElse(true))
                .isPresent();
    }

    /**
     * Below governance: what more than two thirds of the power want alike is done. A validator
     * wants one thing at a time.
     */
    private void recover(String validator, Step action) {
        recoveries.values().forEach(others -> others.remove(validator));
        Set<String> stating = recoveries.computeIfAbsent(action, _ -> new TreeSet<>());
        stating.add(validator);
        if (power(stating) * 3 > power() * 2) {
            recoveries.remove(action);
            if (!(action instanceof Step.Breaker breaker) || isThere(breaker)) {
                apply(action);
            }
        }
    }

    /** Tables join before anything runs. */
    private void begin(String by, long now) {
        height++;
        millis = now;
        proposer = by;
        routines.clear();
        plans.values().forEach(state -> Transitions.beginOfBlock(this, state));
        plans.values().forEach(state -> state.over = state.stopped.isPresent());
        start = tables;
        routines(true);
    }

    private void end() {
        routines(false);
        for (PlanState state : plans.values()) {
            if (state.phase.followed() || state.phase.twoWorlds()) {
                state.proposers.add(proposer);
            }
            if (state.phase == Phase.BACKFILL) {
                Follower.catchUp(this, state, start);
            }
            if (state.phase.followed()) {
                Follower.report(this, state);
            }
        }
        Transitions.endOfBlock(this);
    }

    private void routines(boolean begin) {
        Map<String, Version> all = new TreeMap<>(inForce);
        second().ifPresent(state -> all.putAll(state.plan.candidates()));
        all.keySet().stream()
                .filter(instance -> !suspended(instance))
                .forEach(instance -> routines.add(execute(new Work.Routine(instance, begin))));
    }

    /** The plan with two worlds, unless it tripped in this block. There is one at most. */
    private Optional<PlanState> second() {
        return plans.values().stream()
                .filter(state -> state.phase.twoWorlds() && state.joined)
                .filter(state -> state.tripped.isEmpty())
                .findFirst();
    }

    private Executed execute(Work work) {
        Optional<String> wrong = admission.wrong(this, work);
        if (wrong.isPresent() && !wrong.get().equals(NOT_YET_IN_FORCE)) {
            return Executed.rejected(wrong.get());
        }
        boolean onlyCandidate =
                wrong.isPresent() || !inForce.keySet().containsAll(work.addressed());
        if (wrong.isEmpty() && servesNoMore(work)) {
            return Executed.rejected(SUSPENDED);
        }
        Executed old =
                wrong.map(Executed::rejected)
                        .orElseGet(() -> work.run(inForce, tables, this::suspended, 1));
        Optional<PlanState> second = second().filter(state -> work.touches(state.plan, old));
        if (second.isEmpty() || old.ranDry()) {
            return oldCounts(work, old);
        }
        boolean accepted = work.isAcceptedBy(second.get().plan, inForce);
        if (!onlyCandidate) {
            return both(second.get(), work, false, accepted, old);
        }
        if (!accepted || !standsAlone(second.get().plan, work) || !selected(second.get(), work)) {
            return old;
        }
        return work.messages().stream().anyMatch(admission::suspended)
                ? Executed.rejected(SUSPENDED)
                : both(second.get(), work, true, true, old);
    }

    /** What speaks to an instance that a plan retires, from PROBATION on: before anything runs. */
    private boolean servesNoMore(Work work) {
        return work instanceof Work.Sent
                && second().filter(state -> state.phase == Phase.PROBATION)
                        .filter(state -> work.isRetiredBy(state.plan))
                        .isPresent();
    }

    /** Both worlds have the same base. World-new may use more gas; the sender does not pay it. */
    private Executed both(
            PlanState state, Work work, boolean onlyCandidate, boolean accepted, Executed old) {
        Plan plan = state.plan;
        Map<String, Version> versions = plan.over(inForce);
        int factor = onlyCandidate ? 1 : plan.schedule().gasFactor();
        Executed candidate =
                accepted ? work.run(versions, tables, gone(plan), factor) : work.untaken(plan);
        // Where nothing stands in its place it ran all the same, and is paid for.
        Executed instead = onlyCandidate ? candidate.refused(NOT_YET_IN_FORCE) : old;
        Verdict verdict =
                Comparison.of(inForce, plan, work, onlyCandidate, tables, tables, old, candidate);
        state.tally.count(plan, work, verdict, old, candidate);
        switch (verdict) {
            case Verdict.Equal _, Verdict.Declared _ -> {
                // What it does not take is an instance that it retires, which serves until then.
                boolean taken = !(candidate.result() instanceof Result.Rejected);
                if (!taken || !selected(state, work)) {
                    return oldCounts(work, instead);
                }
            }
            case Verdict.NotYet _, Verdict.OldCounts _, Verdict.Oversized _ -> {
                return oldCounts(work, instead);
            }
            case Verdict.Undeclared(Gate gate, _) -> {
                state.trip(gate);
                return oldCounts(work, instead);
            }
        }
        Tables after = candidate.on(tables);
        return switch (Mirror.down(plan, tables, after, after)) {
            case Mirror.Mirrored.Done(Tables mirrored) -> {
                state.tally.served(plan, work);
                yield commit(work, candidate, versions, mirrored);
            }
            case Mirror.Mirrored.Failed(Gate gate, _) -> {
                state.trip(gate);
                yield oldCounts(work, instead);
            }
            case Mirror.Mirrored.Taken _, Mirror.Mirrored.Refused _ -> oldCounts(work, instead);
            case Mirror.Mirrored.TooLarge _ -> tooLarge(state, work, old);
        };
    }

    /** The old version does the routines until the candidate serves all. */
    private boolean selected(PlanState state, Work work) {
        return state.phase == Phase.PROBATION
                || work instanceof Work.Sent(Transaction transaction)
                        && state.plan.keys(transaction).stream()
                                .allMatch(
                                        key -> selection.selects(state.plan.id(), state.step, key));
    }

    /** New tables, if there are any under the root, follow. */
    private Executed oldCounts(Work work, Executed old) {
        Tables after = old.on(tables);
        Optional<PlanState> second = second();
        if (second.isEmpty()) {
            return commit(work, old, inForce, after);
        }
        return switch (Mirror.up(second.get().plan, tables, after, after)) {
            case Mirror.Mirrored.Done(Tables mirrored) -> commit(work, old, inForce, mirrored);
            case Mirror.Mirrored.Failed(Gate gate, _) -> {
                second.get().trip(gate);
                yield commit(work, old, inForce, after);
            }
            case Mirror.Mirrored.Taken _, Mirror.Mirrored.Refused _ ->
                    taken(second.get(), work, old);
            case Mirror.Mirrored.TooLarge _ -> tooLarge(second.get(), work, old);
        };
    }

    /** Who sent it takes another key; what a routine does must not be lost. */
    private Executed taken(PlanState state, Work work, Executed old) {
        if (work instanceof Work.Sent) {
            return commit(work, old.refused(KEY_TAKEN), inForce, tables);
        }
        state.trip(Gate.COLLISION);
        return commit(work, old, inForce, old.on(tables));
    }

    /** Who sent it chose its size; nobody chose that of a routine, and it must go on. */
    private Executed tooLarge(PlanState state, Work work, Executed old) {
        if (work instanceof Work.Sent) {
            return commit(work, old.refused(TOO_MUCH_TO_CARRY), inForce, tables);
        }
        state.trip(Gate.LENS_FAILED);
        return commit(work, old, inForce, old.on(tables));
    }

    private Executed commit(
            Work work, Executed counted, Map<String, Version> versions, Tables after) {
        Tables before = tables;
        tables = after;
        plans.values().stream()
                .filter(state -> state.phase == Phase.SHADOW)
                .forEach(state -> Follower.follow(this, state, work, versions, before, counted));
        return counted;
    }

    /**
     * Whether all its messages are new. Nothing in it is compared, so an older one would have the
     * candidate do it unseen; and one to another instance that traps would be laid to the
     * candidate.
     */
    private boolean standsAlone(Plan plan, Work work) {
        return work.messages().stream().allMatch(message -> isNew(plan, message));
    }

    private boolean isNew(Plan plan, Message message) {
        Version version = inForce.get(message.instance());
        return plan.instances().contains(message.instance())
                && (version == null || !version.handles(message));
    }

    /** In world-new an instance that the plan retires is there no more: calls to it fail. */
    Predicate<String> gone(Plan plan) {
        return instance -> suspended(instance) || plan.retires(instance);
    }

    boolean suspended(String instance) {
        return admission.suspended(instance);
    }

    long power(Set<String> validators) {
        return validators.stream().mapToLong(one -> powers.getOrDefault(one, 0L)).sum();
    }

    long power() {
        return power(powers.keySet());
    }

    public PlanState plan(String id) {
        PlanState found = plans.get(id);
        if (found == null) {
            throw new IllegalArgumentException("no plan " + id);
        }
        return found;
    }

    public Tables tables() {
        return tables.copy();
    }

    public Map<String, Version> inForce() {
        return new TreeMap<>(inForce);
    }

    public long height() {
        return height;
    }

    /** Receipts of the present block's routines so far. */
    public List<Executed> routines() {
        return List.copyOf(routines);
    }
}
