package theseus.node;

import java.util.Optional;
import theseus.kernel.Codes;
import theseus.kernel.Joined;
import theseus.kernel.Kernel;
import theseus.kernel.Planned;
import theseus.kernel.Plans;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateView;
import theseus.protocol.Descriptor;
import theseus.protocol.Phase;
import theseus.sdk.Hash;

/**
 * Who answers when the other version of a plan is asked, and on which state.
 *
 * @param state with the plan's new tables, as far as this node has filled them
 * @param candidates whether it is the candidates that answer
 */
record Answering(StateView state, Planned planned, boolean candidates) {
    /** How long one who asks in between may have to wait for the next block. */
    static final long JOIN_MILLIS = 2_000;

    /**
     * @throws HttpError 404 when the plan has no other version to ask now
     */
    static Answering of(Kernel kernel, Chain chain, Chain.At at, Hash plan) {
        Phase phase =
                Plans.read(at.state())
                        .active(plan)
                        .map(Plans.Standing::phase)
                        .orElseThrow(() -> none(plan));
        Planned planned = kernel.planned(at.state(), plan);
        if (isJoining(at, plan)) {
            return new Answering(joining(chain, at), planned, true);
        }
        return switch (phase) {
            case SHADOW ->
                    new Answering(
                            new Joined(
                                    at.state(), chain.store().unlinked(plan), planned.newTables()),
                            planned,
                            true);
            case CANARY -> new Answering(at.state(), planned, true);
            case PROBATION -> new Answering(at.state(), planned, false);
            case VOTING, READY, BACKFILL, FINAL, ROLLED_BACK -> throw none(plan);
        };
    }

    /** Whether authority is decided, and the plan's tables join the root with the next block. */
    static boolean isJoining(Chain.At at, Hash plan) {
        return Plans.read(at.state())
                .active(plan)
                .filter(one -> one.phase() == Phase.CANARY)
                .map(Plans.Standing::record)
                .filter(record -> record.startHeight() > 0 && record.joinedHeight() == 0)
                .isPresent();
    }

    /**
     * Before the next block, only the follower knows how far the tables are; with it they are what
     * the block ran on.
     */
    private static StateView joining(Chain chain, Chain.At at) {
        try {
            return chain.store().before(at.height() + 1);
        } catch (HistoryUnavailable e) {
            throw at.height() >= chain.application().tip().height()
                    ? HttpError.busy(
                            "The plan's tables join the state with the next block", JOIN_MILLIS)
                    : Chain.unavailable(e);
        }
    }

    Optional<Descriptor> descriptor(String instance) {
        Planned.Changed changed = planned.changes().get(instance);
        return changed == null ? Optional.empty() : candidates ? changed.after() : changed.before();
    }

    private static HttpError none(Hash plan) {
        return HttpError.notFound(
                Codes.NO_SUCH_PLAN,
                "Plan " + plan + " has no other version that could be asked at that height",
                "There are two versions from SHADOW to PROBATION; see /v1/plans/" + plan);
    }
}
