package theseus.module.governance;

import java.util.List;
import java.util.Optional;

/**
 * The policy: what each kind of change needs, and how much a member may ask of the chain.
 *
 * @param rules one for each {@link Kind}, in its order
 * @param piecesPerWindow a member stages at most so many pieces of artifacts in a window
 * @param windowBlocks length of that window
 * @param openPerMember a member has at most so many open proposals
 */
public record Rules(List<Rule> rules, int piecesPerWindow, long windowBlocks, int openPerMember) {
    public static final int MAX_PIECES_PER_WINDOW = 65_536;
    public static final int MAX_OPEN_PER_MEMBER = 16;

    Rule of(Kind kind) {
        return rules.get(kind.ordinal());
    }

    /** What is wrong with it among these groups; empty when nothing is. */
    Optional<Governance.Refused> problem(List<Standing> standings) {
        if (!isWellFormed()) {
            return Optional.of(Governance.Refused.POLICY_MALFORMED);
        }
        for (Rule rule : rules) {
            for (String name : rule.groups()) {
                if (find(standings, name).isEmpty()) {
                    return Optional.of(Governance.Refused.UNKNOWN_GROUP);
                }
            }
        }
        return orderIsKept(standings)
                ? Optional.empty()
                : Optional.of(Governance.Refused.RULE_TOO_WEAK);
    }

    private boolean isWellFormed() {
        if (rules.size() != Kind.values().length) {
            return false;
        }
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).kind().ordinal() != i || !rules.get(i).isWellFormed()) {
                return false;
            }
        }
        return piecesPerWindow >= 1
                && piecesPerWindow <= MAX_PIECES_PER_WINDOW
                && windowBlocks >= 1
                && windowBlocks <= Rule.MAX_VOTING_BLOCKS
                && openPerMember >= 1
                && openPerMember <= MAX_OPEN_PER_MEMBER;
    }

    /**
     * What cannot be taken back, or was not watched, needs more than an upgrade; and nobody gains
     * by changing groups or policy first.
     */
    private boolean orderIsKept(List<Standing> standings) {
        Rule upgrade = of(Kind.UPGRADE);
        for (Kind kind : List.of(Kind.IRREVERSIBLE, Kind.HOTFIX, Kind.RETIRE)) {
            if (!asStrong(of(kind), upgrade, standings) || asStrong(upgrade, of(kind), standings)) {
                return false;
            }
        }
        for (Kind changed : List.of(Kind.GROUPS, Kind.POLICY)) {
            for (Rule rule : rules) {
                if (!rule.kind().isEmergency() && !asStrong(of(changed), rule, standings)) {
                    return false;
                }
            }
        }
        return asStrong(of(Kind.GROUPS), of(Kind.POLICY), standings)
                && asStrong(of(Kind.POLICY), of(Kind.GROUPS), standings);
    }

    /** Whether {@code rule} asks every group that {@code other} asks, and for no less. */
    private static boolean asStrong(Rule rule, Rule other, List<Standing> standings) {
        for (String name : other.groups()) {
            Standing standing = find(standings, name).get();
            if (!rule.groups().contains(name)
                    || standing.quorum(rule) < standing.quorum(other)
                    || standing.threshold(rule) < standing.threshold(other)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Standing> find(List<Standing> standings, String name) {
        for (Standing standing : standings) {
            if (standing.name().equals(name)) {
                return Optional.of(standing);
            }
        }
        return Optional.empty();
    }
}
