package theseus.runtime.guest;

/** Parses numbers of ASCII digits; the JDK takes any script's digits, by its Unicode tables. */
public final class Numbers {
    private static final int MAX_LENGTH = 20;
    private static final int DECIMAL = 10;

    private Numbers() {}

    public static int parseInt(String text) {
        long value = parseLong(text);
        if (value != (int) value) {
            throw new NumberFormatException();
        }
        return (int) value;
    }

    public static long parseLong(String text) {
        if (text == null || !isDecimal(text) || text.length() > MAX_LENGTH) {
            throw new NumberFormatException();
        }
        char first = text.charAt(0);
        boolean negative = first == '-';
        long value = 0;
        for (int i = negative || first == '+' ? 1 : 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (value < (Long.MIN_VALUE + digit) / DECIMAL) {
                throw new NumberFormatException();
            }
            value = value * DECIMAL - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw new NumberFormatException();
        }
        return negative ? value : -value;
    }

    /** An optional sign and at least one of the digits 0 to 9. */
    static boolean isDecimal(String text) {
        int from = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > from;
    }
}
