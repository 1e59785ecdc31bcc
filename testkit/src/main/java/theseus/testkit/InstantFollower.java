package theseus.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import theseus.kernel.BackfillCursor;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Filled;
import theseus.kernel.Followed;
import theseus.kernel.Joined;
import theseus.kernel.Kernel;
import theseus.kernel.PlanFollower;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.kernel.SeenBeside;
import theseus.kernel.Tallies;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Evidence;
import theseus.protocol.Phase;
import theseus.protocol.Statement;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What a node's follower does beside the chain, done between two blocks: for tests that drive a
 * kernel without a node. It fills a plan's new tables, keeps them, runs the candidates and counts.
 */
public final class InstantFollower {
    private static final int ALL = Integer.MAX_VALUE;

    private final Kernel kernel;
    private final StateStore state;
    private final Map<Hash, Watched> watched = new HashMap<>();

    /** What is known of a plan in the present window. */
    private static final class Watched {
        private Tally tally = Tally.EMPTY;
        private long since;
        private Optional<Evidence> stuck = Optional.empty();
        private final Set<List<Object>> keys = new HashSet<>();
    }

    public InstantFollower(Kernel kernel, StateStore state) {
        this.kernel = kernel;
        this.state = state;
    }

    /** What the next block runs on: tables that join with it are already there. */
    public StateView base() {
        StateView head = state.head();
        for (Plans.Standing plan : Plans.read(head).active()) {
            boolean joins = plan.phase().hasTwoWorlds() || plan.phase() == Phase.FINAL;
            if (joins && plan.record().joinedHeight() == 0) {
                StateView joined =
                        new Joined(
                                head,
                                state.unlinked(plan.id()),
                                kernel.planned(head, plan.id()).newTables());
                return watched.getOrDefault(plan.id(), new Watched())
                        .stuck
                        .or(
                                () ->
                                        PlanFollower.leftOut(
                                                state.unlinked(plan.id()), state.height() + 1))
                        .<StateView>map(wrong -> new SeenBeside(joined, plan.id(), wrong))
                        .orElse(joined);
            }
        }
        return head;
    }

    /**
     * Follows a block that was committed.
     *
     * @param before what the block ran on
     */
    public void follow(StateView before, BlockInput block, BlockResult result) {
        for (Plans.Standing plan : Plans.read(before).active()) {
            Watched known = watched.computeIfAbsent(plan.id(), any -> new Watched());
            if (plan.phase().isFollowed() && known.stuck.isEmpty()) {
                keep(plan, known, before, block, result);
            }
        }
        for (Plans.Standing plan : Plans.read(state.head()).active()) {
            if (plan.phase() == Phase.BACKFILL && plan.record().startHeight() == block.height()) {
                fill(plan, watched.computeIfAbsent(plan.id(), any -> new Watched()));
            }
        }
    }

    private void fill(Plans.Standing plan, Watched known) {
        StateView now = state.head();
        UnlinkedTables tables = state.unlinked(plan.id());
        PlanFollower follower = kernel.follower();
        Filled part = follower.begin(now, tables, plan.record());
        while (true) {
            if (part.trip().isPresent()) {
                known.stuck = part.trip();
                return;
            }
            tables.write(part.changes(), state.height(), Bytes.EMPTY);
            BackfillCursor next = part.next();
            if (next.isDone()) {
                return;
            }
            part = follower.backfill(now, tables, plan.record(), next, ALL);
        }
    }

    private void keep(
            Plans.Standing plan,
            Watched known,
            StateView before,
            BlockInput block,
            BlockResult result) {
        UnlinkedTables tables = state.unlinked(plan.id());
        PlanRecord record = plan.record();
        Followed followed =
                plan.phase() == Phase.BACKFILL
                        ? kernel.follower().catchUp(before, tables, record, block, result.changes())
                        : kernel.follower().shadow(before, tables, record, block, result);
        if (known.since != record.sinceHeight()) {
            known.since = record.sinceHeight();
            known.tally = Tally.EMPTY;
            known.keys.clear();
        }
        known.tally =
                Tallies.add(
                        known.tally,
                        block.height(),
                        followed.compared(),
                        (message, key) -> known.keys.add(List.of(message, key)));
        known.stuck = followed.trip();
        if (known.stuck.isEmpty()) {
            tables.write(followed.changes(), block.height(), Bytes.EMPTY);
        }
    }

    /** What an honest validator reports now, if a report is due. */
    public Optional<Statement.Body> report(Hash id) {
        PlanRecord record = Plans.find(state.head(), id).orElseThrow();
        long height = state.height();
        if (height < record.sinceHeight()
                || height % record.plan().schedule().reportBlocks() != 0) {
            return Optional.empty();
        }
        Watched known = watched.getOrDefault(id, new Watched());
        Tally tally = known.since == record.sinceHeight() ? known.tally : Tally.EMPTY;
        if (known.stuck.isPresent()) {
            List<Evidence> evidence = new ArrayList<>(tally.evidence());
            if (evidence.size() < Tally.MAX_EVIDENCE) {
                evidence.add(known.stuck.get());
            }
            tally = new Tally(tally.messages(), tally.compared(), tally.keys(), evidence);
        }
        return Optional.of(
                new Statement.Body.Report(
                        id,
                        height,
                        state.unlinked(id).root(),
                        known.stuck.isEmpty() && PlanFollower.isWhole(state.unlinked(id)),
                        tally.encode()));
    }
}
