package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import theseus.sdk.AccountId;

/**
 * The genesis document of {@code governance} on a new chain: the operator alone is the group {@code
 * operators}. Who else has a say comes by proposal.
 */
final class FirstGovernance {
    private static final String GROUP = "operators";

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

    static Map<String, Object> document(AccountId operator) {
        Map<String, Object> member = Map.of("account", operator.bytes().hex(), "weight", 1);
        Map<String, Object> group =
                Map.of(
                        "name", GROUP,
                        "members", List.of(member),
                        "quorumBasisPoints", MAJORITY_BASIS_POINTS,
                        "thresholdBasisPoints", MAJORITY_BASIS_POINTS,
                        "vetoBasisPoints", 0);
        List<Object> rules = new ArrayList<>();
        KINDS.forEach(kind -> rules.add(rule(kind)));
        Map<String, Object> policy =
                Map.of(
                        "rules", rules,
                        "piecesPerWindow", PIECES_PER_WINDOW,
                        "windowBlocks", WINDOW_BLOCKS,
                        "openPerMember", OPEN_PER_MEMBER);
        return Map.of("groups", List.of(group), "policy", policy);
    }

    private static Map<String, Object> rule(String kind) {
        return Map.of(
                "kind",
                kind,
                "groups",
                List.of(GROUP),
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
