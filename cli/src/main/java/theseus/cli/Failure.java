package theseus.cli;

import java.util.Map;

/** Ends a command with a sentence for the user and an exit code; no stack trace is shown. */
final class Failure extends RuntimeException {
    private final int exitCode;
    private final String code;
    private final transient Map<String, ?> document;

    Failure(int exitCode, String code, String message) {
        this(exitCode, code, message, Map.of());
    }

    private Failure(int exitCode, String code, String message, Map<String, ?> document) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
        this.document = document;
    }

    /** The same about what the command has to show all the same; see {@link Output#failed}. */
    Failure about(Map<String, ?> shown) {
        return new Failure(exitCode, code, String.valueOf(getMessage()), shown);
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

    /** With {@code --json}: the document in which the error is one field among others. */
    Map<String, ?> document() {
        return document;
    }
}
