package theseus.module.governance.v2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import theseus.module.governance.v2.Governance.Genesis;
import theseus.testkit.Account;

/**
 * The groups and the policy of the tests: three hospitals, of which one weighs two, and two of the
 * patients' council.
 */
final class Constitution {
    static final Account NORTH = Account.named("north");
    static final Account SOUTH = Account.named("south");
    static final Account UNIVERSITY = Account.named("university");
    static final Account PATIENT = Account.named("patient");
    static final Account ADVOCATE = Account.named("advocate");
    static final Account STRANGER = Account.named("stranger");

    static final long EARLIEST = 2;
    static final long VOTING = 10;
    static final int OPEN_PER_MEMBER = 3;
    static final int PIECES = 2;
    static final long WINDOW = 100;

    private Constitution() {}

    static Group hospitals() {
        return new Group(
                "hospitals",
                members(
                        new Group.Member(NORTH.id(), 1),
                        new Group.Member(SOUTH.id(), 1),
                        new Group.Member(UNIVERSITY.id(), 2)),
                5_000,
                5_001,
                5_000);
    }

    static Group council() {
        return new Group(
                "council",
                members(new Group.Member(PATIENT.id(), 1), new Group.Member(ADVOCATE.id(), 1)),
                5_000,
                5_001,
                0);
    }

    static List<Group.Member> members(Group.Member... members) {
        return Stream.of(members).sorted(Comparator.comparing(Group.Member::account)).toList();
    }

    static Rules policy() {
        return policy(rules());
    }

    static Rules policy(List<Rule> rules) {
        return new Rules(rules, PIECES, WINDOW, OPEN_PER_MEMBER);
    }

    /** One for each kind; what is stronger needs the council too, the emergencies are quick. */
    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            rules.add(
                    switch (kind) {
                        case UPGRADE, INSTALL, PARAMETERS ->
                                new Rule(kind, List.of("hospitals"), 0, 0, EARLIEST, VOTING);
                        case STOP, BREAKER -> new Rule(kind, List.of("hospitals"), 0, 0, 0, 3);
                        case IRREVERSIBLE, HOTFIX, RETIRE, GROUPS, POLICY ->
                                new Rule(
                                        kind,
                                        List.of("council", "hospitals"),
                                        0,
                                        0,
                                        EARLIEST,
                                        VOTING);
                    });
        }
        return rules;
    }

    static Genesis genesis() {
        return new Genesis(List.of(council(), hospitals()), policy());
    }
}
