package theseus.assessment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a version is from the one before, by the rule of semantic versioning: MAJOR when somebody
 * who relied on the old one may have to change, MINOR when something was added, PATCH when nothing
 * that others see changed. Below 1.0.0 each step counts one place lower.
 */
public enum VersionStep {
    NONE,
    PATCH,
    MINOR,
    MAJOR;

    private static final Pattern VERSION =
            Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6})");

    private record Version(int major, int minor, int patch) {
        static Optional<Version> parse(String text) {
            Matcher matcher = VERSION.matcher(text);
            return matcher.matches()
                    ? Optional.of(
                            new Version(
                                    Integer.parseInt(matcher.group(1)),
                                    Integer.parseInt(matcher.group(2)),
                                    Integer.parseInt(matcher.group(3))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return major + "." + minor + "." + patch;
        }
    }

    VersionStep or(VersionStep other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The lowest version after {@code from} that takes at least this step. */
    public String after(String from) {
        Optional<Version> parsed = Version.parse(from);
        if (parsed.isEmpty()) {
            return from;
        }
        Version base = parsed.get();
        VersionStep step = base.major() == 0 && this == MAJOR ? MINOR : this;
        return switch (step) {
            case NONE -> from;
            case PATCH -> new Version(base.major(), base.minor(), base.patch() + 1).toString();
            case MINOR -> new Version(base.major(), base.minor() + 1, 0).toString();
            case MAJOR -> new Version(base.major() + 1, 0, 0).toString();
        };
    }

    /** Whether {@code to} is this step or more after {@code from}. */
    public boolean isTakenBetween(String from, String to) {
        Optional<Version> least = Version.parse(after(from));
        Optional<Version> taken = Version.parse(to);
        if (least.isEmpty() || taken.isEmpty()) {
            return this == NONE || !from.equals(to);
        }
        return order(taken.get()) >= order(least.get());
    }

    private static long order(Version version) {
        long million = 1_000_000;
        return (version.major() * million + version.minor()) * million + version.patch();
    }
}
