package theseus.module.governance.v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Entry;
import theseus.sdk.Event;
import theseus.sdk.Form;
import theseus.sdk.Hash;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.View;

/**
 * Stakeholders agree on what changes: plans, bounds, breakers, and who the stakeholders are. The
 * policy says which groups a change needs, and a vote may say why. See README.md.
 */
@ModuleInfo(name = "governance", version = "2.0.0")
public final class Governance implements Module {
    public static final int MAX_TITLE_LENGTH = 128;
    public static final int MAX_REASON_LENGTH = 512;
    public static final int MAX_PAGE = 100;

    // ---- genesis ----

    public record Genesis(List<Group> groups, Rules policy) {}

    // ---- messages ----

    /** Brings a piece of an artifact onto the chain; see {@code theseus.sdk.Change.StageChunk}. */
    public record StageChunk(Hash artifact, int index, int count, Bytes content)
            implements Message {}

    /**
     * Puts a change to the vote.
     *
     * @param title for people, one line
     * @param document hash of what was written for those who vote
     */
    public record Propose(String title, Action action, Optional<Hash> document)
            implements Message {}

    /**
     * Casts the sender's vote in every group that it is a member of; final.
     *
     * @param reason hash of what the sender writes about it
     */
    @Form(2)
    public record Vote(long proposal, Choice choice, Optional<Hash> reason) implements Message {}

    /** Keeps a remark, by its hash, with a proposal; also after the vote. */
    public record Comment(long proposal, Hash remark) implements Message {}

    /** Takes the sender's own proposal back. */
    public record Withdraw(long proposal) implements Message {}

    // ---- events ----

    public record PieceStaged(Hash artifact, int index, int count, AccountId member)
            implements Event {}

    public record Proposed(
            long proposal, AccountId proposer, Kind kind, Optional<Hash> plan, long deadlineHeight)
            implements Event {}

    public record Voted(long proposal, AccountId member, Choice choice, Optional<Hash> reason)
            implements Event {}

    public record Commented(long proposal, AccountId member, Hash remark) implements Event {}

    /** {@code code} says why what was agreed could not be done. */
    public record Closed(long proposal, Proposal.Status status, Optional<String> code)
            implements Event {}

    public record GroupSet(String name, int version) implements Event {}

    public record GroupRemoved(String name) implements Event {}

    public record PolicySet() implements Event {}

    // ---- refusals; those of the kernel are passed on ----

    public enum Refused implements Refusal {
        /** The sender is in no group; for a vote, in none whose agreement is needed. */
        NOT_A_MEMBER,
        /** No proposal has this number. */
        UNKNOWN_PROPOSAL,
        /** The proposal is decided, withdrawn, or past its deadline. */
        VOTE_CLOSED,
        /** A vote is final. */
        ALREADY_VOTED,
        /** Only its proposer withdraws a proposal. */
        NOT_PROPOSER,
        /** An open proposal is about the same. */
        CONFLICTING_PROPOSAL,
        /** The sender has as many open proposals as the policy allows, or all have too many. */
        TOO_MANY_PROPOSALS,
        /** The sender staged as many pieces as the policy allows in a window. */
        TOO_MANY_PIECES,
        /** The sender made 16 remarks on this proposal. */
        TOO_MANY_REMARKS,
        /** A title has 1 to {@link #MAX_TITLE_LENGTH} characters. */
        TITLE_MALFORMED,
        /** A reason has 1 to {@link #MAX_REASON_LENGTH} characters. */
        REASON_MALFORMED,
        /** The name of an instance or a message has 1 to 64 characters. */
        NAME_MALFORMED,
        /** Parameters have at most 1024 bytes. */
        PARAMETERS_TOO_LARGE,
        /** A plan is an upgrade, irreversible, a hotfix, an installation or a retirement. */
        NOT_A_PLAN_KIND,
        /** See {@link Group} for the bounds of a group. */
        GROUP_MALFORMED,
        /** There are 16 groups. */
        TOO_MANY_GROUPS,
        /** No group in force has this name. */
        UNKNOWN_GROUP,
        /** A rule needs the group. */
        GROUP_IN_USE,
        /** See {@link Rules} for the bounds of a policy. */
        POLICY_MALFORMED,
        /** A rule asks less than one that it must not fall behind. */
        RULE_TOO_WEAK,
        /** A page has 1 to {@link #MAX_PAGE} entries and begins at 0 or later. */
        LIMIT_OUT_OF_RANGE
    }

