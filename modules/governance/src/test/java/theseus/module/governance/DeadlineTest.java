package theseus.module.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static theseus.module.governance.Constitution.NORTH;
import static theseus.module.governance.Constitution.PATIENT;
import static theseus.module.governance.Constitution.SOUTH;
import static theseus.module.governance.Constitution.UNIVERSITY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.module.governance.Governance.Genesis;
import theseus.module.governance.Governance.Propose;
import theseus.module.governance.Governance.Vote;
import theseus.module.governance.Proposal.Status;
import theseus.protocol.Genesis.Parameters;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Receipt;

/** What falls due without anybody. */
class DeadlineTest {
    /**
     * The dearest that can be due: as many groups as a block decides, each as large as it may be.
     */
    @Test
    void whatIsDueFitsIntoARoutine() {
        Floor floor = new Floor();
        Chain chain = floor.chain();
        List<Account> proposers = List.of(NORTH, NORTH, SOUTH, SOUTH);
        assertEquals(Decisions.DUE_PER_BLOCK, proposers.size());
        chain.block(
                chain.transaction(NORTH, largest("a")),
                chain.transaction(NORTH, largest("b")),
                chain.transaction(SOUTH, largest("c")),
                chain.transaction(SOUTH, largest("d")));
        for (long number = 0; number < proposers.size(); number++) {
            floor.vote(UNIVERSITY, number, Choice.YES);
            floor.vote(PATIENT, number, Choice.YES);
            assertEquals(Status.OPEN, floor.status(number));
        }
        chain.blocks((int) Constitution.VOTING);
        for (long number = 0; number < proposers.size(); number++) {
            assertEquals(Status.PASSED, floor.status(number));
        }
        long most = 0;
        for (theseus.protocol.Receipt receipt : chain.routines()) {
            most = Math.max(most, receipt.gasUsed());
        }
        assertTrue(most < Parameters.DEFAULT.routineGas() * 3 / 4, most + " gas");
    }

    @Test
    void moreThanABlockDecidesWaitsForTheNext() {
        List<Group.Member> many = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            many.add(new Group.Member(Account.named("member " + i).id(), 1));
        }
        Group hospitals =
                new Group(
                        "hospitals",
                        Constitution.members(many.toArray(new Group.Member[0])),
                        5_000,
                        5_001,
                        0);
        Chain chain =
                Chain.of(
                        Governance.class,
                        new Genesis(
                                List.of(Constitution.council(), hospitals), Constitution.policy()));
        Floor floor = new Floor(chain);
        chain.block(
                chain.transaction(Account.named("member 0"), stop("a")),
                chain.transaction(Account.named("member 1"), stop("b")),
                chain.transaction(Account.named("member 2"), stop("c")),
                chain.transaction(Account.named("member 3"), stop("d")),
                chain.transaction(Account.named("member 4"), stop("e")),
                chain.transaction(Account.named("member 5"), stop("f")));
        chain.blocks(3);
        assertEquals(Status.REJECTED, floor.status(3));
        assertEquals(Status.OPEN, floor.status(4));
        chain.send(Account.named("member 0"), new Vote(4, Choice.YES))
                .refused(Governance.Refused.VOTE_CLOSED);
        assertEquals(Status.REJECTED, floor.status(5));
    }

    /** Fills all the room that is not for emergencies. */
    @Test
    void nobodyFillsTheWayToAStop() {
        List<Group.Member> members = new ArrayList<>();
        for (int i = 0; i < Group.MAX_MEMBERS; i++) {
            members.add(new Group.Member(Account.named("member " + i).id(), 1));
        }
        Group hospitals =
                new Group(
                        "hospitals",
                        Constitution.members(members.toArray(new Group.Member[0])),
                        5_000,
                        5_001,
                        0);
        Chain chain =
                Chain.of(
                        Governance.class,
                        new Genesis(
                                List.of(Constitution.council(), hospitals), Constitution.policy()));
        Floor floor = new Floor(chain);
        for (int half = 0; half < 2; half++) {
            Transaction[] transactions = new Transaction[Group.MAX_MEMBERS / 2];
            for (int i = 0; i < transactions.length; i++) {
                int number = half * transactions.length + i;
                transactions[i] =
                        chain.transaction(
                                Account.named("member " + number), largest("group-" + number));
            }
            chain.block(transactions).forEach(Receipt::applied);
        }
        Account other = Account.named("member 0");
        floor.refused(
                other,
                new Action.SetParameters(Bytes.EMPTY),
                Governance.Refused.TOO_MANY_PROPOSALS);
        floor.propose(other, new Action.StopPlan(Floor.hash("plan"), "why"));
    }

    private static Propose stop(String plan) {
        return new Propose(
                "stop it", new Action.StopPlan(Floor.hash(plan), "why"), Optional.empty());
    }

    private static Propose largest(String name) {
        List<Group.Member> members = new ArrayList<>();
        for (int i = 0; i < Group.MAX_MEMBERS; i++) {
            members.add(new Group.Member(Account.named(name + i).id(), Group.MAX_WEIGHT));
        }
        return Floor.proposal(
                new Action.SetGroup(
                        new Group(
                                name,
                                Constitution.members(members.toArray(new Group.Member[0])),
                                5_000,
                                5_001,
                                0)));
    }
}
