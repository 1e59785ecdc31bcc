package theseus.module.governance.v2;

/**
 * The votes of one group on one proposal, by weight. What must be reached was fixed when the
 * proposal was made.
 *
 * @param version of the group, whose weights count
 * @param weight of all its members together
 */
public record Count(
        String group,
        int version,
        long weight,
        int quorumBasisPoints,
        int thresholdBasisPoints,
        int vetoBasisPoints,
        long yes,
        long no,
        long veto,
        long abstained) {

    /** What the votes come to. */
    enum Tendency {
        /** Passes whatever the others still vote. */
        PASSES,
        /** Fails whatever the others still vote. */
        FAILS,
        OPEN
    }

    Count plus(Choice choice, long more) {
        return new Count(
                group,
                version,
                weight,
                quorumBasisPoints,
                thresholdBasisPoints,
                vetoBasisPoints,
                yes + (choice == Choice.YES ? more : 0),
                no + (choice == Choice.NO ? more : 0),
                veto + (choice == Choice.VETO ? more : 0),
                abstained + (choice == Choice.ABSTAIN ? more : 0));
    }

    boolean isWithinWeight() {
        return yes >= 0 && no >= 0 && veto >= 0 && abstained >= 0 && cast() <= weight;
    }

    /** Votes are final, so what cannot change any more is certain. */
    Tendency tendency() {
        long left = weight - cast();
        if (isVetoed(veto) || !isAgreed(yes + left, no + veto)) {
            return Tendency.FAILS;
        }
        boolean certain = passes() && isAgreed(yes, no + veto + left) && !isVetoed(veto + left);
        return certain ? Tendency.PASSES : Tendency.OPEN;
    }

    /** Whether it passes with the votes that were cast. */
    boolean passes() {
        return reaches(cast(), quorumBasisPoints, weight)
                && isAgreed(yes, no + veto)
                && !isVetoed(veto);
    }

    private long cast() {
        return yes + no + veto + abstained;
    }

    private boolean isAgreed(long agreeing, long disagreeing) {
        return agreeing > 0 && reaches(agreeing, thresholdBasisPoints, agreeing + disagreeing);
    }

    private boolean isVetoed(long vetoing) {
        return vetoBasisPoints > 0 && reaches(vetoing, vetoBasisPoints, weight);
    }

    /** At most 64 members of 10^9 each: no product leaves the range. */
    private static boolean reaches(long part, int basisPoints, long whole) {
        return part * Group.ALL >= basisPoints * whole;
    }
}
