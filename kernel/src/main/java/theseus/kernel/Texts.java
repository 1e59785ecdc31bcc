package theseus.kernel;

import theseus.protocol.Limits;

/** Bounds what module code gets into receipts: visible ASCII, cut at a bound. */
final class Texts {
    private Texts() {}

    static String code(String code) {
        return bounded(code.isEmpty() ? "REFUSED" : code, Limits.MAX_NAME_LENGTH);
    }

    static String reason(String reason) {
        return bounded(reason, Limits.MAX_REASON_LENGTH);
    }

    private static String bounded(String text, int maxLength) {
        int length = Math.min(text.length(), maxLength);
        StringBuilder bounded = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            bounded.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return bounded.toString();
    }
}
