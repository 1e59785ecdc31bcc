package theseus.runtime;

import theseus.protocol.Limits;

/** What names and versions in a descriptor look like. */
final class Names {
    private Names() {}

    /** Letters, digits, '_', '-' and '.', beginning with a letter. */
    static String check(Class<?> at, String name) {
        if (name == null || !isName(name)) {
            throw Inadmissible.of(
                    at.getName(),
                    "'" + printable(name) + "' is no name",
                    "begin with a letter, go on with letters, digits, '_', '-' and '.', at most "
                            + Limits.MAX_NAME_LENGTH
                            + " characters");
        }
        return name;
    }

    /** {@code parts} decimal numbers with dots between them. */
    static String checkVersion(Class<?> at, String version, int parts) {
        String[] numbers = version.split("\\.", -1);
        boolean good = numbers.length == parts;
        for (int i = 0; good && i < parts; i++) {
            good = numbers[i].matches("0|[1-9][0-9]{0,5}");
        }
        if (!good) {
            throw Inadmissible.of(
                    at.getName(),
                    "'" + printable(version) + "' is no version",
                    parts == 2 ? "write major.minor, as in 1.0" : "write it as in 1.0.0");
        }
        return version;
    }

    /** Whether {@code code} may stand in a receipt as the code of a refusal. */
    static boolean isCode(String code) {
        boolean good = code != null && !code.isEmpty() && code.length() <= Limits.MAX_NAME_LENGTH;
        for (int i = 0; good && i < code.length(); i++) {
            char c = code.charAt(i);
            good = isLetter(c) || isDigit(c) || c == '_';
        }
        return good;
    }

    private static boolean isName(String name) {
        boolean good = !name.isEmpty() && name.length() <= Limits.MAX_NAME_LENGTH;
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = isLetter(c) || (i > 0 && (isDigit(c) || c == '_' || c == '-' || c == '.'));
        }
        return good;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static String printable(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; name != null && i < Math.min(name.length(), Limits.MAX_NAME_LENGTH); i++) {
            char c = name.charAt(i);
            text.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return text.toString();
    }
}
