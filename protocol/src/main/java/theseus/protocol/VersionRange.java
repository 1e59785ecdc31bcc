package theseus.protocol;

import java.util.OptionalInt;

/**
 * The versions of an interface that a module accepts: {@code "1"} is any 1.x, {@code "1.2"} is 1.2
 * and later of 1.x.
 */
public record VersionRange(int major, int minor) {
    private static final int MAX_DIGITS = 6;

    public VersionRange {
        if (major < 0 || minor < 0) {
            throw new IllegalArgumentException("a version range of " + major + "." + minor);
        }
    }

    /**
     * Parses {@code major} or {@code major.minor}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static VersionRange parse(String range) {
        int dot = range.indexOf('.');
        OptionalInt major = number(dot < 0 ? range : range.substring(0, dot));
        OptionalInt minor = dot < 0 ? OptionalInt.of(0) : number(range.substring(dot + 1));
        if (major.isEmpty() || minor.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + range + "' is no version range: write \"1\" for any 1.x or \"1.2\"");
        }
        return new VersionRange(major.getAsInt(), minor.getAsInt());
    }

    /** Whether {@code version}, a {@code major.minor}, lies in this range. */
    public boolean accepts(String version) {
        int dot = version.indexOf('.');
        if (dot < 0) {
            return false;
        }
        OptionalInt itsMajor = number(version.substring(0, dot));
        OptionalInt itsMinor = number(version.substring(dot + 1));
        return itsMajor.isPresent()
                && itsMinor.isPresent()
                && itsMajor.getAsInt() == major
                && itsMinor.getAsInt() >= minor;
    }

    /** A decimal number without sign or leading zero. */
    private static OptionalInt number(String digits) {
        if (digits.isEmpty()
                || digits.length() > MAX_DIGITS
                || (digits.length() > 1 && digits.charAt(0) == '0')) {
            return OptionalInt.empty();
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return OptionalInt.empty();
            }
            value = value * 10 + (digit - '0');
        }
        return OptionalInt.of(value);
    }
}
