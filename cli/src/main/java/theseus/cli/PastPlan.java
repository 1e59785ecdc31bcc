package theseus.cli;

import java.util.Optional;
import theseus.kernel.BackfillCursor;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Filled;
import theseus.kernel.Followed;
import theseus.kernel.PlanFollower;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;
import theseus.protocol.Phase;
import theseus.sdk.Hash;

/**
 * The new tables of a plan of the past, filled and followed again until they join the state: what
 * they held is a function of the chain alone.
 */
final class PastPlan {
    static final int FILLED_AT_ONCE = 4_096;

    private final Hash id;
    private final PlanFollower follower;
    private final Layer tables = Layer.empty();
    private boolean begun;

    PastPlan(Hash id, PlanFollower follower) {
        this.id = id;
        this.follower = follower;
    }

    StateView tables() {
        return tables;
    }

    ChangeSet content() {
        return tables.changes();
    }

    /** After a block: with that of the plan's start its tables are filled. */
    void after(StateView state, long height, long timeMillis) {
        Optional<PlanRecord> record = Plans.read(state).active(id).map(Plans.Standing::record);
        if (!begun && record.isPresent() && record.get().startHeight() == height) {
            begun = true;
            fill(state, beginning(record.get(), height, timeMillis));
        }
    }

    private void fill(StateView state, PlanRecord plan) {
        Filled filled = follower.begin(state, tables, plan);
        BackfillCursor cursor = filled.next();
        while (true) {
            check(filled.trip());
            tables.apply(filled.changes());
            if (cursor.isDone()) {
                return;
            }
            filled = follower.backfill(state, tables, plan, cursor, FILLED_AT_ONCE);
            cursor = filled.next();
        }
    }

    /** Carries what a block did. */
    void follow(StateView before, BlockInput block, BlockResult result) {
        Optional<PlanRecord> record =
                Plans.read(before)
                        .active(id)
                        .map(Plans.Standing::record)
                        .filter(plan -> plan.phase().isFollowed());
        if (!begun || record.isEmpty()) {
            return;
        }
        Followed followed =
                record.get().phase() == Phase.SHADOW
                        ? follower.shadow(before, tables, record.get(), block, result)
                        : follower.catchUp(before, tables, record.get(), block, result.changes());
        check(followed.trip());
        tables.apply(followed.changes());
    }

    private void check(Optional<Evidence> trip) {
        if (trip.isPresent()) {
            throw Failure.refused(
                    "REPLAY_DIFFERS",
                    "Filled again, the tables of plan %s fail with %s: %s; the chain went on. This program and the node are not of one version."
                            .formatted(id, trip.get().gate(), trip.get().explanation()));
        }
    }

    /** A plan at the beginning of its filling. */
    static PlanRecord beginning(PlanRecord plan, long height, long timeMillis) {
        return PlanRecord.begun(plan.plan(), plan.phase(), height + 1, timeMillis, height);
    }
}
