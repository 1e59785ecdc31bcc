package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.sdk.AccountId;

/**
 * The genesis document of {@code governance} on a new chain. For a chain of one the operator alone
 * is the group {@code operators}, and who else has a say comes by proposal. Where there are more
 * groups from the beginning, all of them must agree to whatever is replaced; operators alone act in
 * an emergency.
 */
final class FirstGovernance {
    static final String OPERATORS = "operators";

    /** In the order in which a policy has them. */
    private static final List<String> KINDS =
            List.of(
                    "UPGRADE",
                    "IRREVERSIBLE",
                    "HOTFIX",
                    "INSTALL",
                    "RETIRE",
                    "STOP",
                    "PARAMETERS",
                    "BREAKER",
                    "GROUPS",
                    "POLICY");

    private static final List<String> AS_AN_UPGRADE =
            List.of("UPGRADE", "INSTALL", "PARAMETERS", "STOP", "BREAKER");
    private static final int MAJORITY_BASIS_POINTS = 5_001;
    private static final int STRICTER_BASIS_POINTS = 6_667;
    private static final long VOTING_BLOCKS = 1_000;
    private static final int PIECES_PER_WINDOW = 1_024;
    private static final long WINDOW_BLOCKS = 1_000;
    private static final int OPEN_PER_MEMBER = 8;

    private FirstGovernance() {}

    private static final List<String> EMERGENCIES = List.of("STOP", "BREAKER");

    static Map<String, Object> document(AccountId operator) {
        return document(new TreeMap<>(Map.of(OPERATORS, operator)));
    }

    /** One member a group; the operators are among them. */
    static Map<String, Object> document(SortedMap<String, AccountId> groups) {
        List<Object> standing = new ArrayList<>();
        groups.forEach((name, account) -> standing.add(group(name, account)));
        List<String> names = List.copyOf(groups.keySet());
        List<Object> rules = new ArrayList<>();
        for (String kind : KINDS) {
            rules.add(rule(kind, EMERGENCIES.contains(kind) ? List.of(OPERATORS) : names));
        }
        Map<String, Object> policy =
                Map.of(
                        "rules", rules,
                        "piecesPerWindow", PIECES_PER_WINDOW,
                        "windowBlocks", WINDOW_BLOCKS,
                        "openPerMember", OPEN_PER_MEMBER);
        return Map.of("groups", standing, "policy", policy);
    }

    private static Map<String, Object> group(String name, AccountId account) {
        return Map.of(
                "name",
                name,
                "members",
                List.of(Map.of("account", account.bytes().hex(), "weight", 1)),
                "quorumBasisPoints",
                MAJORITY_BASIS_POINTS,
                "thresholdBasisPoints",
                MAJORITY_BASIS_POINTS,
                "vetoBasisPoints",
                0);
    }

    private static Map<String, Object> rule(String kind, List<String> groups) {
        return Map.of(
                "kind",
                kind,
                "groups",
                groups,
                "quorumBasisPoints",
                0,
                "thresholdBasisPoints",
                AS_AN_UPGRADE.contains(kind) ? 0 : STRICTER_BASIS_POINTS,
                "earliestBlocks",
                0,
                "votingBlocks",
                VOTING_BLOCKS);
    }
}
