package theseus.runtime.hostile;

import theseus.protocol.TrapKind;

/** What must happen to a hostile module. */
sealed interface Stop {
    /**
     * It is not admitted.
     *
     * @param where class and method, as the finding names them, without the package; empty when it
     *     is about the file as a whole
     * @param problem what the finding says, in part
     */
    record Refused(String where, String problem) implements Stop {}

    /** It is admitted, and its invocation ends in this trap. */
    record Trapped(TrapKind kind) implements Stop {}

    default String text() {
        return switch (this) {
            case Refused(String where, String problem) ->
                    "refused"
                            + (where.isEmpty() ? "" : " at `" + where + "`")
                            + ": "
                            + problem.replace("|", "\\|");
            case Trapped(TrapKind kind) ->
                    switch (kind) {
                        case OUT_OF_GAS -> "runs out of gas";
                        case CALL_DEPTH -> "calls nest too deep";
                        default -> "trap `" + kind + "`";
                    };
        };
    }
}
