package theseus.module.governance.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.module.governance.v2.Constitution.ADVOCATE;
import static theseus.module.governance.v2.Constitution.NORTH;
import static theseus.module.governance.v2.Constitution.PATIENT;
import static theseus.module.governance.v2.Constitution.SOUTH;
import static theseus.module.governance.v2.Constitution.UNIVERSITY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.module.governance.v2.Governance.Cast;
import theseus.module.governance.v2.Governance.Comment;
import theseus.module.governance.v2.Governance.Genesis;
import theseus.module.governance.v2.Governance.GroupOf;
import theseus.module.governance.v2.Governance.Groups;
import theseus.module.governance.v2.Governance.Policy;
import theseus.module.governance.v2.Governance.ProposalOf;
import theseus.module.governance.v2.Governance.Proposals;
import theseus.module.governance.v2.Governance.Refused;
import theseus.module.governance.v2.Governance.Remarked;
import theseus.module.governance.v2.Governance.RemarksOf;
import theseus.module.governance.v2.Governance.VotesOf;
import theseus.module.governance.v2.Governance.Withdraw;
import theseus.module.governance.v2.Proposal.Status;
import theseus.module.governance.v2.Version1.Vote;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** What version 1 did, this one does: its tests, with its form of a vote. */
class AsVersion1Test {
    private final Floor floor = new Floor();
    private final Chain chain = floor.chain();

    @Test
    void genesisSetsGroupsAndPolicy() {
        assertEquals(
                List.of(Constitution.council(), Constitution.hospitals()),
                chain.query(new Groups()).groups().stream()
                        .map(Governance.Versioned::group)
                        .toList());
        assertEquals(Constitution.policy(), chain.query(new Policy()));
    }

    @Test
    void whatAllGroupsAgreeOnIsDone() {
        Group larger = Floor.withAdvocateIn(Constitution.hospitals());
        long number = floor.propose(NORTH, new Action.SetGroup(larger));
        assertEquals(Status.OPEN, floor.status(number));
        floor.vote(UNIVERSITY, number, Choice.YES);
        floor.vote(NORTH, number, Choice.YES);
        assertEquals(Status.OPEN, floor.status(number));
        floor.vote(PATIENT, number, Choice.YES);
        floor.vote(ADVOCATE, number, Choice.YES);
        assertEquals(Status.PASSED, floor.status(number));
        assertEquals(larger, chain.query(new Groups()).groups().getLast().group());
        assertEquals(Constitution.hospitals(), chain.query(new GroupOf(2)).group());
    }

    @Test
    void clearVotesWaitUntilTheEarliestBlock() {
        List<Rule> slow = new ArrayList<>(Constitution.rules());
        slow.set(Kind.POLICY.ordinal(), rule(Kind.POLICY, 6));
        slow.set(Kind.GROUPS.ordinal(), rule(Kind.GROUPS, 6));
        Chain patient =
                Chain.of(
                        Governance.class,
                        new Genesis(
                                List.of(Constitution.council(), Constitution.hospitals()),
                                Constitution.policy(slow)));
        long number =
                new Floor(patient).propose(NORTH, new Action.SetPolicy(Constitution.policy()));
        for (Account member : List.of(UNIVERSITY, NORTH, PATIENT, ADVOCATE)) {
            patient.send(member, new Vote(number, Choice.YES)).applied();
        }
        assertEquals(Status.OPEN, patient.query(new ProposalOf(number)).proposal().status());
        patient.blocks(1);
        assertEquals(Status.OPEN, patient.query(new ProposalOf(number)).proposal().status());
        patient.blocks(1);
        assertEquals(Status.PASSED, patient.query(new ProposalOf(number)).proposal().status());
        assertEquals(Constitution.policy(), patient.query(new Policy()));
    }

    @Test
    void aVoteEndsAtItsDeadlineWithoutAnybody() {
        long number = floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        floor.vote(NORTH, number, Choice.YES);
        chain.blocks((int) Constitution.VOTING - 2);
        assertEquals(Status.OPEN, floor.status(number));
        chain.blocks(1);
        assertEquals(Status.REJECTED, floor.status(number));
    }

    @Test
    void atTheDeadlineTheVotesCastDecide() {
        long number =
                floor.propose(
                        NORTH, new Action.SetGroup(Floor.withAdvocateIn(Constitution.council())));
        floor.vote(UNIVERSITY, number, Choice.YES);
        floor.vote(PATIENT, number, Choice.YES);
        chain.blocks((int) Constitution.VOTING);
        assertEquals(Status.PASSED, floor.status(number));
        assertEquals(1, chain.query(new Groups()).groups().getFirst().group().members().size());
    }

    @Test
    void aClearNoEndsAVoteAtOnce() {
        long number = floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        floor.vote(UNIVERSITY, number, Choice.NO);
        assertEquals(Status.REJECTED, floor.status(number));
    }

