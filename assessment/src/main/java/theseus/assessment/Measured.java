package theseus.assessment;

import java.util.List;
import theseus.protocol.Plan;

/**
 * What a clock said while rehearsing, on the machine where it ran; another run has other figures,
 * so they are no part of the assessment and its hash.
 *
 * @param migrationMillis for filling the new tables
 * @param replayMillis for running the version in force alone over the blocks
 * @param comparingMillis for following: the candidate beside it, compared and mirrored
 * @param freeMillis for the candidate on its own state
 */
public record Measured(
        long migrationMillis,
        long replayMillis,
        long comparingMillis,
        long freeMillis,
        List<MessageTime> messages) {
    public static final Measured NOTHING = new Measured(0, 0, 0, 0, List.of());

    public Measured {
        messages = List.copyOf(messages);
    }

    /** Mean time of a transaction with that message in each version. */
    public record MessageTime(Plan.MessageName message, long oldMicros, long candidateMicros) {}
}
