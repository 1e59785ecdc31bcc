package theseus.node;

import java.util.Optional;
import theseus.kernel.Codes;
import theseus.kernel.Joined;
import theseus.kernel.Kernel;
import theseus.kernel.Planned;
import theseus.kernel.Plans;
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
