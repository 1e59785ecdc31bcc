package theseus.node;

import java.util.Optional;
import theseus.kernel.BackfillCursor;
import theseus.protocol.Phase;
import theseus.sdk.Hash;

/**
 * Where a follower stands.
 *
 * @param height the block up to which it followed; -1 before it began
 * @param tipHeight the chain's
 * @param prepared what it is ready for
 * @param text what went wrong, or why it waits; empty when nothing did
 */
record FollowerStatus(
        Hash plan,
        Phase phase,
        State state,
        long height,
        long tipHeight,
        BackfillCursor cursor,
        long records,
        long compared,
        int dutyPercent,
        Optional<Hash> prepared,
        String text) {
    /** What it does. */
    enum State {
        PREPARING,
        READY,
        FILLING,
        FOLLOWING,
        /** A gate was hit: it reports, and carries nothing any more. */
        TRIPPED,
        HANDED_OVER,
        FAILED,
        STOPPED;

        /** Whether its thread has ended, or is about to. */
        boolean isLast() {
            return switch (this) {
                case HANDED_OVER, FAILED, STOPPED -> true;
                case PREPARING, READY, FILLING, FOLLOWING, TRIPPED -> false;
            };
        }
    }

    FollowerStatus prepared(Hash hash) {
        return new FollowerStatus(
                plan,
                phase,
                state,
                height,
                tipHeight,
                cursor,
                records,
                compared,
                dutyPercent,
                Optional.of(hash),
                text);
    }

    FollowerStatus at(Phase now, long followed, FollowerMark mark, int percent) {
        return new FollowerStatus(
                plan,
                now,
                state,
                followed,
                tipHeight,
                mark.cursor(),
                mark.records(),
                mark.tally().compared(),
                percent,
                prepared,
                text);
    }

    FollowerStatus in(State now, long tip, String why) {
        return new FollowerStatus(
                plan,
                phase,
                now,
                height,
                tip,
                cursor,
                records,
                compared,
                dutyPercent,
                prepared,
                why);
    }

    long lagBlocks() {
        return height < 0 ? 0 : Math.max(0, tipHeight - height);
    }
}
