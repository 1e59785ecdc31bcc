package theseus.assessment;

import java.util.List;
import java.util.function.Predicate;
import theseus.protocol.Compatibility;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.EventShape;
import theseus.protocol.Descriptor.InterfaceShape;
import theseus.protocol.Descriptor.MessageShape;
import theseus.protocol.Descriptor.MethodShape;
import theseus.protocol.Descriptor.QueryShape;
import theseus.protocol.Descriptor.RequirementShape;

/**
 * What changes from one version of a module to the next, by their descriptors: whom it breaks, what
 * to do, and which version number it calls for. A pure function of the two.
 *
 * @param needed the step that the version must take at least
 * @param findings in the order of the descriptor's parts
 */
public record DescriptorChanges(VersionStep needed, List<Finding> findings) {
    static final String CLIENTS = "clients that sign it";
    static final String READERS = "whoever reads it";

    public DescriptorChanges {
        findings = List.copyOf(findings);
    }

    /** From the version in force to a candidate; the same descriptor has no changes. */
    public static DescriptorChanges between(Descriptor old, Descriptor now) {
        ChangeList changes = new ChangeList();
        if (!old.module().equals(now.module())) {
            changes.error(
                    "OTHER_MODULE",
                    now.module(),
                    "is another module than '" + old.module() + "'",
                    "install it beside the other, or name it alike (@ModuleInfo)");
        }
        messages(old, now, changes);
        events(old, now, changes);
        refusals(old, now, changes);
        queries(old, now, changes);
        new TableChanges(old, now, changes).add();
        offers(old, now, changes);
        requirements(old, now, changes);
        RuleChanges.add(old, now, changes);
        version(old, now, changes);
        chain(old, now, changes);
        return changes.result();
    }

    private static void messages(Descriptor old, Descriptor now, ChangeList changes) {
        for (MessageShape before : old.messages()) {
            String where = "message " + before.name();
            List<MessageShape> named =
                    now.messages().stream().filter(m -> m.name().equals(before.name())).toList();
            Predicate<MessageShape> alike = m -> m.form() == before.form();
            if (named.isEmpty()) {
                changes.add(
                        VersionStep.MAJOR,
                        Severity.ERROR,
                        "MESSAGE_GONE",
                        where,
                        "is no longer handled",
                        CLIENTS,
                        "handle it until this version is final; refuse it there if need be");
            } else if (named.stream().noneMatch(alike)) {
                changes.add(
                        VersionStep.MAJOR,
                        Severity.ERROR,
                        "FORM_GONE",
                        where,
                        "form " + before.form() + " is no longer accepted",
                        CLIENTS,
                        "accept it: upMessage(Old.class, " + before.name() + ".class, ...)");
            } else {
                MessageShape after = named.stream().filter(alike).findFirst().orElseThrow();
                if (!after.body().equals(before.body())) {
                    changes.add(
                            VersionStep.MAJOR,
                            Severity.ERROR,
                            "FORM_CHANGED",
                            where,
                            "form %d has another shape: %s"
                                    .formatted(
                                            before.form(),
                                            ShapeDifference.between(before.body(), after.body())),
                            CLIENTS,
                            "give the new shape @Form(%d), and carry the old one with upMessage"
                                    .formatted(before.form() + 1));
                }
            }
        }
        for (MessageShape after : now.messages()) {
            boolean known =
                    old.messages().stream()
                            .anyMatch(
                                    m -> m.name().equals(after.name()) && m.form() == after.form());
            if (!known) {
                changes.add(
                        VersionStep.MINOR,
                        Severity.NOTE,
                        "MESSAGE_ADDED",
                        "message " + after.name(),
                        "form " + after.form() + " is new",
                        "",
                        "");
            }
        }
    }

