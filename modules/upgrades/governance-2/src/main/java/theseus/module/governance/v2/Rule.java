package theseus.module.governance.v2;

import java.util.List;

/**
 * What a proposal of one kind needs.
 *
 * @param groups names, ascending; every one of them must agree
 * @param quorumBasisPoints a floor: a group's own quorum counts where it is higher
 * @param thresholdBasisPoints a floor likewise
 * @param earliestBlocks no proposal passes sooner after it was made, however clear the vote
 * @param votingBlocks after so many the vote is decided by what was cast
 */
public record Rule(
        Kind kind,
        List<String> groups,
        int quorumBasisPoints,
        int thresholdBasisPoints,
        long earliestBlocks,
        long votingBlocks) {
    public static final long MAX_VOTING_BLOCKS = 10_000_000;

    boolean isWellFormed() {
        for (int i = 1; i < groups.size(); i++) {
            if (groups.get(i - 1).compareTo(groups.get(i)) >= 0) {
                return false;
            }
        }
        return !groups.isEmpty()
                && groups.size() <= Membership.MAX_GROUPS
                && quorumBasisPoints >= 0
                && quorumBasisPoints <= Group.ALL
                && thresholdBasisPoints >= 0
                && thresholdBasisPoints <= Group.ALL
                && earliestBlocks >= 0
                && votingBlocks >= 1
                && votingBlocks >= earliestBlocks
                && votingBlocks <= MAX_VOTING_BLOCKS;
    }
}