    // ---- queries ----

    public record ProposalOf(long proposal) implements Query<Shown> {}

    /** {@code action} is empty for a plan, which the chain keeps. */
    public record Shown(Proposal proposal, Optional<Action> action) {}

    /** From number {@code from} on, the oldest first. */
    public record Proposals(long from, int limit) implements Query<Page> {}

    public record Page(long total, List<Listed> proposals) {}

    public record Listed(long number, Proposal proposal) {}

    /** The groups in force. */
    public record Groups() implements Query<GroupList> {}

    public record GroupList(List<Versioned> groups) {}

    /** A version of a group, in force or not. */
    public record GroupOf(int version) implements Query<Versioned> {}

    public record Versioned(int version, Group group) {}

    public record Policy() implements Query<Rules> {}

    /** By account; those after {@code after} when it is given. */
    public record VotesOf(long proposal, Optional<AccountId> after, int limit)
            implements Query<Votes> {}

    public record Votes(List<Cast> votes) {}

    public record Cast(AccountId account, Choice choice, long height, Optional<Hash> reason) {}

    /** By account; those of accounts after {@code after} when it is given. */
    public record RemarksOf(long proposal, Optional<AccountId> after, int limit)
            implements Query<Remarks> {}

    public record Remarks(List<Remarked> remarks) {}

    public record Remarked(AccountId account, Hash remark, long height) {}

    // ---- parts, each with its tables ----

    private final Membership membership = new Membership();
    private final PolicyBook policies = new PolicyBook(membership);
    private final Agenda agenda = new Agenda();
    private final Ballots ballots = new Ballots();
    private final Staging staging = new Staging();
    private final Decisions decisions = new Decisions(agenda, new Actions(policies));

    @Override
    public void define(Definition module) {
        membership.define(module);
        policies.define(module);
        agenda.define(module);
        ballots.define(module);
        staging.define(module);
        module.needs(Capability.PLANS)
                .needs(Capability.PARAMETERS)
                .needs(Capability.BREAKERS)
                .genesis(Genesis.class, this::genesis)
                .handles(StageChunk.class, this::stageChunk)
                .handles(Propose.class, this::propose)
                .canaryKey(StageChunk.class, message -> message.artifact().bytes())
                .handles(Vote.class, this::vote)
                .upMessage(Version1.Vote.class, Vote.class, Version1::up)
                .upEvent(Version1.Voted.class, Voted.class, Version1::up)
                .canaryKey(Vote.class, message -> Bytes.ofLong(message.proposal()))
                .handles(Comment.class, this::comment)
                .canaryKey(Comment.class, message -> Bytes.ofLong(message.proposal()))
                .handles(Withdraw.class, this::withdraw)
                .canaryKey(Withdraw.class, message -> Bytes.ofLong(message.proposal()))
                .endBlock(decisions::decideDue)
                .answers(ProposalOf.class, Shown.class, this::proposalOf)
                .answers(Proposals.class, Page.class, this::proposals)
                .answers(Groups.class, GroupList.class, this::groups)
                .answers(GroupOf.class, Versioned.class, this::groupOf)
                .answers(Policy.class, Rules.class, (view, query) -> policies.policy(view))
                .answers(VotesOf.class, Votes.class, this::votesOf)
                .answers(RemarksOf.class, Remarks.class, this::remarksOf);
    }

    private void genesis(Context context, Genesis genesis) {
        context.require(genesis.groups().size() <= Membership.MAX_GROUPS, Refused.TOO_MANY_GROUPS);
        for (Group group : genesis.groups()) {
            context.require(group.isWellFormed(), Refused.GROUP_MALFORMED);
            membership.set(context, group);
        }
        policies.set(context, genesis.policy());
    }

    private void stageChunk(Context context, StageChunk chunk) {
        requireMember(context);
        staging.stage(context, policies.policy(context), chunk);
        context.emit(
                new PieceStaged(chunk.artifact(), chunk.index(), chunk.count(), context.sender()));
    }

