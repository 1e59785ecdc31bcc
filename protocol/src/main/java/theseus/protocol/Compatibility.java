package theseus.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.protocol.Descriptor.EventShape;
import theseus.protocol.Descriptor.MessageShape;

/**
 * Whether a version of a module may take the place of the one in force, by their descriptors alone:
 * what stands here no plan can bring about, because senders, readers or records would be lost on
 * the way. What merely concerns somebody is not here.
 */
public final class Compatibility {
    private final List<Problem> problems = new ArrayList<>();
    private final Descriptor before;
    private final Descriptor after;

    private Compatibility(Descriptor before, Descriptor after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Why a candidate cannot take the place of the version in force.
     *
     * @param code stable, like {@code FORM_GONE}
     * @param where the message, event or table
     * @param what is the matter
     * @param breaks whom it concerns; empty when it is the author
     * @param todo what to do about it
     * @param onlyReversible whether an irreversible plan may do it all the same
     */
    public record Problem(
            String code,
            String where,
            String what,
            String breaks,
            String todo,
            boolean onlyReversible) {
        public String sentence() {
            return where + " " + what + "; " + todo;
        }
    }

    /**
     * From the version in force to a candidate. Older forms whose time is over must have been taken
     * out of {@code before}.
     */
    public static List<Problem> between(Descriptor before, Descriptor after) {
        Compatibility compatibility = new Compatibility(before, after);
        compatibility.messages();
        compatibility.events();
        compatibility.problems.addAll(TableCompatibility.problems(before, after));
        compatibility.version();
        return List.copyOf(compatibility.problems);
    }

    /** Whether {@code version} comes after {@code other}; both are numbers with dots. */
    public static boolean isLater(String version, String other) {
        List<Long> left = numbers(version);
        List<Long> right = numbers(other);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            long a = i < left.size() ? left.get(i) : 0;
            long b = i < right.size() ? right.get(i) : 0;
            if (a != b) {
                return a > b;
            }
        }
        return false;
    }

    private void messages() {
        for (MessageShape one : before.messages()) {
            String where = "message " + one.name();
            List<MessageShape> named =
                    after.messages().stream()
                            .filter(other -> other.name().equals(one.name()))
                            .toList();
            Optional<MessageShape> same =
                    named.stream().filter(other -> other.form() == one.form()).findFirst();
            if (named.isEmpty()) {
                senders(
                        "MESSAGE_GONE",
                        where,
                        "is no longer handled",
                        "handle it until this version is final; refuse it there if need be");
            } else if (same.isEmpty()) {
                senders(
                        "FORM_GONE",
                        where,
                        "is no longer accepted in form " + one.form(),
                        "accept it with upMessage: what was signed must stay valid");
            } else if (!same.get().body().equals(one.body())) {
                senders(
                        "FORM_CHANGED",
                        where,
                        "has another shape in form " + one.form(),
                        "give the new shape form %d and carry the old one with upMessage"
                                .formatted(one.form() + 1));
            }
        }
    }

    private void senders(String code, String where, String what, String todo) {
        problems.add(new Problem(code, where, what, "clients that sign it", todo, false));
    }

    private void events() {
        for (EventShape one : before.events()) {
            boolean changed =
                    after.events().stream()
                            .anyMatch(e -> e.name().equals(one.name()) && !e.equals(one));
            if (changed && !after.eventsBefore().contains(one)) {
                problems.add(
                        new Problem(
                                "EVENT_CHANGED",
                                "event " + one.name(),
                                "has another shape, and cannot be compared with the one in force",
                                "whoever reads it",
                                "say with upEvent how the old one looks now",
                                false));
            }
        }
    }

    private void version() {
        if (!isLater(after.version(), before.version())) {
            problems.add(
                    new Problem(
                            "VERSION_TOO_LOW",
                            "version " + after.version(),
                            "does not come after " + before.version() + ", which is in force",
                            "",
                            "raise it: a version names one artifact",
                            false));
        }
    }

    private static List<Long> numbers(String version) {
        List<Long> numbers = new ArrayList<>();
        long number = 0;
        for (int i = 0; i <= version.length(); i++) {
            char c = i < version.length() ? version.charAt(i) : '.';
            if (c >= '0' && c <= '9' && number < 1_000_000_000_000L) {
                number = number * 10 + (c - '0');
            } else if (c == '.') {
                numbers.add(number);
                number = 0;
            }
        }
        return numbers;
    }
}
