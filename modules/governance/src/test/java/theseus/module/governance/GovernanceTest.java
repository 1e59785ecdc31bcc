package theseus.module.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.module.governance.Constitution.ADVOCATE;
import static theseus.module.governance.Constitution.NORTH;
import static theseus.module.governance.Constitution.PATIENT;
import static theseus.module.governance.Constitution.SOUTH;
import static theseus.module.governance.Constitution.STRANGER;
import static theseus.module.governance.Constitution.UNIVERSITY;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.module.governance.Governance.Cast;
import theseus.module.governance.Governance.Comment;
import theseus.module.governance.Governance.Genesis;
import theseus.module.governance.Governance.GroupOf;
import theseus.module.governance.Governance.Groups;
import theseus.module.governance.Governance.Policy;
import theseus.module.governance.Governance.ProposalOf;
import theseus.module.governance.Governance.Proposals;
import theseus.module.governance.Governance.Propose;
import theseus.module.governance.Governance.Proposed;
import theseus.module.governance.Governance.Refused;
import theseus.module.governance.Governance.Remarked;
import theseus.module.governance.Governance.RemarksOf;
import theseus.module.governance.Governance.Vote;
import theseus.module.governance.Governance.VotesOf;
import theseus.module.governance.Governance.Withdraw;
import theseus.module.governance.Proposal.Status;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Specification;