    private void propose(Context context, Propose propose) {
        requireMember(context);
        String title = propose.title();
        context.require(
                !title.isEmpty() && title.length() <= MAX_TITLE_LENGTH, Refused.TITLE_MALFORMED);
        Rules policy = policies.policy(context);
        int mine = agenda.openOf(context, context.sender(), policy.openPerMember());
        Kind kind = Actions.kind(propose.action());
        context.require(
                mine < policy.openPerMember() && agenda.hasRoom(context, kind),
                Refused.TOO_MANY_PROPOSALS);
        Rule rule = policy.of(kind);
        decisions.open(
                context, propose, rule, Proposal.counts(rule, membership.standings(context)));
    }

    private void vote(Context context, Vote vote) {
        Proposal proposal = agenda.get(context, vote.proposal());
        context.require(
                proposal.isOpen() && context.height() <= proposal.deadlineHeight(),
                Refused.VOTE_CLOSED);
        List<Count> counts = new ArrayList<>();
        boolean counted = false;
        for (Count count : proposal.counts()) {
            long weight = membership.weight(context, count.version(), context.sender());
            counts.add(count.plus(vote.choice(), weight));
            counted = counted || weight > 0;
        }
        context.require(counted, Refused.NOT_A_MEMBER);
        ballots.cast(context, vote.proposal(), vote.choice(), vote.reason());
        context.emit(new Voted(vote.proposal(), context.sender(), vote.choice(), vote.reason()));
        decisions.counted(context, vote.proposal(), proposal.withCounts(counts));
    }

    private void comment(Context context, Comment comment) {
        requireMember(context);
        agenda.get(context, comment.proposal());
        ballots.remark(context, comment.proposal(), comment.remark());
        context.emit(new Commented(comment.proposal(), context.sender(), comment.remark()));
    }

    private void withdraw(Context context, Withdraw withdraw) {
        Proposal proposal = agenda.get(context, withdraw.proposal());
        context.require(proposal.proposer().equals(context.sender()), Refused.NOT_PROPOSER);
        context.require(proposal.isOpen(), Refused.VOTE_CLOSED);
        decisions.close(context, withdraw.proposal(), proposal, Proposal.Status.WITHDRAWN);
    }

    private Shown proposalOf(View view, ProposalOf query) {
        return new Shown(agenda.get(view, query.proposal()), agenda.action(view, query.proposal()));
    }

    private Page proposals(View view, Proposals query) {
        requirePage(view, query.limit());
        view.require(query.from() >= 0, Refused.LIMIT_OUT_OF_RANGE);
        List<Listed> listed = new ArrayList<>();
        for (Entry<Long, Proposal> entry : agenda.page(view, query.from(), query.limit())) {
            listed.add(new Listed(entry.key(), entry.value()));
        }
        return new Page(agenda.total(view), listed);
    }

    private GroupList groups(View view, Groups query) {
        List<Versioned> groups = new ArrayList<>();
        for (Standing standing : membership.standings(view)) {
            groups.add(new Versioned(standing.version(), membership.group(view, standing)));
        }
        return new GroupList(groups);
    }

    private Versioned groupOf(View view, GroupOf query) {
        Standing standing = membership.version(view, query.version());
        return new Versioned(query.version(), membership.group(view, standing));
    }

    private Votes votesOf(View view, VotesOf query) {
        requirePage(view, query.limit());
        agenda.get(view, query.proposal());
        return new Votes(ballots.votes(view, query.proposal(), query.after(), query.limit()));
    }

    private Remarks remarksOf(View view, RemarksOf query) {
        requirePage(view, query.limit());
        agenda.get(view, query.proposal());
        return new Remarks(ballots.remarks(view, query.proposal(), query.after(), query.limit()));
    }

    private void requireMember(Context context) {
        context.require(membership.isMember(context, context.sender()), Refused.NOT_A_MEMBER);
    }

    private static void requirePage(View view, int limit) {
        view.require(limit > 0 && limit <= MAX_PAGE, Refused.LIMIT_OUT_OF_RANGE);
    }
}
