package theseus.health;

import theseus.client.Answer;
import theseus.protocol.Receipt;

/** What became of a transaction, as one code. */
final class Outcomes {
    static final String APPLIED = "APPLIED";

    private Outcomes() {}

    static String code(Answer answer) {
        return switch (answer) {
            case Answer.Refused refused -> refused.code();
            case Answer.Accepted accepted ->
                    throw new IllegalStateException("accepted only: " + accepted.id());
            case Answer.Committed committed -> code(committed.receipt().status());
        };
    }

    private static String code(Receipt.Status status) {
        return switch (status) {
            case Receipt.Status.Applied _ -> APPLIED;
            case Receipt.Status.Refused refused -> refused.code();
            case Receipt.Status.Trapped trapped -> trapped.kind().name();
            case Receipt.Status.Rejected rejected -> rejected.code();
        };
    }
}