class GovernanceTest {
    private final Chain chain = Chain.of(Governance.class, Constitution.genesis());

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Governance.class, Path.of(""));
    }

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
        Group larger = withAdvocateIn(Constitution.hospitals());
        long number = propose(NORTH, new Action.SetGroup(larger));
        assertEquals(Status.OPEN, status(number));
        vote(UNIVERSITY, number, Choice.YES);
        vote(NORTH, number, Choice.YES);
        assertEquals(Status.OPEN, status(number));
        vote(PATIENT, number, Choice.YES);
        vote(ADVOCATE, number, Choice.YES);
        assertEquals(Status.PASSED, status(number));
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
        long number = proposeOn(patient, NORTH, new Action.SetPolicy(Constitution.policy()));
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
        long number = propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        vote(NORTH, number, Choice.YES);
        chain.blocks((int) Constitution.VOTING - 2);
        assertEquals(Status.OPEN, status(number));
        chain.blocks(1);
        assertEquals(Status.REJECTED, status(number));
    }

    @Test
    void atTheDeadlineTheVotesCastDecide() {
        long number = propose(NORTH, new Action.SetGroup(withAdvocateIn(Constitution.council())));
        vote(UNIVERSITY, number, Choice.YES);
        vote(PATIENT, number, Choice.YES);
        chain.blocks((int) Constitution.VOTING);
        assertEquals(Status.PASSED, status(number));
        assertEquals(1, chain.query(new Groups()).groups().getFirst().group().members().size());
    }

    @Test
    void aClearNoEndsAVoteAtOnce() {
        long number = propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        vote(UNIVERSITY, number, Choice.NO);
        assertEquals(Status.REJECTED, status(number));
    }

    @Test
    void aVetoForbids() {
        long number = propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        vote(NORTH, number, Choice.VETO);
        assertEquals(Status.OPEN, status(number));
        vote(SOUTH, number, Choice.VETO);
        assertEquals(Status.REJECTED, status(number));
    }

    @Test
    void abstainingCountsTowardsTheQuorumOnly() {
        long number = propose(NORTH, new Action.SetBreaker("x", Optional.empty(), true, "why"));
        vote(UNIVERSITY, number, Choice.ABSTAIN);
        vote(NORTH, number, Choice.YES);
        chain.blocks(3);
        assertEquals(Status.FAILED, status(number));
        assertTrue(chain.query(new ProposalOf(number)).proposal().code().isPresent());
    }

    @Test
    void weightsAreThoseWhenTheProposalWasMade() {
        long change =
                propose(
                        NORTH,
                        new Action.SetGroup(
                                new Group(
                                        "hospitals",
                                        List.of(new Group.Member(SOUTH.id(), 1)),
                                        5_000,
                                        5_001,
                                        0)));
        for (Account member : List.of(UNIVERSITY, PATIENT, ADVOCATE)) {
            vote(member, change, Choice.YES);
        }
        long before = propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        vote(NORTH, change, Choice.YES);
        assertEquals(Status.PASSED, status(change));
        vote(UNIVERSITY, before, Choice.NO);
        assertEquals(Status.REJECTED, status(before));
        long after = propose(SOUTH, new Action.SetParameters(Bytes.EMPTY));
        chain.send(UNIVERSITY, new Vote(after, Choice.YES)).refused(Refused.NOT_A_MEMBER);
    }

    @Test
    void whatTheChainRefusesAfterAVoteIsSaid() {
        long number = propose(NORTH, new Action.StopPlan(hash("nothing"), "why"));
        vote(UNIVERSITY, number, Choice.YES);
        vote(NORTH, number, Choice.YES);
        Proposal proposal = chain.query(new ProposalOf(number)).proposal();
        assertEquals(Status.FAILED, proposal.status());
        assertEquals(Optional.of("NO_SUCH_PLAN"), proposal.code());
    }

    @Test
    void remarksStayWithAProposal() {
        long number = propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        vote(UNIVERSITY, number, Choice.NO);
        chain.send(PATIENT, new Comment(number, hash("good"))).applied();
        chain.send(PATIENT, new Comment(number, hash("better"))).applied();
        List<Remarked> remarks = chain.query(new RemarksOf(number, Optional.empty(), 10)).remarks();
        assertEquals(
                List.of(hash("good"), hash("better")),
                remarks.stream().map(Remarked::remark).toList());
        assertEquals(
                List.of(),
                chain.query(new RemarksOf(number, Optional.of(PATIENT.id()), 10)).remarks());
    }

    @Test
    void votesCanBePaged() {
        long number = propose(NORTH, new Action.SetGroup(withAdvocateIn(Constitution.council())));
        List<Account> voters = List.of(NORTH, SOUTH, PATIENT);
        voters.forEach(voter -> vote(voter, number, Choice.YES));
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
        propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        propose(NORTH, new Action.SetPolicy(Constitution.policy()));
        Governance.Page page = chain.query(new Proposals(1, 5));
        assertEquals(2, page.total());
        assertEquals(Kind.POLICY, page.proposals().getFirst().proposal().kind());
    }

    @Test
    void aProposalCanBeWithdrawnAndMadeAgain() {
        long number = propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        chain.send(NORTH, new Withdraw(number)).applied();
        assertEquals(Status.WITHDRAWN, status(number));
        propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
    }

    @Test
    void aRemovedGroupIsGone() {
        long added = propose(NORTH, new Action.SetGroup(observers()));
        agree(added);
        long number = propose(NORTH, new Action.RemoveGroup("observers"));
        agree(number);
        assertEquals(2, chain.query(new Groups()).groups().size());
    }

    // ---- one for each refusal ----

    @Test
    void strangersHaveNoSay() {
        Action action = new Action.SetParameters(Bytes.EMPTY);
        refused(STRANGER, action, Refused.NOT_A_MEMBER);
        long number = propose(NORTH, action);
        chain.send(STRANGER, new Vote(number, Choice.YES)).refused(Refused.NOT_A_MEMBER);
        chain.send(PATIENT, new Vote(number, Choice.YES)).refused(Refused.NOT_A_MEMBER);
        chain.send(STRANGER, new Comment(number, hash("x"))).refused(Refused.NOT_A_MEMBER);
        chain.send(STRANGER, new Governance.StageChunk(hash("x"), 0, 1, Bytes.EMPTY))
                .refused(Refused.NOT_A_MEMBER);
    }

    @Test
    void whatIsNotThereIsNotVotedOn() {
        chain.send(NORTH, new Vote(7, Choice.YES)).refused(Refused.UNKNOWN_PROPOSAL);
        chain.send(NORTH, new Comment(7, hash("x"))).refused(Refused.UNKNOWN_PROPOSAL);
        chain.send(NORTH, new Withdraw(7)).refused(Refused.UNKNOWN_PROPOSAL);
        chain.refuses(new ProposalOf(7), Refused.UNKNOWN_PROPOSAL);
    }

    @Test
    void lateVotesAreRefused() {
        long number = propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        vote(UNIVERSITY, number, Choice.NO);
        chain.send(NORTH, new Vote(number, Choice.YES)).refused(Refused.VOTE_CLOSED);
        chain.send(NORTH, new Withdraw(number)).refused(Refused.VOTE_CLOSED);
    }

    @Test
    void aVoteIsFinal() {
        long number = propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        vote(NORTH, number, Choice.YES);
        chain.send(NORTH, new Vote(number, Choice.NO)).refused(Refused.ALREADY_VOTED);
    }

    @Test
    void onlyTheProposerWithdraws() {
        long number = propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        chain.send(SOUTH, new Withdraw(number)).refused(Refused.NOT_PROPOSER);
    }

    @Test
    void oneProposalAboutAThingAtATime() {
        propose(NORTH, new Action.SetGroup(Constitution.council()));
        refused(
                SOUTH,
                new Action.SetGroup(withAdvocateIn(Constitution.council())),
                Refused.CONFLICTING_PROPOSAL);
    }

    @Test
    void aMemberHasABoundedNumberOfOpenProposals() {
        for (int i = 0; i < Constitution.OPEN_PER_MEMBER; i++) {
            propose(NORTH, new Action.StopPlan(hash("plan " + i), "why"));
        }
        refused(NORTH, new Action.SetParameters(Bytes.EMPTY), Refused.TOO_MANY_PROPOSALS);
    }

    @Test
    void remarksHaveABound() {
        long number = propose(NORTH, new Action.SetPolicy(Constitution.policy()));
        for (int i = 0; i < Ballots.MAX_REMARKS; i++) {
            chain.send(NORTH, new Comment(number, hash("remark " + i))).applied();
        }
        chain.send(NORTH, new Comment(number, hash("more"))).refused(Refused.TOO_MANY_REMARKS);
    }

    @Test
    void titlesAndReasonsHaveARange() {
        Action action = new Action.SetParameters(Bytes.EMPTY);
        for (String title : List.of("", "x".repeat(Governance.MAX_TITLE_LENGTH + 1))) {
            chain.send(NORTH, new Propose(title, action, Optional.empty()))
                    .refused(Refused.TITLE_MALFORMED);
        }
        refused(NORTH, new Action.StopPlan(hash("x"), ""), Refused.REASON_MALFORMED);
        refused(
                NORTH,
                new Action.SetBreaker(
                        "x", Optional.empty(), true, "x".repeat(Governance.MAX_REASON_LENGTH + 1)),
                Refused.REASON_MALFORMED);
    }

    @Test
    void namesAndParametersHaveARange() {
        for (String name : List.of("", "x".repeat(65))) {
            refused(
                    NORTH,
                    new Action.SetBreaker(name, Optional.empty(), true, "why"),
                    Refused.NAME_MALFORMED);
            refused(
                    NORTH,
                    new Action.SetBreaker("records", Optional.of(name), true, "why"),
                    Refused.NAME_MALFORMED);
        }
        refused(
                NORTH,
                new Action.SetParameters(Bytes.of(new byte[1025])),
                Refused.PARAMETERS_TOO_LARGE);
    }

    @Test
    void aPlanIsOfAKindOfPlan() {
        refused(NORTH, new Action.OpenPlan(Bytes.EMPTY, Kind.POLICY), Refused.NOT_A_PLAN_KIND);
    }

    @Test
    void groupsMustBeWellFormed() {
        Group good = observers();
        List<Group> bad =
                List.of(
                        new Group("", good.members(), 1, 5_001, 0),
                        new Group("Observers", good.members(), 1, 5_001, 0),
                        new Group("observers", List.of(), 1, 5_001, 0),
                        new Group("observers", good.members(), 0, 5_001, 0),
                        new Group("observers", good.members(), 1, 5_000, 0),
                        new Group("observers", good.members(), 1, 5_001, -1),
                        new Group(
                                "observers",
                                List.of(new Group.Member(STRANGER.id(), 0)),
                                1,
                                5_001,
                                0),
                        new Group(
                                "observers",
                                List.of(good.members().getFirst(), good.members().getFirst()),
                                1,
                                5_001,
                                0));
        bad.forEach(group -> refused(NORTH, new Action.SetGroup(group), Refused.GROUP_MALFORMED));
    }

    @Test
    void thereAreAtMostSixteenGroups() {
        List<Group> groups = new ArrayList<>();
        groups.add(Constitution.council());
        groups.add(Constitution.hospitals());
        for (int i = 2; i < Membership.MAX_GROUPS; i++) {
            groups.add(named("observers-" + i));
        }
        Chain full = Chain.of(Governance.class, new Genesis(groups, Constitution.policy()));
        full.send(NORTH, proposal(new Action.SetGroup(named("one-more"))))
                .refused(Refused.TOO_MANY_GROUPS);
        groups.add(named("one-more"));
        genesisRefused(new Genesis(groups, Constitution.policy()), Refused.TOO_MANY_GROUPS);
    }

    @Test
    void unknownGroupsAreNeitherNeededNorRemoved() {
        refused(NORTH, new Action.RemoveGroup("nobody"), Refused.UNKNOWN_GROUP);
        chain.refuses(new GroupOf(9), Refused.UNKNOWN_GROUP);
        genesisRefused(
                new Genesis(List.of(Constitution.hospitals()), Constitution.policy()),
                Refused.UNKNOWN_GROUP);
    }

    @Test
    void aGroupThatARuleNeedsStays() {
        refused(NORTH, new Action.RemoveGroup("council"), Refused.GROUP_IN_USE);
    }

    @Test
    void aPolicyHasARuleForEachKind() {
        List<Rule> rules = Constitution.rules();
        refused(
                NORTH,
                new Action.SetPolicy(Constitution.policy(rules.subList(1, rules.size()))),
                Refused.POLICY_MALFORMED);
        refused(NORTH, new Action.SetPolicy(new Rules(rules, 0, 1, 1)), Refused.POLICY_MALFORMED);
        List<Rule> endless = new ArrayList<>(rules);
        endless.set(0, new Rule(Kind.UPGRADE, List.of("hospitals"), 0, 0, 5, 4));
        refused(
                NORTH,
                new Action.SetPolicy(Constitution.policy(endless)),
                Refused.POLICY_MALFORMED);
    }

    @Test
    void whatIsGraverNeedsMore() {
        for (Kind kind : List.of(Kind.IRREVERSIBLE, Kind.HOTFIX, Kind.RETIRE)) {
            List<Rule> rules = new ArrayList<>(Constitution.rules());
            rules.set(kind.ordinal(), new Rule(kind, List.of("hospitals"), 0, 0, 0, 5));
            refused(NORTH, new Action.SetPolicy(Constitution.policy(rules)), Refused.RULE_TOO_WEAK);
            for (Kind raised : List.of(kind, Kind.GROUPS, Kind.POLICY)) {
                rules.set(
                        raised.ordinal(),
                        new Rule(
                                raised,
                                raised == kind
                                        ? List.of("hospitals")
                                        : List.of("council", "hospitals"),
                                0,
                                6_667,
                                0,
                                5));
            }
            long number = propose(NORTH, new Action.SetPolicy(Constitution.policy(rules)));
            chain.send(NORTH, new Withdraw(number)).applied();
        }
    }

    @Test
    void nobodyGainsByChangingTheRulesFirst() {
        for (Kind kind : List.of(Kind.GROUPS, Kind.POLICY)) {
            List<Rule> rules = new ArrayList<>(Constitution.rules());
            rules.set(kind.ordinal(), new Rule(kind, List.of("hospitals"), 0, 0, 0, 5));
            refused(NORTH, new Action.SetPolicy(Constitution.policy(rules)), Refused.RULE_TOO_WEAK);
        }
    }

    @Test
    void whatTheKernelRefusesIsRefusedWithItsCode() {
        chain.send(NORTH, proposal(new Action.OpenPlan(Bytes.EMPTY, Kind.UPGRADE)))
                .refused("MALFORMED");
    }

    @Test
    void pagesHaveARange() {
        chain.refuses(new Proposals(0, 0), Refused.LIMIT_OUT_OF_RANGE);
        chain.refuses(new Proposals(-1, 1), Refused.LIMIT_OUT_OF_RANGE);
        chain.refuses(
                new VotesOf(0, Optional.empty(), Governance.MAX_PAGE + 1),
                Refused.LIMIT_OUT_OF_RANGE);
    }

    // ---- what the tests speak in ----

    private long propose(Account proposer, Action action) {
        return proposeOn(chain, proposer, action);
    }

    private static long proposeOn(Chain chain, Account proposer, Action action) {
        return chain.send(proposer, proposal(action)).applied().event(Proposed.class).proposal();
    }

    private static Propose proposal(Action action) {
        return new Propose("a change", action, Optional.empty());
    }

    private void refused(Account proposer, Action action, Refused reason) {
        chain.send(proposer, proposal(action)).refused(reason);
    }

    private void vote(Account member, long number, Choice choice) {
        chain.send(member, new Vote(number, choice)).applied();
    }

    private void agree(long number) {
        for (Account member : List.of(UNIVERSITY, PATIENT, ADVOCATE, NORTH)) {
            vote(member, number, Choice.YES);
        }
        assertEquals(Status.PASSED, status(number));
    }

    private Status status(long number) {
        return chain.query(new ProposalOf(number)).proposal().status();
    }

    private static void genesisRefused(Genesis genesis, Refused reason) {
        Exception refused =
                assertThrows(Exception.class, () -> Chain.of(Governance.class, genesis));
        assertTrue(refused.getMessage().contains(reason.name()), refused.getMessage());
    }

    private static Rule rule(Kind kind, long earliest) {
        return new Rule(kind, List.of("council", "hospitals"), 0, 0, earliest, 10);
    }

    private static Group withAdvocateIn(Group group) {
        List<Group.Member> members = new ArrayList<>(group.members());
        members.removeIf(member -> member.account().equals(ADVOCATE.id()));
        if (group.name().equals("hospitals")) {
            members.add(new Group.Member(ADVOCATE.id(), 1));
        }
        return new Group(
                group.name(),
                Constitution.members(members.toArray(new Group.Member[0])),
                group.quorumBasisPoints(),
                group.thresholdBasisPoints(),
                group.vetoBasisPoints());
    }

    private static Group observers() {
        return named("observers");
    }

    private static Group named(String name) {
        return new Group(name, List.of(new Group.Member(STRANGER.id(), 1)), 5_000, 5_001, 0);
    }

    private static Hash hash(String name) {
        return new Hash(Account.named(name).id().bytes());
    }
}
