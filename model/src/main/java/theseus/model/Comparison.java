package theseus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What counts as a difference between world-old and world-new of one submission, and which
 * differences are meant.
 *
 * <p>Compared are the result with its code, the events in their order, and the net changes of every
 * instance. Codes and events of the old version are first said in the new version's words. Records
 * under a lens are compared by unit: what the old world left and what the new world left must stand
 * for one another. Gas is not compared here.
 *
 * <p>Meant are: all that a message does which only the candidate knows; what a declaration of the
 * plan names; what a routine does that only one side has; and all differences of a submission whose
 * world-new touched a unit that was hidden before. The last is no favour to the plan: the old
 * version cannot see such a unit, so it cannot do the same, and without this rule anybody who is
 * able to make one could stop the plan with it. A unit that world-new hides itself is no excuse:
 * else a candidate could hide what it does wrong.
 *
 * <p>Where several messages of one transaction reach the plan, each must be excused by itself, else
 * the old version counts: what excuses one says nothing about the others, which nobody compared. A
 * retirement excuses what the retired instance did and said, not what an upgraded one does.
 */
final class Comparison {
    private final Plan plan;
    private final Work work;
    private final Tables oldBase;
    private final Tables newBase;
    private final Executed old;
    private final Executed candidate;

    /** Its messages that may have run an instance of the plan. */
    private final List<Message> reaching;

    /** Those whose declarations count. */
    private final List<Message> declaring;

    private final Tables oldAfter;
    private final Tables newAfter;
    private final List<String> differences = new ArrayList<>();
    private boolean undeclared;

    private Comparison(
            Plan plan,
            Work work,
            Tables oldBase,
            Tables newBase,
            Executed old,
            Executed candidate,
            List<Message> reaching,
            List<Message> declaring) {
        this.reaching = reaching;
        this.declaring = declaring;
        this.plan = plan;
        this.work = work;
        this.oldBase = oldBase;
        this.newBase = newBase;
        this.old = old;
        this.candidate = candidate;
        this.oldAfter = old.on(oldBase);
        this.newAfter = candidate.on(newBase);
    }

    static Verdict of(
            Map<String, Version> inForce,
            Plan plan,
            Work work,
            boolean onlyCandidateKnows,
            Tables oldBase,
            Tables newBase,
            Executed old,
            Executed candidate) {
        List<Message> reaching =
                work.messages().stream()
                        .filter(one -> plan.isReachedBy(one.instance(), inForce))
                        .toList();
        Comparison comparison =
                new Comparison(
                        plan, work, oldBase, newBase, old, candidate, reaching, work.messages());
        try {
            return comparison.verdict(onlyCandidateKnows);
        } catch (RuntimeException bug) {
            return new Verdict.Undeclared(Gate.LENS_FAILED, List.of(String.valueOf(bug)));
        }
    }

    private Verdict verdict(boolean onlyCandidateKnows) {
        if (isOversized()) {
            return onlyCandidateKnows ? new Verdict.Declared() : new Verdict.Oversized();
        }
        boolean hidden = touchedHidden();
        if (candidate.result() instanceof Result.Trapped(String kind)
                && !(old.result() instanceof Result.Trapped)) {
            boolean dry = kind.equals(Result.OUT_OF_GAS);
            if (dry && onlyCandidateKnows) {
                // The sender's own limit, and nothing to compare with.
                return new Verdict.Declared();
            }
            return dry && hidden
                    ? new Verdict.OldCounts()
                    : new Verdict.Undeclared(gate(kind), List.of("the candidate trapped"));
        }
        Optional<String> refused = refusedImage();
        if (refused.isPresent()) {
            return new Verdict.NotYet(refused.get());
        }
        if (onlyCandidateKnows) {
            return new Verdict.Declared();
        }
        compare();
        if (differences.isEmpty()) {
            return new Verdict.Equal();
        }
        boolean meant = !undeclared || isPlain();
        if (!meant && !hidden) {
            return new Verdict.Undeclared(Gate.UNDECLARED_DIFFERENCE, differences);
        }
        return reaching.size() < 2 || meant && eachIsMeant()
                ? new Verdict.Declared()
                : new Verdict.OldCounts();
    }

