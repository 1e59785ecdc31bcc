package theseus.module.governance.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static theseus.module.governance.v2.Constitution.ADVOCATE;
import static theseus.module.governance.v2.Constitution.NORTH;
import static theseus.module.governance.v2.Constitution.PATIENT;
import static theseus.module.governance.v2.Constitution.STRANGER;
import static theseus.module.governance.v2.Constitution.UNIVERSITY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.module.governance.v2.Governance.ProposalOf;
import theseus.module.governance.v2.Governance.Propose;
import theseus.module.governance.v2.Governance.Proposed;
import theseus.module.governance.v2.Governance.Refused;
import theseus.module.governance.v2.Proposal.Status;
import theseus.module.governance.v2.Version1.Vote;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** A chain with this module alone, and what its tests do there. */
record Floor(Chain chain) {
    Floor() {
        this(Chain.of(Governance.class, Constitution.genesis()));
    }

    long propose(Account proposer, Action action) {
        return chain.send(proposer, proposal(action)).applied().event(Proposed.class).proposal();
    }

    static Propose proposal(Action action) {
        return new Propose("a change", action, Optional.empty());
    }

    void refused(Account proposer, Action action, Refused reason) {
        chain.send(proposer, proposal(action)).refused(reason);
    }

    void vote(Account member, long number, Choice choice) {
        chain.send(member, new Vote(number, choice)).applied();
    }

    void agree(long number) {
        for (Account member : List.of(UNIVERSITY, PATIENT, ADVOCATE, NORTH)) {
            vote(member, number, Choice.YES);
        }
        assertEquals(Status.PASSED, status(number));
    }

    Status status(long number) {
        return chain.query(new ProposalOf(number)).proposal().status();
    }

    static Group withAdvocateIn(Group group) {
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

    static Group named(String name) {
        return new Group(name, List.of(new Group.Member(STRANGER.id(), 1)), 5_000, 5_001, 0);
    }

    static Hash hash(String name) {
        return new Hash(Account.named(name).id().bytes());
    }
}
