package theseus.cli;

/** Ends a command with a sentence for the user and an exit code; no stack trace is shown. */
final class Failure extends RuntimeException {
    private final int exitCode;
    private final String code;

    Failure(int exitCode, String code, String message) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
    }

    static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, "USAGE", message);
    }

    static Failure unavailable(String message) {
        return new Failure(ExitCode.UNAVAILABLE, "UNAVAILABLE", message);
    }

    static Failure refused(String code, String message) {
        return new Failure(ExitCode.REFUSED, code, message);
    }

    int exitCode() {
        return exitCode;
    }

    String code() {
        return code;
    }
}