    /** One world alone came to a bound on sizes, which senders choose. */
    private boolean isOversized() {
        return old.isTooLarge() && !(candidate.result() instanceof Result.Trapped)
                || candidate.isTooLarge() && !(old.result() instanceof Result.Trapped);
    }

    private void compare() {
        outcome();
        if (differences.isEmpty()) {
            events();
            changes();
        }
    }

    private boolean eachIsMeant() {
        if (touchesRetired()) {
            return !ranUpgraded();
        }
        if (!alike()) {
            return !(candidate.result() instanceof Result.Applied);
        }
        return reaching.stream().allMatch(this::isMeantBy);
    }

    private boolean isMeantBy(Message message) {
        Comparison alone =
                new Comparison(
                        plan, work, oldBase, newBase, old, candidate, reaching, List.of(message));
        alone.compare();
        return !alone.undeclared;
    }

    private boolean touchesRetired() {
        return work.isRetiredBy(plan) || old.ran().stream().anyMatch(plan::retires);
    }

    private boolean ranUpgraded() {
        return candidate.ran().stream().anyMatch(plan.instances()::contains);
    }

    /**
     * What those who vote see in the descriptors alone: a routine that one side has, a retirement.
     */
    private boolean isPlain() {
        if (touchesRetired() && (!ranUpgraded() || reaching.size() > 1)) {
            return true;
        }
        return work instanceof Work.Routine(String instance, boolean begin)
                && routine(plan.replaced(), instance, begin)
                        != routine(plan.candidates(), instance, begin);
    }

    private static boolean routine(Map<String, Version> versions, String instance, boolean begin) {
        return Optional.ofNullable(versions.get(instance))
                .flatMap(version -> begin ? version.beginBlock : version.endBlock)
                .isPresent();
    }

    private static Gate gate(String trap) {
        return switch (trap) {
            case Result.OUT_OF_GAS -> Gate.OUT_OF_GAS;
            case Result.INVARIANT -> Gate.INVARIANT;
            default -> Gate.TRAP;
        };
    }

    /** A declared outcome covers what follows from it: events and records are not looked at. */
    private void outcome() {
        Result before = inNewWords(old.result());
        Result now = candidate.result();
        if (!alike()) {
            String subject = now instanceof Result.Refused(String code) ? code : "APPLIED";
            differences.add(before + " became " + now);
            undeclared |=
                    !isEndOfRetired()
                            && declaring.stream()
                                    .noneMatch(
                                            one ->
                                                    declared(
                                                            one.instance(),
                                                            Plan.Respect.OUTCOME,
                                                            subject));
        }
    }

    private boolean alike() {
        Result before = inNewWords(old.result());
        Result now = candidate.result();
        return before.equals(now)
                || before instanceof Result.Trapped && now instanceof Result.Trapped;
    }

    /** That who was called is there no more. */
    private boolean isEndOfRetired() {
        return touchesRetired()
                && (candidate.result() instanceof Result.Rejected
                        || candidate.result().equals(new Result.Refused(Chain.SUSPENDED)));
    }

    private Result inNewWords(Result result) {
        if (!(result instanceof Result.Refused(String code))) {
            return result;
        }
        return old.refusedBy()
                .map(plan.candidates()::get)
                .map(version -> version.upRefusals.get(code))
                .<Result>map(Result.Refused::new)
                .orElse(result);
    }

    /** What is left when declared events are taken out must be alike, in order. */
    private void events() {
        List<Event> before = old.events().stream().map(this::inNewWords).toList();
        List<Event> now = candidate.events();
        if (before.equals(now)) {
            return;
        }
        boolean meant = undeclared(before).equals(undeclared(now));
        differences.add(before + " became " + now);
        undeclared |= !meant;
    }

    private Event inNewWords(Event event) {
        Version candidateOf = plan.candidates().get(event.instance());
        return candidateOf == null
                ? event
                : candidateOf.upEvents.getOrDefault(event.name(), same -> same).apply(event);
    }

