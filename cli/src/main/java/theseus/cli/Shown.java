package theseus.cli;

/**
 * Foreign text on a terminal: titles, reasons and remarks of people who may want those who vote to
 * see something else. Control characters would move the cursor and overwrite lines, invisible ones
 * turn the order of a line around.
 */
final class Shown {
    private static final char INSTEAD = '?';

    private Shown() {}

    /** As one line, in which nothing but letters and signs stands. */
    static String line(String text) {
        return clean(text, false);
    }

    /** The same with its line breaks. */
    static String lines(String text) {
        return clean(text, true);
    }

    private static String clean(String text, boolean breaks) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        point ->
                                clean.appendCodePoint(
                                        isHarmless(point) || breaks && point == '\n'
                                                ? point
                                                : INSTEAD));
        return clean.toString();
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
