package theseus.cli;

import java.util.Map;
import java.util.Set;
import theseus.node.NodeException;

/** Ends a command with a sentence for the user and an exit code; no stack trace is shown. */
final class Failure extends RuntimeException {
    /** What a node, a directory or a backup says when something is not there, or not free. */
    private static final Set<String> NOT_THERE =
            Set.of(
                    "BACKUP_FAILED",
                    "BACKUP_TOO_SLOW",
                    "BACKUP_UNFINISHED",
                    "DIRECTORY_LOCKED",
                    "DIRECTORY_UNUSABLE",
                    "FILE_UNREADABLE",
                    "HOST_UNKNOWN",
                    "INTERRUPTED",
                    "NO_CHAIN",
                    "PORT_IN_USE",
                    "RESTORE_FAILED",
                    "STOPPED",
                    "STORAGE_FAILED",
                    "STORAGE_FULL",
                    "STORAGE_IN_USE");

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

    /** By its code: something is not there, or is configured wrongly; all else is a no. */
    static Failure of(NodeException e) {
        int exitCode =
                e.code().startsWith("CONFIGURATION") || e.code().equals("NOT_LOOPBACK")
                        ? ExitCode.USAGE
                        : NOT_THERE.contains(e.code()) ? ExitCode.UNAVAILABLE : ExitCode.REFUSED;
        return new Failure(exitCode, e.code(), e.code() + ": " + e.getMessage());
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