    private List<Event> undeclared(List<Event> events) {
        return events.stream()
                .filter(event -> !plan.retires(event.instance()))
                .filter(event -> !declared(event.instance(), Plan.Respect.EVENT, event.name()))
                .toList();
    }

    private void changes() {
        SortedSet<TableName> tables = new TreeSet<>();
        old.changes().keySet().forEach(cell -> tables.add(cell.table()));
        candidate.changes().keySet().forEach(cell -> tables.add(cell.table()));
        SortedSet<TableName> onlyOld = plan.oldTables();
        SortedSet<TableName> onlyNew = plan.newTables();
        for (TableName table : tables) {
            if (!onlyOld.contains(table) && !onlyNew.contains(table)) {
                for (String key : oldAfter.changed(table, newAfter)) {
                    differ(
                            table.instance(),
                            Plan.Respect.TABLE,
                            table.table(),
                            table + " at " + key);
                }
                continue;
            }
            Optional<Lens> lens = plan.lens(table);
            if (lens.isPresent()) {
                units(lens.get(), table, onlyOld.contains(table));
            } else {
                // One side alone has it: that it is written, or no longer, must be meant.
                differ(
                        table.instance(),
                        Plan.Respect.TABLE,
                        table.table(),
                        table + " has no other side");
            }
        }
    }

    private void units(Lens lens, TableName table, boolean onOldSide) {
        TableName from = lens.from(table.instance());
        TableName to = lens.to(table.instance());
        for (String unit : changedUnits(lens, table)) {
            List<Row> before;
            List<Row> now;
            if (onOldSide) {
                before = lens.unit(oldAfter, from, unit);
                List<Row> known = before.isEmpty() ? lens.unit(oldBase, from, unit) : before;
                now = lens.newOf(known, newAfter, to);
            } else {
                now = lens.unit(newAfter, to, unit);
                List<Row> known = now.isEmpty() ? lens.unit(newBase, to, unit) : now;
                before = lens.oldOf(known, oldAfter, from);
            }
            if (!lens.related(before, now)) {
                differ(
                        table.instance(),
                        Plan.Respect.TABLE,
                        table.table(),
                        before + " became " + now);
            }
        }
    }

    private SortedSet<String> changedUnits(Lens lens, TableName table) {
        SortedSet<String> units = new TreeSet<>();
        for (Executed one : List.of(old, candidate)) {
            for (Cell cell : one.changes().keySet()) {
                if (cell.table().equals(table)) {
                    units.add(lens.unitOf(cell.key()));
                }
            }
        }
        return units;
    }

    /** Whether the lens refuses an image of anything that the candidate wrote. */
    private Optional<String> refusedImage() {
        for (Cell cell : candidate.changes().keySet()) {
            Optional<Lens> lens =
                    plan.lens(cell.table())
                            .filter(one -> one.to(cell.table().instance()).equals(cell.table()));
            if (lens.isEmpty()) {
                continue;
            }
            List<Row> unit = lens.get().unit(newAfter, cell.table(), lens.get().unitOf(cell.key()));
            if (!unit.isEmpty()
                    && lens.get().down().of(unit, List.of())
                            instanceof Lens.Image.Refuse(String reason)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    private boolean touchedHidden() {
        for (Cell cell : candidate.touched()) {
            TableName table = cell.table();
            Optional<Lens> lens =
                    plan.lens(table).filter(one -> one.to(table.instance()).equals(table));
            if (lens.isPresent()) {
                List<Row> unit = lens.get().unit(newBase, table, lens.get().unitOf(cell.key()));
                if (lens.get().hides(unit, List.of())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void differ(String instance, Plan.Respect respect, String subject, String text) {
        differences.add(text);
        undeclared |= !plan.retires(instance) && !declared(instance, respect, subject);
    }

    /** For one of its messages to the instance whose event or table it is. */
    private boolean declared(String instance, Plan.Respect respect, String subject) {
        return declaring.stream()
                .filter(message -> message.instance().equals(instance))
                .anyMatch(
                        message ->
                                plan.declarations()
                                        .contains(
                                                new Plan.Declaration(
                                                        new Plan.MessageName(
                                                                message.instance(), message.name()),
                                                        respect,
                                                        subject)));
    }
}
