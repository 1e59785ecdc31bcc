package theseus.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import theseus.protocol.Descriptor.RefusalChange;
import theseus.runtime.Declarations.Turn;
import theseus.sdk.Event;

/** Which messages, events and refusals of versions before a module may turn into its own. */
final class TurnRules {
    private final Class<?> module;
    private final Declarations declared;

    TurnRules(Class<?> module, Declarations declared) {
        this.module = module;
        this.declared = declared;
    }

    /** Messages in an older form; what they become must be handled. */
    void checkMessages() {
        Set<Class<?>> handled =
                declared.handles.stream()
                        .map(Declarations.Handles::message)
                        .collect(Collectors.toSet());
        for (Turn turn : declared.upMessages) {
            checkNames(turn, "upMessage");
            Class<?> old = turn.old();
            Class<?> current = turn.current();
            if (!handled.contains(current)) {
                throw refuse(
                        current,
                        "upMessage turns an older form into it, but define() does not handle it",
                        "add module.handles(...), or turn the older form into the one that is"
                                + " handled");
            }
            if (handled.contains(old)) {
                throw refuse(
                        old,
                        "is handled itself and turned into another form",
                        "leave out module.handles(...) or module.upMessage(...)");
            }
            if (Describer.form(old) >= Describer.form(current)) {
                throw refuse(
                        current,
                        "is in form %d, and what upMessage turns into it in form %d"
                                .formatted(Describer.form(current), Describer.form(old)),
                        "annotate it with @Form(%d), a number higher than all before"
                                .formatted(Describer.form(old) + 1));
            }
        }
        for (Declarations.Canary canary : declared.canaries) {
            Class<?> type = canary.message();
            if (isOld(declared.upMessages, type)) {
                throw refuse(
                        type,
                        "has a canary key, but is turned into another form first",
                        "say the canary key of the current form: it is asked of what the older"
                                + " form becomes");
            }
            if (!handled.contains(type)) {
                throw refuse(
                        type,
                        "has a canary key, but define() handles no such message",
                        "add module.handles(...)");
            }
        }
    }

    /** Events of the version before; {@code classes} are the module's own. */
    void checkEvents(List<Class<?>> classes) {
        Set<String> names = new TreeSet<>();
        for (Turn turn : declared.upEvents) {
            checkNames(turn, "upEvent");
            Class<?> old = turn.old();
            Class<?> current = turn.current();
            if (!classes.contains(current) || isOld(declared.upEvents, current)) {
                throw refuse(
                        current,
                        "upEvent turns an older event into it, but it is no event of this version",
                        "turn the older event into one that this version emits");
            }
            if (!names.add(old.getSimpleName())) {
                throw refuse(
                        old,
                        "is the second event of that name that upEvent turns",
                        "keep the one of the version before: only that is compared");
            }
        }
    }

    /** Sorted by code; {@code refusals} are this version's. */
    List<RefusalChange> refusalChanges(List<String> refusals) {
        List<RefusalChange> changes = new ArrayList<>();
        for (Declarations.RefusedNow one : declared.upRefusals) {
            // The name of a constant cannot be another one each time it is asked for.
            String now = one.now() instanceof Enum<?> constant ? constant.name() : "";
            if (!refusals.contains(now)) {
                throw refuse(
                        module,
                        "upRefusal(\"%s\", ...) turns it into what is no refusal of this module"
                                .formatted(Names.printable(one.code())),
                        "name a constant of the module's own enum that implements Refusal");
            }
            if (!Names.isCode(one.code())) {
                throw refuse(
                        module,
                        "upRefusal(\"%s\", ...) is not about a code"
                                .formatted(Names.printable(one.code())),
                        "give the old constant's name, as in INSUFFICIENT_FUNDS");
            }
            if (one.code().equals(now)) {
                throw refuse(
                        module,
                        "upRefusal turns " + now + " into itself",
                        "leave it out: the same code is the same refusal");
            }
            changes.add(new RefusalChange(one.code(), now));
        }
        return sorted(changes, RefusalChange::code);
    }

    private static <T> List<T> sorted(List<T> items, Function<T, String> name) {
        items.sort(Comparator.comparing(name));
        return items;
    }

    /** The events that this version has itself. */
    List<Class<?>> events(List<Class<?>> classes) {
        return classes.stream()
                .filter(type -> Event.class.isAssignableFrom(type) && !type.isInterface())
                .filter(type -> !isOld(declared.upEvents, type))
                .toList();
    }

    private static boolean isOld(List<Turn> turns, Class<?> type) {
        return turns.stream().anyMatch(turn -> turn.old() == type);
    }

    private static void checkNames(Turn turn, String what) {
        Class<?> old = turn.old();
        if (old == turn.current()) {
            throw refuse(
                    old,
                    what + " turns it into itself",
                    "keep the shape of before as a class of its own, nested in another");
        }
        if (!old.getSimpleName().equals(turn.current().getSimpleName())) {
            throw refuse(
                    old,
                    "%s turns it into %s, which has another name"
                            .formatted(what, turn.current().getName()),
                    "the simple name is the name on the wire: nest the older class in another,"
                            + " as in V1."
                            + turn.current().getSimpleName());
        }
    }

    private static Inadmissible refuse(Class<?> at, String problem, String advice) {
        return Inadmissible.of(at.getName(), problem, advice);
    }
}
