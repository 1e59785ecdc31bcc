package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Limits;
import theseus.protocol.Plan;
import theseus.protocol.Plan.Action;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Tally;

/**
 * Whether declarations and waivers name what exists, and leave enough to be compared: a declaration
 * is for one message and one thing, with a reason that those who vote can judge.
 */
final class PlanDeclarationChecks {
    /** For one message type; who needs more should not call it the same message. */
    static final int MAX_PER_MESSAGE = 8;

    static final int MIN_REASON_LENGTH = 10;

    private final PlanGround ground;
    private final SortedMap<String, PlanGround.Part> after;
    private final Plan plan;

    private PlanDeclarationChecks(PlanGround ground, Plan plan) {
        this.ground = ground;
        this.after = ground.after(plan);
        this.plan = plan;
    }

    static Optional<PlanProblem> problem(PlanGround ground, Plan plan) {
        PlanDeclarationChecks checks = new PlanDeclarationChecks(ground, plan);
        return checks.messages().or(checks::declarations).or(checks::breadth).or(checks::waivers);
    }

    /** Of both versions: each is counted. */
    private Optional<PlanProblem> messages() {
        Set<MessageName> names = new TreeSet<>();
        for (Action action : plan.actions()) {
            for (var modules : List.of(ground.inForce, after)) {
                PlanGround.Part part = modules.get(action.instance());
                if (part != null) {
                    part.descriptor()
                            .messages()
                            .forEach(
                                    message ->
                                            names.add(
                                                    new MessageName(
                                                            action.instance(), message.name())));
                }
            }
        }
        return names.size() <= Tally.MAX_OWN_MESSAGES
                ? Optional.empty()
                : refused(
                        Codes.TOO_MANY_MESSAGES,
                        "actions",
                        "its instances have %d message types, of at most %d it can be counted what was compared; make several plans of it"
                                .formatted(names.size(), Tally.MAX_OWN_MESSAGES));
    }

    private Optional<PlanProblem> declarations() {
        Set<String> seen = new TreeSet<>();
        for (Plan.Declaration one : plan.declarations()) {
            MessageName name = one.message();
            String where = where(one);
            if (!handles(after, name) || !ofThePlan(name)) {
                return refused(
                        Codes.DECLARATION_UNKNOWN,
                        where,
                        "no candidate of this plan handles %s.%s; name a message that one does"
                                .formatted(name.instance(), name.message()));
            }
            if (!isKnown(one)) {
                return refused(
                        Codes.DECLARATION_UNKNOWN,
                        where,
                        "%s has no %s; name one thing that exists"
                                .formatted(name.instance(), one.subject()));
            }
            if (one.reason().strip().length() < MIN_REASON_LENGTH
                    || one.reason().length() > Limits.MAX_REASON_LENGTH) {
                return refused(
                        Codes.DECLARATION_REASON,
                        where,
                        "a reason has %d to %d characters; say why the difference is meant"
                                .formatted(MIN_REASON_LENGTH, Limits.MAX_REASON_LENGTH));
            }
            if (!seen.add(where)) {
                return refused(Codes.DECLARATION_DOUBLE, where, "it stands there twice; keep one");
            }
        }
        return Optional.empty();
    }

    /** What it names must exist in one of the two versions. */
    private boolean isKnown(Plan.Declaration one) {
        String instance = one.message().instance();
        return isKnown(ground.inForce, instance, one) || isKnown(after, instance, one);
    }

    private static boolean isKnown(
            SortedMap<String, PlanGround.Part> modules, String instance, Plan.Declaration one) {
        PlanGround.Part part = modules.get(instance);
        if (part == null) {
            return false;
        }
        Descriptor descriptor = part.descriptor();
        return switch (one.respect()) {
            case OUTCOME ->
                    one.subject().equals(Declared.APPLIED)
                            || modules.values().stream()
                                    .anyMatch(
                                            any ->
                                                    any.descriptor()
                                                            .refusals()
                                                            .contains(one.subject()));
            case EVENT ->
                    descriptor.events().stream()
                            .anyMatch(event -> event.name().equals(one.subject()));
            case TABLE ->
                    descriptor.tables().stream()
                            .anyMatch(table -> table.name().equals(one.subject()));
        };
    }

