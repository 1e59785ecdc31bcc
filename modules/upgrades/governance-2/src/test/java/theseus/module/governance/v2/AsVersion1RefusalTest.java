package theseus.module.governance.v2;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.module.governance.v2.Constitution.NORTH;
import static theseus.module.governance.v2.Constitution.PATIENT;
import static theseus.module.governance.v2.Constitution.SOUTH;
import static theseus.module.governance.v2.Constitution.STRANGER;
import static theseus.module.governance.v2.Constitution.UNIVERSITY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.module.governance.v2.Governance.Comment;
import theseus.module.governance.v2.Governance.Genesis;
import theseus.module.governance.v2.Governance.GroupOf;
import theseus.module.governance.v2.Governance.ProposalOf;
import theseus.module.governance.v2.Governance.Proposals;
import theseus.module.governance.v2.Governance.Propose;
import theseus.module.governance.v2.Governance.Refused;
import theseus.module.governance.v2.Governance.VotesOf;
import theseus.module.governance.v2.Governance.Withdraw;
import theseus.module.governance.v2.Version1.Vote;
import theseus.sdk.Bytes;
import theseus.testkit.Chain;

/** The same for each refusal. */
class AsVersion1RefusalTest {
    private final Floor floor = new Floor();
    private final Chain chain = floor.chain();

    @Test
    void strangersHaveNoSay() {
        Action action = new Action.SetParameters(Bytes.EMPTY);
        floor.refused(STRANGER, action, Refused.NOT_A_MEMBER);
        long number = floor.propose(NORTH, action);
        chain.send(STRANGER, new Vote(number, Choice.YES)).refused(Refused.NOT_A_MEMBER);
        chain.send(PATIENT, new Vote(number, Choice.YES)).refused(Refused.NOT_A_MEMBER);
        chain.send(STRANGER, new Comment(number, Floor.hash("x"))).refused(Refused.NOT_A_MEMBER);
        chain.send(STRANGER, new Governance.StageChunk(Floor.hash("x"), 0, 1, Bytes.EMPTY))
                .refused(Refused.NOT_A_MEMBER);
    }

    @Test
    void whatIsNotThereIsNotVotedOn() {
        chain.send(NORTH, new Vote(7, Choice.YES)).refused(Refused.UNKNOWN_PROPOSAL);
        chain.send(NORTH, new Comment(7, Floor.hash("x"))).refused(Refused.UNKNOWN_PROPOSAL);
        chain.send(NORTH, new Withdraw(7)).refused(Refused.UNKNOWN_PROPOSAL);
        chain.refuses(new ProposalOf(7), Refused.UNKNOWN_PROPOSAL);
    }

    @Test
    void lateVotesAreRefused() {
        long number = floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        floor.vote(UNIVERSITY, number, Choice.NO);
        chain.send(NORTH, new Vote(number, Choice.YES)).refused(Refused.VOTE_CLOSED);
        chain.send(NORTH, new Withdraw(number)).refused(Refused.VOTE_CLOSED);
    }

    @Test
    void aVoteIsFinal() {
        long number = floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        floor.vote(NORTH, number, Choice.YES);
        chain.send(NORTH, new Vote(number, Choice.NO)).refused(Refused.ALREADY_VOTED);
    }

    @Test
    void onlyTheProposerWithdraws() {
        long number = floor.propose(NORTH, new Action.SetParameters(Bytes.EMPTY));
        chain.send(SOUTH, new Withdraw(number)).refused(Refused.NOT_PROPOSER);
    }

    @Test
    void oneProposalAboutAThingAtATime() {
        floor.propose(NORTH, new Action.SetGroup(Constitution.council()));
        floor.refused(
                SOUTH,
                new Action.SetGroup(Floor.withAdvocateIn(Constitution.council())),
                Refused.CONFLICTING_PROPOSAL);
    }

    @Test
    void aMemberHasABoundedNumberOfOpenProposals() {
        for (int i = 0; i < Constitution.OPEN_PER_MEMBER; i++) {
            floor.propose(NORTH, new Action.StopPlan(Floor.hash("plan " + i), "why"));
        }
        floor.refused(NORTH, new Action.SetParameters(Bytes.EMPTY), Refused.TOO_MANY_PROPOSALS);
    }

    @Test
    void remarksHaveABound() {
        long number = floor.propose(NORTH, new Action.SetPolicy(Constitution.policy()));
        for (int i = 0; i < Ballots.MAX_REMARKS; i++) {
            chain.send(NORTH, new Comment(number, Floor.hash("remark " + i))).applied();
        }
        chain.send(NORTH, new Comment(number, Floor.hash("more")))
                .refused(Refused.TOO_MANY_REMARKS);
    }

    @Test
    void titlesAndReasonsHaveARange() {
        Action action = new Action.SetParameters(Bytes.EMPTY);
        for (String title : List.of("", "x".repeat(Governance.MAX_TITLE_LENGTH + 1))) {
            chain.send(NORTH, new Propose(title, action, Optional.empty()))
                    .refused(Refused.TITLE_MALFORMED);
        }
        floor.refused(NORTH, new Action.StopPlan(Floor.hash("x"), ""), Refused.REASON_MALFORMED);
        floor.refused(
                NORTH,
                new Action.SetBreaker(
                        "x", Optional.empty(), true, "x".repeat(Governance.MAX_REASON_LENGTH + 1)),
                Refused.REASON_MALFORMED);
    }

