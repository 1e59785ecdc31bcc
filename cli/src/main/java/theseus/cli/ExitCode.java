package theseus.cli;

/** What the shell is told. Documented in {@code theseus --help}. */
final class ExitCode {
    static final int OK = 0;

    /** Asked and answered with no: a refused transaction, a proof that does not verify. */
    static final int REFUSED = 1;

    static final int USAGE = 2;

    /** A node or file that this needs is not there. */
    static final int UNAVAILABLE = 69;

    /** Our fault. */
    static final int INTERNAL = 70;

    private ExitCode() {}
}