    private Optional<PlanProblem> breadth() {
        SortedMap<MessageName, Set<String>> tables = new TreeMap<>();
        SortedMap<MessageName, Integer> counts = new TreeMap<>();
        for (Plan.Declaration one : plan.declarations()) {
            MessageName name = one.message();
            counts.merge(name, 1, Integer::sum);
            if (one.respect() == Plan.Respect.TABLE) {
                tables.computeIfAbsent(name, _ -> new TreeSet<>()).add(one.subject());
            }
        }
        for (var entry : counts.entrySet()) {
            MessageName name = entry.getKey();
            if (entry.getValue() > MAX_PER_MESSAGE) {
                return tooBroad(
                        name,
                        "%d declarations, at most %d are allowed for one message"
                                .formatted(entry.getValue(), MAX_PER_MESSAGE));
            }
            Set<String> base = baseTables(name.instance());
            Set<String> declared = inForce(name.instance(), tables.getOrDefault(name, Set.of()));
            if (base.size() > 1 && declared.containsAll(base)) {
                return tooBroad(
                        name,
                        "every table of %s is declared, so nothing it writes would be compared"
                                .formatted(name.instance()));
            }
        }
        return Optional.empty();
    }

    /** With the tables in force from which a lens leads to declared ones of another name. */
    private Set<String> inForce(String instance, Set<String> declared) {
        Set<String> names = new TreeSet<>(declared);
        PlanGround.Part candidate = after.get(instance);
        if (candidate != null) {
            candidate.descriptor().lenses().stream()
                    .filter(lens -> declared.contains(lens.toTable()))
                    .forEach(lens -> names.add(lens.table()));
        }
        return names;
    }

    private Set<String> baseTables(String instance) {
        PlanGround.Part part = ground.inForce.get(instance);
        return part == null
                ? Set.of()
                : part.descriptor().tables().stream()
                        .filter(table -> table.kind() == TableKind.BASE)
                        .map(Descriptor.TableShape::name)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<PlanProblem> tooBroad(MessageName name, String explanation) {
        return refused(
                Codes.DECLARATION_TOO_BROAD,
                "declarations for " + name.instance() + "." + name.message(),
                explanation + "; declare what differs and no more");
    }

    private Optional<PlanProblem> waivers() {
        Set<MessageName> seen = new TreeSet<>();
        for (MessageName name : plan.waived()) {
            String where = "waiver of " + name.instance() + "." + name.message();
            if (!handles(after, name) || !handles(ground.inForce, name) || !ofThePlan(name)) {
                return refused(
                        Codes.WAIVER_UNKNOWN,
                        where,
                        "only a message that both versions of an upgraded instance handle is"
                                + " sampled at all; leave the others out");
            }
            if (!seen.add(name)) {
                return refused(Codes.WAIVER_UNKNOWN, where, "it stands there twice; keep one");
            }
        }
        return Optional.empty();
    }

    private boolean ofThePlan(MessageName name) {
        return plan.actions().stream()
                .map(Action::instance)
                .anyMatch(instance -> instance.equals(name.instance()));
    }

    private static boolean handles(SortedMap<String, PlanGround.Part> modules, MessageName name) {
        PlanGround.Part part = modules.get(name.instance());
        return part != null
                && part.descriptor().messages().stream()
                        .anyMatch(message -> message.name().equals(name.message()));
    }

    private static String where(Plan.Declaration one) {
        return "declaration for %s.%s: %s %s"
                .formatted(
                        one.message().instance(),
                        one.message().message(),
                        one.respect(),
                        one.subject());
    }

    private static Optional<PlanProblem> refused(String code, String where, String explanation) {
        return Optional.of(new PlanProblem(code, where, explanation));
    }
}