    @Test
    void namesAndParametersHaveARange() {
        for (String name : List.of("", "x".repeat(65))) {
            floor.refused(
                    NORTH,
                    new Action.SetBreaker(name, Optional.empty(), true, "why"),
                    Refused.NAME_MALFORMED);
            floor.refused(
                    NORTH,
                    new Action.SetBreaker("records", Optional.of(name), true, "why"),
                    Refused.NAME_MALFORMED);
        }
        floor.refused(
                NORTH,
                new Action.SetParameters(Bytes.of(new byte[1025])),
                Refused.PARAMETERS_TOO_LARGE);
    }

    @Test
    void aPlanIsOfAKindOfPlan() {
        floor.refused(
                NORTH, new Action.OpenPlan(Bytes.EMPTY, Kind.POLICY), Refused.NOT_A_PLAN_KIND);
    }

    @Test
    void groupsMustBeWellFormed() {
        Group good = Floor.named("observers");
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
        bad.forEach(
                group -> floor.refused(NORTH, new Action.SetGroup(group), Refused.GROUP_MALFORMED));
    }

    @Test
    void thereAreAtMostSixteenGroups() {
        List<Group> groups = new ArrayList<>();
        groups.add(Constitution.council());
        groups.add(Constitution.hospitals());
        for (int i = 2; i < Membership.MAX_GROUPS; i++) {
            groups.add(Floor.named("observers-" + i));
        }
        Chain full = Chain.of(Governance.class, new Genesis(groups, Constitution.policy()));
        full.send(NORTH, Floor.proposal(new Action.SetGroup(Floor.named("one-more"))))
                .refused(Refused.TOO_MANY_GROUPS);
        groups.add(Floor.named("one-more"));
        genesisRefused(new Genesis(groups, Constitution.policy()), Refused.TOO_MANY_GROUPS);
    }

    @Test
    void unknownGroupsAreNeitherNeededNorRemoved() {
        floor.refused(NORTH, new Action.RemoveGroup("nobody"), Refused.UNKNOWN_GROUP);
        chain.refuses(new GroupOf(9), Refused.UNKNOWN_GROUP);
        genesisRefused(
                new Genesis(List.of(Constitution.hospitals()), Constitution.policy()),
                Refused.UNKNOWN_GROUP);
    }

    @Test
    void aGroupThatARuleNeedsStays() {
        floor.refused(NORTH, new Action.RemoveGroup("council"), Refused.GROUP_IN_USE);
    }

    @Test
    void aPolicyHasARuleForEachKind() {
        List<Rule> rules = Constitution.rules();
        floor.refused(
                NORTH,
                new Action.SetPolicy(Constitution.policy(rules.subList(1, rules.size()))),
                Refused.POLICY_MALFORMED);
        floor.refused(
                NORTH, new Action.SetPolicy(new Rules(rules, 0, 1, 1)), Refused.POLICY_MALFORMED);
        List<Rule> endless = new ArrayList<>(rules);
        endless.set(0, new Rule(Kind.UPGRADE, List.of("hospitals"), 0, 0, 5, 4));
        floor.refused(
                NORTH,
                new Action.SetPolicy(Constitution.policy(endless)),
                Refused.POLICY_MALFORMED);
    }

    @Test
    void whatIsGraverNeedsMore() {
        for (Kind kind : List.of(Kind.IRREVERSIBLE, Kind.HOTFIX, Kind.RETIRE)) {
            List<Rule> rules = new ArrayList<>(Constitution.rules());
            rules.set(kind.ordinal(), new Rule(kind, List.of("hospitals"), 0, 0, 0, 5));
            floor.refused(
                    NORTH, new Action.SetPolicy(Constitution.policy(rules)), Refused.RULE_TOO_WEAK);
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
            long number = floor.propose(NORTH, new Action.SetPolicy(Constitution.policy(rules)));
            chain.send(NORTH, new Withdraw(number)).applied();
        }
    }

    @Test
    void nobodyGainsByChangingTheRulesFirst() {
        for (Kind kind : List.of(Kind.GROUPS, Kind.POLICY)) {
            List<Rule> rules = new ArrayList<>(Constitution.rules());
            rules.set(kind.ordinal(), new Rule(kind, List.of("hospitals"), 0, 0, 0, 5));
            floor.refused(
                    NORTH, new Action.SetPolicy(Constitution.policy(rules)), Refused.RULE_TOO_WEAK);
        }
    }

    @Test
    void whatTheKernelRefusesIsRefusedWithItsCode() {
        chain.send(NORTH, Floor.proposal(new Action.OpenPlan(Bytes.EMPTY, Kind.UPGRADE)))
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

    private static void genesisRefused(Genesis genesis, Refused reason) {
        Exception refused =
                assertThrows(Exception.class, () -> Chain.of(Governance.class, genesis));
        assertTrue(refused.getMessage().contains(reason.name()), refused.getMessage());
    }
}
