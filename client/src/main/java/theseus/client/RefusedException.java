package theseus.client;

import theseus.protocol.Receipt;

/** A transaction that was to be applied was not: the code and sentence say why. */
public final class RefusedException extends RuntimeException {
    private final String code;
    private final transient Answer answer;

    RefusedException(String code, String explanation, Answer answer) {
        super(explanation + " [" + code + "]");
        this.code = code;
        this.answer = answer;
    }

    static RefusedException of(Answer.Refused refused) {
        return new RefusedException(refused.code(), refused.explanation(), refused);
    }

    static RefusedException of(Answer.Committed committed) {
        return switch (committed.receipt().status()) {
            case Receipt.Status.Applied() -> throw new IllegalArgumentException("it was applied");
            case Receipt.Status.Refused(int message, String instance, String code) ->
                    new RefusedException(
                            code,
                            "Module instance " + instance + " refused message " + message,
                            committed);
            case Receipt.Status.Trapped(int message, String instance, var kind, String reason) ->
                    new RefusedException(
                            kind.name(),
                            "Module instance "
                                    + instance
                                    + " failed at message "
                                    + message
                                    + ": "
                                    + reason,
                            committed);
            case Receipt.Status.Rejected(String code) ->
                    new RefusedException(code, "The kernel rejected it", committed);
        };
    }

    /** A module's own code, the kind of a trap, or a code of kernel or engine. */
    public String code() {
        return code;
    }

    public Answer answer() {
        return answer;
    }
}
