package theseus.module.governance.v2;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Entry;
import theseus.sdk.Index;
import theseus.sdk.Sum;
import theseus.sdk.Table;
import theseus.sdk.View;

/** All proposals, what they would do, and when the open ones are due. */
final class Agenda {
    /** Open proposals of all members together. */
    private static final int MAX_OPEN = 64;

    /** So many more may be open when they are emergencies: nobody fills the way to a stop. */
    private static final int EMERGENCY_ROOM = 64;

    /** Something falls due at the end of a block. */
    public record Due(long height, long number) {}

    public record Marker() {}

    /** An open proposal about a topic. */
    public record Open(long number, AccountId proposer) {}

    private final Table<Long, Proposal> proposals =
            Table.of("proposals", Long.class, Proposal.class);
    private final Sum<Long, Proposal> count = Sum.of("count", proposals, proposal -> 1);

    /** Not of plans: those the chain keeps. */
    private final Table<Long, Action> actions = Table.of("actions", Long.class, Action.class);

    private final Table<String, Open> topics = Table.of("topics", String.class, Open.class);
    private final Sum<String, Open> openCount = Sum.of("openCount", topics, open -> 1);
    private final Index<AccountId, String, Open> openOf =
            Index.of("openOf", topics, AccountId.class, (topic, open) -> open.proposer());
    private final Table<Due, Marker> due = Table.of("due", Due.class, Marker.class);

    void define(Definition module) {
        module.table(proposals)
                .sum(count)
                .table(actions)
                .table(topics)
                .sum(openCount)
                .index(openOf)
                .table(due)
                .recordInvariant(
                        "countsAreWithinWeight",
                        proposals,
                        (number, proposal) -> proposal.countsAreWithinWeight());
    }

    /** Adds an open proposal and gives it a number. */
    long add(Context context, Proposal proposal, Optional<Action> action) {
        long number = context.total(count);
        context.put(proposals, number, proposal);
        action.ifPresent(it -> context.put(actions, number, it));
        context.put(topics, proposal.topic(), new Open(number, proposal.proposer()));
        schedule(context, proposal.deadlineHeight(), number);
        return number;
    }

    void put(Context context, long number, Proposal proposal) {
        context.put(proposals, number, proposal);
    }

    /** The vote is over; what is still due finds it closed. */
    void close(Context context, long number, Proposal closed) {
        context.put(proposals, number, closed);
        context.remove(topics, closed.topic());
        context.remove(due, new Due(closed.earliestHeight(), number));
        context.remove(due, new Due(closed.deadlineHeight(), number));
    }

    /** {@code number} is looked at again at the end of the block {@code height}. */
    void schedule(Context context, long height, long number) {
        context.put(due, new Due(height, number), new Marker());
    }

    /** What is due at {@code height} or before, the oldest first; no longer due afterwards. */
    Optional<Long> takeDue(Context context) {
        List<Entry<Due, Marker>> next =
                context.range(due, new Due(0, 0), new Due(context.height() + 1, 0), 1);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        context.remove(due, next.getFirst().key());
        return Optional.of(next.getFirst().key().number());
    }

    Proposal get(View view, long number) {
        return view.get(proposals, number, Governance.Refused.UNKNOWN_PROPOSAL);
    }

    Optional<Action> action(View view, long number) {
        return view.get(actions, number);
    }

    Optional<Open> openAbout(View view, String topic) {
        return view.get(topics, topic);
    }

    /** How many of {@code proposer}'s are open, counted up to {@code most}. */
    int openOf(View view, AccountId proposer, int most) {
        return view.find(openOf, proposer, Optional.empty(), most).size();
    }

    boolean hasRoom(View view, Kind kind) {
        int most = kind.isEmergency() ? MAX_OPEN + EMERGENCY_ROOM : MAX_OPEN;
        return view.total(openCount) < most;
    }

    long total(View view) {
        return view.total(count);
    }

    List<Entry<Long, Proposal>> page(View view, long from, int limit) {
        return view.range(proposals, from, Long.MAX_VALUE, limit);
    }
}
