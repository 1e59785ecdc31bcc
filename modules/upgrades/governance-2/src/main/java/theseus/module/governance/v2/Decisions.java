package theseus.module.governance.v2;

import java.util.List;
import java.util.Optional;
import theseus.sdk.Context;
import theseus.sdk.Hash;

/**
 * The life of a proposal. It is decided in the transaction whose vote makes it certain; otherwise
 * at the end of the block of its deadline, whether anybody sends something or not.
 */
final class Decisions {
    /** What a block decides without a vote; the others wait for the next. Bounds the routine. */
    static final int DUE_PER_BLOCK = 4;

    private final Agenda agenda;
    private final Actions actions;

    Decisions(Agenda agenda, Actions actions) {
        this.agenda = agenda;
        this.actions = actions;
    }

    void open(Context context, Governance.Propose propose, Rule rule, List<Count> counts) {
        Action action = propose.action();
        actions.check(context, action);
        String topic = Actions.topic(context, action);
        context.require(
                agenda.openAbout(context, topic).isEmpty(),
                Governance.Refused.CONFLICTING_PROPOSAL);
        Actions.begin(context, action);
        Optional<Hash> plan = Actions.plan(context, action);
        Proposal proposal =
                new Proposal(
                        context.sender(),
                        propose.title(),
                        rule.kind(),
                        plan,
                        propose.document(),
                        topic,
                        context.height(),
                        context.height() + rule.earliestBlocks(),
                        context.height() + rule.votingBlocks(),
                        Proposal.Status.OPEN,
                        Optional.empty(),
                        0,
                        counts);
        long number =
                agenda.add(
                        context,
                        proposal,
                        plan.isPresent() ? Optional.empty() : Optional.of(action));
        context.emit(
                new Governance.Proposed(
                        number,
                        proposal.proposer(),
                        proposal.kind(),
                        plan,
                        proposal.deadlineHeight()));
    }

    /** A vote was counted. */
    void counted(Context context, long number, Proposal proposal) {
        switch (proposal.tendency()) {
            case PASSES -> {
                if (context.height() >= proposal.earliestHeight()) {
                    pass(context, number, proposal);
                } else {
                    agenda.put(context, number, proposal);
                    agenda.schedule(context, proposal.earliestHeight(), number);
                }
            }
            case FAILS -> close(context, number, proposal, Proposal.Status.REJECTED);
            case OPEN -> agenda.put(context, number, proposal);
        }
    }

    /** Decides what is due: votes that were certain too early, and those at their deadline. */
    void decideDue(Context context) {
        for (int i = 0; i < DUE_PER_BLOCK; i++) {
            Optional<Long> due = agenda.takeDue(context);
            if (due.isEmpty()) {
                return;
            }
            decide(context, due.get(), agenda.get(context, due.get()));
        }
    }

    /** Ends a proposal that is not carried out, and the plan that it opened. */
    void close(Context context, long number, Proposal proposal, Proposal.Status status) {
        proposal.plan().ifPresent(plan -> actions.drop(context, plan));
        closed(context, number, proposal, status, Optional.empty());
    }

    private void decide(Context context, long number, Proposal proposal) {
        if (proposal.passes()) {
            pass(context, number, proposal);
        } else {
            close(context, number, proposal, Proposal.Status.REJECTED);
        }
    }

    private void pass(Context context, long number, Proposal proposal) {
        Optional<Action> action = agenda.action(context, number);
        Optional<String> refused = actions.carryOut(context, proposal.plan(), action);
        Proposal.Status status =
                refused.isPresent() ? Proposal.Status.FAILED : Proposal.Status.PASSED;
        closed(context, number, proposal, status, refused);
        if (refused.isEmpty() && action.isPresent()) {
            endVoteOn(context, action.get());
        }
    }

    /** Whose plan was stopped need not be voted on. */
    private void endVoteOn(Context context, Action action) {
        if (action instanceof Action.StopPlan(Hash plan, String reason)) {
            agenda.openAbout(context, Actions.planTopic(plan))
                    .ifPresent(
                            open ->
                                    closed(
                                            context,
                                            open.number(),
                                            agenda.get(context, open.number()),
                                            Proposal.Status.STOPPED,
                                            Optional.empty()));
        }
    }

    private void closed(
            Context context,
            long number,
            Proposal proposal,
            Proposal.Status status,
            Optional<String> code) {
        agenda.close(context, number, proposal.closed(status, code, context.height()));
        context.emit(new Governance.Closed(number, status, code));
    }
}
