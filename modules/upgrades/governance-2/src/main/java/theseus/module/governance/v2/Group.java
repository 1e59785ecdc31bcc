package theseus.module.governance.v2;

import java.util.List;
import theseus.sdk.AccountId;

/**
 * Stakeholders who vote together. Shares are in basis points: 10,000 is all.
 *
 * @param name small letters, digits and hyphens, 1 to {@link #MAX_NAME_LENGTH}
 * @param members ascending by account, 1 to {@link #MAX_MEMBERS}
 * @param quorumBasisPoints of all weight: so much must vote, abstaining included; 1 to 10,000
 * @param thresholdBasisPoints of what does not abstain: so much must say yes; 5,001 to 10,000
 * @param vetoBasisPoints of all weight: so much can forbid; 0: nobody can
 */
public record Group(
        String name,
        List<Member> members,
        int quorumBasisPoints,
        int thresholdBasisPoints,
        int vetoBasisPoints) {
    public static final int MAX_MEMBERS = 64;
    public static final int MAX_NAME_LENGTH = 32;
    public static final long MAX_WEIGHT = 1_000_000_000L;
    static final int ALL = 10_000;
    static final int HALF = 5_000;

    /** A vote counts with its weight, 1 to {@link #MAX_WEIGHT}. */
    public record Member(AccountId account, long weight) {}

    boolean isWellFormed() {
        return nameIsWellFormed()
                && !members.isEmpty()
                && members.size() <= MAX_MEMBERS
                && membersAreWellFormed()
                && quorumBasisPoints >= 1
                && quorumBasisPoints <= ALL
                && thresholdBasisPoints > HALF
                && thresholdBasisPoints <= ALL
                && vetoBasisPoints >= 0
                && vetoBasisPoints <= ALL;
    }

    long weight() {
        long weight = 0;
        for (Member member : members) {
            weight += member.weight();
        }
        return weight;
    }

    private boolean nameIsWellFormed() {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed = c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
            if (!allowed) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
    }

    private boolean membersAreWellFormed() {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            boolean ascending =
                    i == 0 || members.get(i - 1).account().compareTo(member.account()) < 0;
            if (!ascending || member.weight() < 1 || member.weight() > MAX_WEIGHT) {
                return false;
            }
        }
        return true;
    }
}
