package theseus.node;

import java.util.Optional;
import theseus.kernel.BackfillCursor;
import theseus.protocol.Evidence;
import theseus.protocol.RecordCodec;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;

/**
 * Where a follower stands besides its height, kept with the tables that it fills and written with
 * them. Encoded as the array of its fields.
 *
 * @param cursor of the filling
 * @param records carried by the filling so far
 * @param tally of the present window
 * @param trip why it stopped carrying; from then on it only reports
 * @param handedOver whether the block path has taken the tables
 */
record FollowerMark(
        BackfillCursor cursor,
        long records,
        Tally tally,
        Optional<Evidence> trip,
        boolean handedOver) {
    private static final RecordCodec<FollowerMark> CODEC = RecordCodec.of(FollowerMark.class);

    static FollowerMark begun(BackfillCursor cursor) {
        return new FollowerMark(cursor, 0, Tally.EMPTY, Optional.empty(), false);
    }

    boolean isFilled() {
        return cursor.isDone();
    }

    FollowerMark at(BackfillCursor next, long more) {
        return new FollowerMark(next, records + more, tally, trip, handedOver);
    }

    FollowerMark with(Tally counted) {
        return new FollowerMark(cursor, records, counted, trip, handedOver);
    }

    FollowerMark tripped(Evidence why) {
        return new FollowerMark(
                cursor, records, tally, trip.or(() -> Optional.of(why)), handedOver);
    }

    FollowerMark handed() {
        return new FollowerMark(cursor, records, tally, trip, true);
    }

    Bytes encode() {
        return CODEC.encode(this);
    }

    static FollowerMark decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }
}
