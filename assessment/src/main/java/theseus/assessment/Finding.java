package theseus.assessment;

import java.util.List;

/**
 * One line about a candidate.
 *
 * @param code stable, like {@code MESSAGE_GONE}
 * @param where what it is about: a table, a message, a class with method and line
 * @param what is the matter; where records must be shown, with a line for each
 * @param breaks whom it concerns; empty when it is the author
 * @param todo what to do about it; empty when there is nothing to do
 */
public record Finding(
        Severity severity, String code, String where, String what, String breaks, String todo) {
    /** The finding in one line; further lines of {@code what} follow it, indented. */
    public String line() {
        List<String> lines = what.lines().toList();
        String first = lines.isEmpty() ? "" : lines.getFirst();
        StringBuilder rest = new StringBuilder();
        lines.stream().skip(1).forEach(more -> rest.append("\n    ").append(more.strip()));
        return head(first) + rest;
    }

    private String head(String first) {
        return severity.name().toLowerCase(java.util.Locale.ROOT)
                + " "
                + code
                + " "
                + (where.isEmpty() ? "" : where + ": ")
                + first
                + (breaks.isEmpty() ? "" : "; concerns " + breaks)
                + (todo.isEmpty() ? "" : "; " + todo);
    }
}
