package theseus.module.governance.v2;

/**
 * A version of a group without its members; it stays, for votes that were opened under it.
 *
 * @param weight of all members together
 */
public record Standing(
        String name,
        int version,
        long weight,
        int members,
        int quorumBasisPoints,
        int thresholdBasisPoints,
        int vetoBasisPoints) {
    static Standing of(Group group, int version) {
        return new Standing(
                group.name(),
                version,
                group.weight(),
                group.members().size(),
                group.quorumBasisPoints(),
                group.thresholdBasisPoints(),
                group.vetoBasisPoints());
    }

    int quorum(Rule rule) {
        return Math.max(quorumBasisPoints, rule.quorumBasisPoints());
    }

    int threshold(Rule rule) {
        return Math.max(thresholdBasisPoints, rule.thresholdBasisPoints());
    }

    /** An empty count under {@code rule}. */
    Count count(Rule rule) {
        return new Count(
                name, version, weight, quorum(rule), threshold(rule), vetoBasisPoints, 0, 0, 0, 0);
    }
}