    private static void events(Descriptor old, Descriptor now, ChangeList changes) {
        for (EventShape before : old.events()) {
            String where = "event " + before.name();
            now.events().stream()
                    .filter(event -> event.name().equals(before.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            after -> event(before, after, now, where, changes),
                            () ->
                                    changes.add(
                                            VersionStep.MAJOR,
                                            Severity.WARNING,
                                            "EVENT_GONE",
                                            where,
                                            "is no longer emitted",
                                            READERS,
                                            "emit it, or declare the difference in the plan: else the"
                                                    + " first such message ends it"));
        }
        changes.added("event", "EVENT_ADDED", names(old.events()), names(now.events()));
    }

    private static void event(
            EventShape before, EventShape after, Descriptor now, String where, ChangeList changes) {
        if (after.body().equals(before.body())) {
            return;
        }
        boolean carried = now.eventsBefore().contains(before);
        changes.add(
                VersionStep.MAJOR,
                carried ? Severity.WARNING : Severity.ERROR,
                "EVENT_CHANGED",
                where,
                ShapeDifference.between(before.body(), after.body()),
                READERS,
                carried
                        ? "tell them the new shape"
                        : "say how the old one looks now: upEvent(Old.class, "
                                + before.name()
                                + ".class, ...); without it each one is an undeclared difference");
    }

    private static void refusals(Descriptor old, Descriptor now, ChangeList changes) {
        for (String code : old.refusals()) {
            if (now.refusals().contains(code)) {
                continue;
            }
            String other =
                    now.refusalChanges().stream()
                            .filter(change -> change.code().equals(code))
                            .map(Descriptor.RefusalChange::now)
                            .findFirst()
                            .orElse("");
            changes.add(
                    VersionStep.MAJOR,
                    Severity.WARNING,
                    "REFUSAL_GONE",
                    "refusal " + code,
                    other.isEmpty() ? "is no longer given" : "is now " + other,
                    "clients that act on the code",
                    other.isEmpty()
                            ? "where another code is given instead, say so (upRefusal) or declare it:"
                                    + " else the first such refusal ends the plan"
                            : "tell them the new code");
        }
        changes.added("refusal", "REFUSAL_ADDED", old.refusals(), now.refusals());
    }

    private static void queries(Descriptor old, Descriptor now, ChangeList changes) {
        for (QueryShape before : old.queries()) {
            String where = "query " + before.name();
            now.queries().stream()
                    .filter(query -> query.name().equals(before.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            after -> {
                                if (!after.equals(before)) {
                                    changes.breaks(
                                            "QUERY_CHANGED",
                                            where,
                                            queryDifference(before, after),
                                            "clients that ask it",
                                            "answer it as before, and give the new one a new name");
                                }
                            },
                            () ->
                                    changes.breaks(
                                            "QUERY_GONE",
                                            where,
                                            "is no longer answered",
                                            "clients that ask it",
                                            "answer it until they have changed"));
        }
        changes.added("query", "QUERY_ADDED", names(old.queries()), names(now.queries()));
    }

    private static String queryDifference(QueryShape before, QueryShape after) {
        String asked = ShapeDifference.between(before.body(), after.body());
        String answered = ShapeDifference.between(before.result(), after.result());
        return (asked.isEmpty() ? "" : "asked with: " + asked)
                + (asked.isEmpty() || answered.isEmpty() ? "" : "; ")
                + (answered.isEmpty() ? "" : "answered with: " + answered);
    }

    private static void offers(Descriptor old, Descriptor now, ChangeList changes) {
        String dependents = "modules that require it";
        for (InterfaceShape before : old.offers()) {
            String where = "interface " + before.name();
            List<InterfaceShape> named =
                    now.offers().stream().filter(o -> o.name().equals(before.name())).toList();
            if (named.isEmpty()) {
                changes.breaks(
                        "INTERFACE_GONE",
                        where,
                        "is no longer offered",
                        dependents,
                        "offer it until none of them is in force");
                continue;
            }
            for (MethodShape method : before.methods()) {
                if (!named.getFirst().methods().contains(method)) {
                    changes.breaks(
                            "METHOD_CHANGED",
                            where + "." + method.name(),
                            "is gone or has another shape",
                            dependents,
                            "keep it, and give what is new another name");
                }
            }
            for (MethodShape method : named.getFirst().methods()) {
                if (before.methods().stream().noneMatch(m -> m.name().equals(method.name()))) {
                    changes.note(
                            VersionStep.MINOR,
                            "METHOD_ADDED",
                            where + "." + method.name(),
                            "is new");
                }
            }
        }
        changes.added("interface", "INTERFACE_ADDED", names(old.offers()), names(now.offers()));
    }

    private static void requirements(Descriptor old, Descriptor now, ChangeList changes) {
        for (RequirementShape wanted : now.requires()) {
            if (!old.requires().contains(wanted)) {
                changes.note(
                        VersionStep.MINOR,
                        "REQUIRES",
                        "interface " + wanted.shape().name(),
                        "version %s is required now; the plan binds it to an instance"
                                .formatted(wanted.versions()));
            }
        }
    }

    /** The chain asks for a later version only; the rule asks for one that says what it breaks. */
    private static void version(Descriptor old, Descriptor now, ChangeList changes) {
        VersionStep needed = changes.needed();
        String from = old.version();
        if (needed.isTakenBetween(from, now.version())) {
            return;
        }
        changes.add(
                VersionStep.NONE,
                Compatibility.isLater(now.version(), from) ? Severity.WARNING : Severity.ERROR,
                "VERSION_TOO_LOW",
                "version " + now.version(),
                "these changes are %s: after %s comes %s or higher"
                        .formatted(needed, from, needed.after(from)),
                "",
                "raise it: @ModuleInfo(version = \"" + needed.after(from) + "\")");
    }

    /** What the chain itself would object to, where it was not said in more words before. */
    private static void chain(Descriptor old, Descriptor now, ChangeList changes) {
        for (Compatibility.Problem problem : Compatibility.between(old, now)) {
            if (!changes.has(problem.code(), problem.where())) {
                changes.add(
                        VersionStep.MAJOR,
                        problem.onlyReversible() ? Severity.WARNING : Severity.ERROR,
                        problem.code(),
                        problem.where(),
                        problem.what()
                                + (problem.onlyReversible()
                                        ? "; only an irreversible plan may do that"
                                        : ""),
                        problem.breaks(),
                        problem.todo());
            }
        }
    }

    private static List<String> names(List<? extends Record> shapes) {
        return shapes.stream().map(DescriptorChanges::name).toList();
    }

    private static String name(Record shape) {
        return switch (shape) {
            case EventShape event -> event.name();
            case QueryShape query -> query.name();
            case InterfaceShape offered -> offered.name();
            default -> throw new IllegalArgumentException("no name in " + shape);
        };
    }
}
