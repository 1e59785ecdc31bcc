package theseus.assessment;

/**
 * One line about a candidate.
 *
 * @param code stable, like {@code MESSAGE_GONE}
 * @param where what it is about: a table, a message, a class with method and line
 * @param what is the matter
 * @param breaks whom it concerns; empty when it is the author
 * @param todo what to do about it; empty when there is nothing to do
 */
public record Finding(
        Severity severity, String code, String where, String what, String breaks, String todo) {
    /** The finding in one line. */
    public String line() {
        return severity.name().toLowerCase(java.util.Locale.ROOT)
                + " "
                + code
                + " "
                + (where.isEmpty() ? "" : where + ": ")
                + what
                + (breaks.isEmpty() ? "" : "; concerns " + breaks)
                + (todo.isEmpty() ? "" : "; " + todo);
    }
}