    @Test
    void aVetoForbids() {
        long number = floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        floor.vote(NORTH, number, Choice.VETO);
        assertEquals(Status.OPEN, floor.status(number));
        floor.vote(SOUTH, number, Choice.VETO);
        assertEquals(Status.REJECTED, floor.status(number));
    }

    @Test
    void abstainingCountsTowardsTheQuorumOnly() {
        long number =
                floor.propose(NORTH, new Action.SetBreaker("x", Optional.empty(), true, "why"));
        floor.vote(UNIVERSITY, number, Choice.ABSTAIN);
        floor.vote(NORTH, number, Choice.YES);
        chain.blocks(3);
        assertEquals(Status.FAILED, floor.status(number));
        assertTrue(chain.query(new ProposalOf(number)).proposal().code().isPresent());
    }

    @Test
    void weightsAreThoseWhenTheProposalWasMade() {
        long change =
                floor.propose(
                        NORTH,
                        new Action.SetGroup(
                                new Group(
                                        "hospitals",
                                        List.of(new Group.Member(SOUTH.id(), 1)),
                                        5_000,
                                        5_001,
                                        0)));
        for (Account member : List.of(UNIVERSITY, PATIENT, ADVOCATE)) {
            floor.vote(member, change, Choice.YES);
        }
        long before = floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        floor.vote(NORTH, change, Choice.YES);
        assertEquals(Status.PASSED, floor.status(change));
        floor.vote(UNIVERSITY, before, Choice.NO);
        assertEquals(Status.REJECTED, floor.status(before));
        long after = floor.propose(SOUTH, new Action.SetParameters(Bytes.EMPTY));
        chain.send(UNIVERSITY, new Vote(after, Choice.YES)).refused(Refused.NOT_A_MEMBER);
    }

    @Test
    void whatTheChainRefusesAfterAVoteIsSaid() {
        long number = floor.propose(NORTH, new Action.StopPlan(Floor.hash("nothing"), "why"));
        floor.vote(UNIVERSITY, number, Choice.YES);
        floor.vote(NORTH, number, Choice.YES);
        Proposal proposal = chain.query(new ProposalOf(number)).proposal();
        assertEquals(Status.FAILED, proposal.status());
        assertEquals(Optional.of("NO_SUCH_PLAN"), proposal.code());
    }

    @Test
    void remarksStayWithAProposal() {
        long number = floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        floor.vote(UNIVERSITY, number, Choice.NO);
        chain.send(PATIENT, new Comment(number, Floor.hash("good"))).applied();
        chain.send(PATIENT, new Comment(number, Floor.hash("better"))).applied();
        List<Remarked> remarks = chain.query(new RemarksOf(number, Optional.empty(), 10)).remarks();
        assertEquals(
                List.of(Floor.hash("good"), Floor.hash("better")),
                remarks.stream().map(Remarked::remark).toList());
        assertEquals(
                List.of(),
                chain.query(new RemarksOf(number, Optional.of(PATIENT.id()), 10)).remarks());
    }

    @Test
    void votesCanBePaged() {
        long number =
                floor.propose(
                        NORTH, new Action.SetGroup(Floor.withAdvocateIn(Constitution.council())));
        List<Account> voters = List.of(NORTH, SOUTH, PATIENT);
        voters.forEach(voter -> floor.vote(voter, number, Choice.YES));
        List<AccountId> seen = new ArrayList<>();
        Optional<AccountId> after = Optional.empty();
        for (int page = 0; page < 2; page++) {
            for (Cast cast : chain.query(new VotesOf(number, after, 2)).votes()) {
                seen.add(cast.account());
                after = Optional.of(cast.account());
            }
        }
        assertEquals(voters.stream().map(Account::id).sorted().toList(), seen);
    }

    @Test
    void proposalsCanBePaged() {
        floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        floor.propose(NORTH, new Action.SetPolicy(Constitution.policy()));
        Governance.Page page = chain.query(new Proposals(1, 5));
        assertEquals(2, page.total());
        assertEquals(Kind.POLICY, page.proposals().getFirst().proposal().kind());
    }

    @Test
    void aProposalCanBeWithdrawnAndMadeAgain() {
        long number = floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        chain.send(NORTH, new Withdraw(number)).applied();
        assertEquals(Status.WITHDRAWN, floor.status(number));
        floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
    }

    @Test
    void aRemovedGroupIsGone() {
        long added = floor.propose(NORTH, new Action.SetGroup(Floor.named("observers")));
        floor.agree(added);
        long number = floor.propose(NORTH, new Action.RemoveGroup("observers"));
        floor.agree(number);
        assertEquals(2, chain.query(new Groups()).groups().size());
    }

    private static Rule rule(Kind kind, long earliest) {
        return new Rule(kind, List.of("council", "hospitals"), 0, 0, earliest, 10);
    }
}
